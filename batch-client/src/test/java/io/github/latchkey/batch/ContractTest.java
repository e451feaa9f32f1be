package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.ScriptedServer.Request;
import io.github.latchkey.batch.file.RemoteFile;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.internal.json.Models;
import io.github.latchkey.batch.task.TaskAddResult;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Every request that the client sends, and every answer that it reads, against the service's published description. */
@EnabledIf("io.github.latchkey.batch.Spec#isHere")
@NullUnmarked // a null where none should be is a failed test
class ContractTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** What HTTP itself knows. */
    private static final Set<String> PLAIN_HEADERS =
            Set.of("host", "user-agent", "accept", "authorization", "content-type", "content-length");

    /** Bodies that a call makes from its arguments. */
    private static final Map<String, String> WRAPPED = Map.of(
            "Job_Disable", "JobDisable",
            "Job_Terminate", "JobTerminate",
            "ComputeNode_Reboot", "NodeReboot",
            "ComputeNode_Reimage", "NodeReimage",
            "ComputeNode_DisableScheduling", "NodeDisableScheduling",
            "Pool_EvaluateAutoScale", "PoolEvaluateAutoScale",
            "Task_AddCollection", "TaskCreate");

    private static final Map<String, String> EXAMPLES_OF_OTHER_NAMES = Map.of(
            "CertificateCancelDelete", "Certificate_CancelDeletion",
            "PoolEvaluateAutoscale", "Pool_EvaluateAutoScale");

    private final Spec spec = Spec.load();
    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.of(server);

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    @Test
    void operations_areAllOfThem() {
        Set<String> ours = new TreeSet<>();
        for (Operation operation : Operation.values()) {
            if (operation.since() == null) {
                ours.add(operation.id());
            }
        }
        assertThat(ours).isEqualTo(spec.operations().keySet()).hasSize(76);
    }

    /** One member reads as a value of its own when it is null, see docs/decisions. */
    @Test
    void members_thatMayBeNull_areOne_whichKeepsIt() {
        assertThat(spec.nullableMembers()).containsExactly("CloudPool.currentNodeCommunicationMode");
        Spec.Shape shape = spec.operations().get("Pool_Get");
        ObjectNode sent = answerFor(shape).putNull("currentNodeCommunicationMode");
        server.answers(reply(Calls.operation("Pool_Get"), sent));

        JsonNode read = written(Calls.invoke(client, Calls.operation("Pool_Get")));

        assertThat(spec.losses(stripped(sent), read, shape.answer(), "Pool_Get"))
                .isEmpty();
        assertThat(read.path("currentNodeCommunicationMode").isNull()).isTrue();
    }

    @Test
    void requests_ofEveryOperation_areWhatTheServiceKnows() {
        List<String> wrong = new ArrayList<>();
        int operations = 0;
        int requests = 0;
        BatchClient keyed = Clients.builder(server).sharedKey("account", "a2V5").build();
        for (Map.Entry<String, Spec.Shape> known : spec.operations().entrySet()) {
            Operation operation = Calls.operation(known.getKey());
            Spec.Shape shape = known.getValue();
            ObjectNode sent = answerFor(shape);
            String at = operation.id();
            checkTable(at, operation, shape, wrong);
            server.answers(reply(operation, sent));
            Set<String> headers = new TreeSet<>();
            for (Conditions conditions : Calls.conditions(operation)) {
                server.requests().clear();
                Object result = Calls.invoke(requests % 2 == 0 ? client : keyed, operation, conditions);
                checkRequest(at, server.only(), shape, wrong);
                checkResult(at, result, sent, shape, wrong);
                headers.addAll(sentHeaders(server.only()));
                requests++;
            }
            server.requests().clear();
            Calls.invoke(keyed, operation);
            headers.addAll(sentHeaders(server.only()));
            for (JsonNode header : shape.parameters("header")) {
                if (!headers.contains(header.get("name").asText().toLowerCase(Locale.ROOT))) {
                    wrong.add(at + " could not be made to send the header " + header.get("name"));
                }
            }
            operations++;
        }
        System.out.println("Contract: " + operations + " operations checked against the service's description, "
                + (requests + operations) + " requests");
        assertThat(wrong).isEmpty();
        assertThat(operations).isEqualTo(76);
    }

    @Test
    void examples_allAnswers_decodeWithoutLosingAnything() {
        List<String> wrong = new ArrayList<>();
        int examples = 0;
        int answers = 0;
        int bodies = 0;
        for (Path file : spec.examples()) {
            JsonNode example = Spec.read(file);
            Operation operation = operationOf(file, example);
            Spec.Shape shape = spec.operations().get(operation.id());
            String at = file.getFileName().toString();
            examples++;
            for (Map.Entry<String, JsonNode> answer : example.get("responses").properties()) {
                int status = Integer.parseInt(answer.getKey());
                JsonNode body = answer.getValue().path("body");
                Map<String, String> headers = new HashMap<>();
                answer.getValue().properties().forEach(header -> {
                    if (header.getValue().isTextual()) {
                        headers.put(header.getKey(), header.getValue().asText());
                    }
                });
                answers++;
                if (body.isObject() && !body.isEmpty()) {
                    server.answers(reply(operation, (ObjectNode) body));
                    // A bulk add asks again for tasks that its answer does not name, so its examples are read as they
                    // are.
                    Object result = operation == Operation.TASK_ADD_COLLECTION
                            ? results(body)
                            : Calls.invoke(client, operation);
                    wrong.addAll(spec.losses(stripped(body), written(result), shape.answer(), at));
                    bodies++;
                } else {
                    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
                    server.answers(
                            length > 0 && operation.method().name().equals("GET")
                                    ? Reply.text(status, headers.get("Content-Type"), "x".repeat(length))
                                    : Reply.headers(status, headers));
                    checkHeaders(at, status, headers, Calls.invoke(client, operation), wrong);
                }
            }
        }
        System.out.println("Contract: " + examples + " examples, " + answers + " answers read, " + bodies
                + " of them with a body that was compared");
        assertThat(wrong).isEmpty();
        assertThat(examples).isEqualTo(spec.examples().size()).isGreaterThanOrEqualTo(64);
        assertThat(bodies).isGreaterThanOrEqualTo(21);
    }

    @Test
    void examples_allRequests_canBeMadeWithOurModels() {
        List<String> wrong = new ArrayList<>();
        int bodies = 0;
        for (Path file : spec.examples()) {
            JsonNode example = Spec.read(file);
            Operation operation = operationOf(file, example);
            for (Map.Entry<String, JsonNode> parameter :
                    example.get("parameters").properties()) {
                if (!parameter.getValue().isObject()) {
                    continue;
                }
                String at = file.getFileName() + " " + parameter.getKey();
                JsonNode schema = spec.operations()
                        .get(operation.id())
                        .parameters("body")
                        .get(0)
                        .get("schema");
                JsonNode body = parameter.getValue();
                if (operation == Operation.TASK_ADD_COLLECTION) {
                    for (JsonNode task : body.get("value")) {
                        remade(at, operation, task, spec.definition("TaskAddParameter"), wrong);
                    }
                } else {
                    remade(at, operation, body, schema, wrong);
                }
                bodies++;
            }
        }
        System.out.println("Contract: " + bodies + " bodies of example requests read and written");
        assertThat(wrong).isEmpty();
        assertThat(bodies).isGreaterThanOrEqualTo(26);
    }

    /** What the tests above would say of requests and answers that are wrong. */
    @Test
    void checks_noticeWhatIsWrong() {
        JsonNode add = spec.definition("TaskAddParameter");
        Map<String, String> requests = Map.of(
                "{\"id\":\"t\"}", "t lacks commandLine",
                "{\"id\":\"t\",\"commandLine\":5}", "t.commandLine should be string",
                "{\"id\":\"t\",\"commandLine\":\"c\",\"priority\":1}",
                        "t has priority, which the service does not know",
                "{\"id\":\"t\",\"commandLine\":\"c\",\"requiredSlots\":3000000000}",
                        "t.requiredSlots should be integer int32",
                "{\"id\":\"t\",\"commandLine\":\"c\",\"constraints\":{\"retentionTime\":\"7 days\"}}",
                        "t.constraints.retentionTime should be string duration",
                "{\"id\":\"t\",\"commandLine\":\"c\",\"userIdentity\":{\"autoUser\":{\"scope\":\"Pool\"}}}",
                        "t.userIdentity.autoUser.scope is none of",
                "{\"id\":\"t\",\"commandLine\":\"c\",\"resourceFiles\":[{\"httpUrl\":null}]}",
                        "t.resourceFiles[0].httpUrl should be string");
        requests.forEach((request, wrong) -> assertThat(spec.violations(parse(request), add, "t"))
                .singleElement()
                .asString()
                .startsWith(wrong));

        JsonNode task = spec.definition("CloudTask");
        JsonNode sent = parse(
                "{\"id\":\"t\",\"state\":\"Active\",\"creationTime\":\"2024-01-01T00:00:00.10Z\",\"requiredSlots\":1,"
                        + "\"environmentSettings\":[{\"name\":\"a\",\"value\":\"B\"}],\"unheardOf\":true}");
        Map<String, String> results = Map.of(
                "\"id\":\"t\"", "\"id\":\"T\"",
                "\"Active\"", "\"running\"",
                "00.10Z", "00.11Z",
                "\"requiredSlots\":1", "\"requiredSlots\":\"1\"",
                "\"value\":\"B\"", "\"value\":\"b\"",
                "[{\"name\":\"a\",\"value\":\"B\"}]", "[]");
        results.forEach((before, after) -> assertThat(
                        spec.losses(sent, parse(sent.toString().replace(before, after)), task, "t"))
                .as(after)
                .hasSize(1));
        assertThat(spec.losses(
                        sent,
                        parse(sent.toString()
                                .replace("Active", "active")
                                .replace("00.10Z", "00.1Z")
                                .replace(",\"unheardOf\":true", "")),
                        task,
                        "t"))
                .isEmpty();
    }

    private void remade(String at, Operation operation, JsonNode body, JsonNode schema, List<String> wrong) {
        Class<?> type = Models.named(WRAPPED.getOrDefault(
                operation.id(),
                Calls.bodyType(operation).map(Class::getSimpleName).orElse("")));
        Object model = Models.read(body.toString().getBytes(StandardCharsets.UTF_8), type);
        JsonNode written =
                parse(new String(Json.write(model, ServiceVersion.V2024_02_01.value()), StandardCharsets.UTF_8));
        wrong.addAll(spec.losses(body, written, schema, at));
        wrong.addAll(spec.violations(written, schema, at));
    }

    private void checkTable(String at, Operation operation, Spec.Shape shape, List<String> wrong) {
        if (!operation.method().name().equals(shape.method())
                || !operation.path().equals(shape.path())) {
            wrong.add(at + " is " + shape.method() + " " + shape.path());
        }
        List<Integer> success = new ArrayList<>(shape.success());
        success.remove(Integer.valueOf(404));
        if (!operation.success().containsAll(success) || operation.success().size() != success.size()) {
            wrong.add(at + " succeeds with " + success + ", not " + operation.success());
        }
        Set<String> query = names(shape.parameters("query"));
        Map<Operation.Option, String> options = Map.of(
                Operation.Option.FILTER, "$filter",
                Operation.Option.SELECT, "$select",
                Operation.Option.EXPAND, "$expand",
                Operation.Option.MAX_RESULTS, "maxresults");
        options.forEach((option, name) -> {
            if (operation.takes(option) != query.contains(name)) {
                wrong.add(at + " and " + name + " disagree");
            }
        });
    }

    private void checkRequest(String at, Request request, Spec.Shape shape, List<String> wrong) {
        if (!request.method().equals(shape.method())) {
            wrong.add(at + " was sent as " + request.method());
        }
        checkPath(at, request, shape, wrong);
        checkQuery(at, request, shape, wrong);
        Map<String, JsonNode> known = new HashMap<>();
        shape.parameters("header")
                .forEach(header -> known.put(header.get("name").asText().toLowerCase(Locale.ROOT), header));
        request.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (known.containsKey(name) && !Spec.isOfFormat(header.getValue(), known.get(name))) {
                wrong.add(at + " sent the header " + name + " as " + header.getValue());
            }
            if (!known.containsKey(name) && !PLAIN_HEADERS.contains(name)) {
                wrong.add(at + " sent the header " + name);
            }
        });
        Set<String> accepted = Pattern.compile(",")
                .splitAsStream(request.header("Accept"))
                .map(type -> type.replaceAll(";.*", "").strip())
                .collect(Collectors.toSet());
        if (!accepted.equals(Set.copyOf(spec.mediaTypes(shape, "produces")))) {
            wrong.add(at + " accepts " + accepted + ", not " + spec.mediaTypes(shape, "produces"));
        }
        checkBody(at, request, shape, wrong);
    }

    private static void checkPath(String at, Request request, Spec.Shape shape, List<String> wrong) {
        List<String> names = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher parameters = Pattern.compile("\\{([^}]+)}").matcher(shape.path());
        int from = 0;
        while (parameters.find()) {
            names.add(parameters.group(1));
            pattern.append(Pattern.quote(shape.path().substring(from, parameters.start())))
                    .append("([^/,()?]+)");
            from = parameters.end();
        }
        Matcher path = Pattern.compile(pattern + Pattern.quote(shape.path().substring(from)))
                .matcher(request.path());
        if (!path.matches()) {
            wrong.add(at + " went to " + request.path());
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            // What the steps of a call name is sent under that name; the arguments of its last step are all the same.
            if (!Set.of(names.get(i), "text-1").contains(path.group(i + 1))) {
                wrong.add(at + " sent " + path.group(i + 1) + " as " + names.get(i));
            }
        }
    }

    private static void checkQuery(String at, Request request, Spec.Shape shape, List<String> wrong) {
        Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
        Map<String, JsonNode> known = new HashMap<>();
        shape.parameters("query")
                .forEach(parameter -> known.put(parameter.get("name").asText(), parameter));
        query.forEach((name, values) -> {
            if (name.equals("api-version")) {
                return;
            }
            if (!known.containsKey(name)) {
                wrong.add(at + " sent the query parameter " + name);
            } else if (values.size() != 1 || !Spec.isOfFormat(values.get(0), known.get(name))) {
                wrong.add(at + " sent " + name + " as " + values);
            }
        });
        known.keySet().forEach(name -> {
            if (!query.containsKey(name)) {
                wrong.add(at + " could not be made to send " + name);
            }
        });
        if (!List.of("2024-02-01.19.0").equals(query.get("api-version"))) {
            wrong.add(at + " sent no api-version");
        }
    }

    private static Set<String> sentHeaders(Request request) {
        return request.headers().names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private void checkBody(String at, Request request, Spec.Shape shape, List<String> wrong) {
        List<JsonNode> bodies = shape.parameters("body");
        if (bodies.isEmpty()) {
            boolean reads = Set.of("GET", "HEAD").contains(request.method());
            if (!request.body().isEmpty()
                    || request.header("Content-Type") != null
                    || !Objects.equals(request.header("Content-Length"), reads ? null : "0")) {
                wrong.add(at + " sent a body, or no length");
            }
            return;
        }
        if (!spec.mediaTypes(shape, "consumes").contains(request.header("Content-Type"))) {
            wrong.add(at + " sent " + request.header("Content-Type"));
        }
        JsonNode sent = parse(request.body());
        JsonNode schema = spec.resolve(bodies.get(0).get("schema"));
        wrong.addAll(spec.violations(sent, schema, at));
        everyMember(at, sent, schema, wrong);
    }

    /** The samples set everything, so what the service knows and we did not send is missing from a model. */
    private void everyMember(String at, JsonNode sent, JsonNode schema, List<String> wrong) {
        if (sent.isArray()) {
            sent.forEach(element -> everyMember(at + "[]", element, spec.resolve(schema.get("items")), wrong));
        } else if (schema.has("properties")) {
            schema.get("properties").properties().forEach(member -> {
                JsonNode value = sent.get(member.getKey());
                if (value == null) {
                    wrong.add(at + "." + member.getKey() + " cannot be sent");
                } else {
                    everyMember(at + "." + member.getKey(), value, spec.resolve(member.getValue()), wrong);
                }
            });
        }
    }

    private void checkResult(String at, Object result, ObjectNode sent, Spec.Shape shape, List<String> wrong) {
        if (shape.answer().has("$ref")) {
            wrong.addAll(spec.losses(stripped(sent), written(result), shape.answer(), at));
        }
    }

    /** Compares what a result says with the headers that it was read from. */
    private static void checkHeaders(
            String at, int status, Map<String, String> headers, Object result, List<String> wrong) {
        if (result instanceof Receipt receipt) {
            same(at + " status", status, receipt.status(), wrong);
            same(at + " ETag", headers.get("ETag"), receipt.eTag(), wrong);
            same(at + " request-id", headers.get("request-id"), receipt.requestId(), wrong);
            same(at + " Last-Modified", date(headers.get("Last-Modified")), receipt.lastModified(), wrong);
        } else if (result instanceof RemoteFile file) {
            same(at + " length", Long.valueOf(headers.get("Content-Length")), file.contentLength(), wrong);
            same(at + " type", headers.get("Content-Type"), file.contentType(), wrong);
            same(at + " creation", date(headers.get("ocp-creation-time")), file.creationTime(), wrong);
            same(at + " Last-Modified", date(headers.get("Last-Modified")), file.lastModified(), wrong);
            same(at + " directory", headers.get("ocp-batch-file-isdirectory"), "" + file.directory(), wrong);
        } else if (result instanceof Boolean exists) {
            same(at + " exists", status != 404, exists, wrong);
        }
    }

    private static void same(String at, Object expected, Object actual, List<String> wrong) {
        if (!Objects.equals(expected, actual)) {
            wrong.add(at + " was " + expected + " and became " + actual);
        }
    }

    private static Instant date(String text) {
        return text == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }

    private static JsonNode written(Object result) {
        try {
            if (result instanceof List<?> list) {
                ObjectNode page = NODES.objectNode();
                ArrayNode value = page.putArray("value");
                for (Object element : list) {
                    value.add(MAPPER.readTree(Models.write(element)));
                }
                return page;
            }
            return MAPPER.readTree(Models.write(result));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<TaskAddResult> results(JsonNode body) {
        List<TaskAddResult> results = new ArrayList<>();
        body.get("value")
                .forEach(element -> results.add(
                        Models.read(element.toString().getBytes(StandardCharsets.UTF_8), TaskAddResult.class)));
        return results;
    }

    private static JsonNode stripped(JsonNode body) {
        ObjectNode copy = body.deepCopy();
        List<String> names = new ArrayList<>();
        copy.fieldNames().forEachRemaining(names::add);
        names.stream().filter(name -> name.startsWith("odata.")).forEach(copy::remove);
        return copy;
    }

    private static JsonNode parse(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }

    private static Reply reply(Operation operation, ObjectNode body) {
        int status = operation.success().iterator().next();
        ObjectNode whole = body.deepCopy();
        whole.remove("odata.nextLink");
        return operation.method().name().equals("HEAD") || status != 200
                ? Reply.status(status)
                : Reply.ok(whole.toString());
    }

    private ObjectNode answerFor(Spec.Shape shape) {
        JsonNode schema = shape.json().path("responses").path("200").path("schema");
        JsonNode made = schema.has("$ref") ? instance(spec.resolve(schema)) : NODES.objectNode();
        ObjectNode answer = (ObjectNode) made;
        if (answer.path("value").path(0).has("status")) { // the answer for an added task names the task
            ((ObjectNode) answer.path("value").path(0))
                    .put("taskId", Calls.TASK_ID)
                    .put("status", "success");
            ((ObjectNode) answer.path("value").path(0)).remove("error");
        }
        return answer;
    }

    private JsonNode instance(JsonNode schema) {
        if (schema.has("enum")) {
            return NODES.textNode(schema.get("enum").get(0).asText());
        }
        String type = schema.path("type").asText("object");
        return switch (type) {
            case "array" -> NODES.arrayNode().add(instance(spec.resolve(schema.get("items"))));
            case "boolean" -> NODES.booleanNode(true);
            case "integer" -> NODES.numberNode(17);
            case "number" -> NODES.numberNode(2.5);
            case "string" -> NODES.textNode(text(schema.path("format").asText("")));
            default -> {
                ObjectNode object = NODES.objectNode();
                if (schema.has("properties")) {
                    schema.get("properties")
                            .properties()
                            .forEach(member -> object.set(member.getKey(), instance(spec.resolve(member.getValue()))));
                } else {
                    object.put("free", "form");
                }
                yield object;
            }
        };
    }

    private static String text(String format) {
        return switch (format) {
            case "date-time" -> "2024-02-29T23:59:59.1234567Z";
            case "duration" -> "P10675199DT2H48M5.4775807S";
            default -> "text";
        };
    }

    private Operation operationOf(Path file, JsonNode example) {
        String name = file.getFileName().toString().replaceAll("(_.*)?\\.json$", "");
        Map<String, String> byName = new HashMap<>(EXAMPLES_OF_OTHER_NAMES);
        spec.operations().keySet().forEach(id -> {
            String plain = id.replace("_", "");
            byName.put(plain, id);
            byName.put(plain.replaceFirst("^ComputeNode(?!Extension)", "Node"), id);
            byName.put(plain.replace("FromComputeNode", "FromNode"), id);
        });
        String id = byName.get(name);
        if (id == null) {
            throw new AssertionError("which operation is " + file.getFileName() + " of? " + example.path("parameters"));
        }
        return Calls.operation(id);
    }

    private static Set<String> names(List<JsonNode> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.get("name").asText())
                .collect(Collectors.toSet());
    }
}
