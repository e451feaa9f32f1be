package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.ScriptedServer.Request;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.json.Models;
import io.github.latchkey.batch.task.TaskAddResult;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private static final Set<String> PLAIN_HEADERS =
            Set.of("host", "user-agent", "accept", "authorization", "content-type", "content-length");
    /** What the service requires when it creates but never returns, or what it writes where it should be an object. */
    private static final Pattern KNOWN_DIFFERENCES = Pattern.compile(".*\\.settings");

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

    @Test
    void requests_ofEveryOperation_areWhatTheServiceKnows() {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Map.Entry<String, Spec.Shape> known : spec.operations().entrySet()) {
            Operation operation = Calls.operation(known.getKey());
            Spec.Shape shape = known.getValue();
            ObjectNode sent = answerFor(shape);
            server.requests().clear();
            server.answers(reply(operation, sent));

            Object result = Calls.invoke(client, operation);

            String at = operation.id();
            Request request = server.only();
            checkTable(at, operation, shape, wrong);
            checkRequest(at, request, shape, wrong);
            checkResult(at, result, sent, shape, wrong);
            checked++;
        }
        System.out.println("Contract: " + checked + " operations checked against the service's description");
        assertThat(wrong).isEmpty();
        assertThat(checked).isEqualTo(76);
    }

    @Test
    void examples_allOfThem_decodeWithoutLosingAnything() {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        int bodies = 0;
        for (Path file : spec.examples()) {
            JsonNode example = Spec.read(file);
            Operation operation = operationOf(file, example);
            JsonNode body = example.path("responses")
                    .path(Integer.toString(operation.success().iterator().next()))
                    .path("body");
            checked++;
            if (body.isObject() && !body.isEmpty()) {
                server.answers(reply(operation, (ObjectNode) body));
                // A bulk add asks again for tasks that its answer does not name, so its examples are read as they are.
                Object result =
                        operation == Operation.TASK_ADD_COLLECTION ? results(body) : Calls.invoke(client, operation);
                compare(file.getFileName().toString(), stripped(body), written(result), wrong);
                bodies++;
            }
        }
        System.out.println("Contract: " + checked + " examples read, " + bodies + " answers with a body compared");
        assertThat(wrong).isEmpty();
        assertThat(checked).isEqualTo(spec.examples().size()).isGreaterThanOrEqualTo(64);
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
        Pattern path = Pattern.compile(
                shape.path().replace("(", "\\(").replace(")", "\\)").replaceAll("\\{[^}]+}", "[^/,()]+"));
        if (!path.matcher(request.path()).matches()) {
            wrong.add(at + " went to " + request.path());
        }
        QueryStringDecoder query = new QueryStringDecoder(request.uri());
        Set<String> allowed = names(shape.parameters("query"));
        query.parameters().keySet().forEach(name -> {
            if (!name.equals("api-version") && !allowed.contains(name)) {
                wrong.add(at + " sent the query parameter " + name);
            }
        });
        allowed.forEach(name -> {
            if (!query.parameters().containsKey(name)) {
                wrong.add(at + " could not be made to send " + name);
            }
        });
        if (!List.of("2024-02-01.19.0").equals(query.parameters().get("api-version"))) {
            wrong.add(at + " sent no api-version");
        }
        Set<String> headers = names(shape.parameters("header")).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        request.headers().names().forEach(name -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!headers.contains(lower) && !PLAIN_HEADERS.contains(lower)) {
                wrong.add(at + " sent the header " + name);
            }
        });
        checkBody(at, request, shape, wrong);
    }

    private void checkBody(String at, Request request, Spec.Shape shape, List<String> wrong) {
        List<JsonNode> bodies = shape.parameters("body");
        if (bodies.isEmpty()) {
            if (!request.body().isEmpty()) {
                wrong.add(at + " sent a body");
            }
            return;
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

    private static void checkResult(String at, Object result, ObjectNode sent, Spec.Shape shape, List<String> wrong) {
        if (shape.json().path("responses").path("200").path("schema").has("$ref")) {
            compare(at, stripped(sent), written(result), wrong);
        }
    }

    private static void compare(String at, JsonNode expected, JsonNode actual, List<String> wrong) {
        if (expected.isObject() && actual.isObject()) {
            expected.properties().forEach(member -> {
                if (!actual.has(member.getKey())) {
                    wrong.add(at + "." + member.getKey() + " was dropped");
                } else {
                    compare(at + "." + member.getKey(), member.getValue(), actual.get(member.getKey()), wrong);
                }
            });
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(at + "[" + i + "]", expected.get(i), actual.get(i), wrong);
            }
        } else if (!expected.asText().equalsIgnoreCase(actual.asText())
                && !(expected.isNumber() && expected.asDouble() == actual.asDouble())
                && !KNOWN_DIFFERENCES.matcher(at).matches()
                && !sameTime(expected.asText(), actual.asText())) {
            wrong.add(at + " was " + expected + " and became " + actual);
        }
    }

    private static boolean sameTime(String expected, String actual) {
        try {
            return Instant.parse(expected).equals(Instant.parse(actual));
        } catch (DateTimeException e) {
            try {
                return Duration.parse(expected).equals(Duration.parse(actual));
            } catch (DateTimeException none) {
                return false;
            }
        }
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
