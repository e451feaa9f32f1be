package io.github.latchkey.testkit.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds answers against the published specification of the service. */
final class Swagger {

    private static final String FILE = "shared/batch-spec/2024-02-01.19.0/BatchService.json";

    /** Declared as required, because one model serves both directions, but never sent back by the service. */
    private static final Set<String> NEVER_RETURNED = Set.of("password", "accountKey");

    private final JsonNode root;
    private final Map<String, JsonNode> operations = new TreeMap<>();
    private final Map<String, String> routes = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();
    private int checked;

    private Swagger(JsonNode root) {
        this.root = root;
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("operationId"))
                        .forEach(method -> {
                            String id = method.getValue().path("operationId").asText();
                            operations.put(id, method.getValue());
                            routes.put(id, method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                        }));
    }

    /** Finds the specification beside one of the directories above this one. */
    static Optional<Path> file() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(directory -> directory.resolve(FILE))
                .filter(Files::exists)
                .findFirst();
    }

    static Optional<Swagger> find() throws IOException {
        Optional<Path> file = file();
        return file.isEmpty() ? Optional.empty() : Optional.of(new Swagger(Json.read(Files.readString(file.get()))));
    }

    Map<String, String> routes() {
        return routes;
    }

    /**
     * The headers that the answers of an operation in success are declared with; none for one that is not in the
     * specification.
     */
    Set<String> headers(String operationId) {
        Set<String> headers = new TreeSet<>();
        JsonNode operation = operations.get(operationId);
        if (operation != null) {
            operation.path("responses").properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .forEach(response ->
                            response.getValue().path("headers").fieldNames().forEachRemaining(headers::add));
        }
        return headers;
    }

    Set<String> seen() {
        return seen;
    }

    Set<String> failed() {
        return failed;
    }

    int checked() {
        return checked;
    }

    /** Checks an answer and tells what is wrong with it. */
    List<String> check(String operationId, BatchCalls.Answer answer) {
        checked++;
        List<String> faults = new ArrayList<>();
        JsonNode operation = operations.get(operationId);
        if (operation == null) {
            return List.of(operationId + " is not in the specification");
        }
        JsonNode responses = operation.path("responses");
        JsonNode response = responses.path(String.valueOf(answer.status()));
        boolean declared = response.isObject();
        (declared && answer.status() < 400 ? seen : failed).add(operationId);
        if (!declared && answer.status() < 400) {
            return List.of(operationId + " answered " + answer.status() + ", which is not declared: " + answer.text());
        }
        JsonNode schema = (declared ? response : responses.path("default")).path("schema");
        boolean file = schema.path("type").asText().equals("file")
                || schema.path("format").asText().equals("file");
        boolean bodiless = routes.getOrDefault(operationId, "").startsWith("HEAD") || answer.status() == 304;
        if (schema.isMissingNode() || bodiless) {
            if (!answer.text().isEmpty()) {
                faults.add(operationId + " answered a body where none is declared: " + answer.text());
            }
        } else if (!file) {
            validate(schema, answer.json(), operationId + " " + answer.status(), faults);
        }
        for (String header : new String[] {"request-id"}) {
            if (answer.header(header).isEmpty()) {
                faults.add(operationId + " answered without " + header);
            }
        }
        return faults;
    }

    /**
     * Checks the body of an error against what operations declare for errors, which is the same for all, and tells what
     * is wrong.
     */
    List<String> checkError(BatchCalls.Answer answer) {
        checked++;
        Set<JsonNode> schemas = new HashSet<>();
        operations.values().forEach(operation -> schemas.add(operation.at("/responses/default/schema")));
        List<String> faults = new ArrayList<>();
        if (schemas.size() != 1) {
            faults.add("errors are declared in several ways: " + schemas);
        }
        schemas.forEach(schema -> validate(schema, answer.json(), "error " + answer.status(), faults));
        return faults;
    }

    private void validate(JsonNode schema, JsonNode value, String place, List<String> faults) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replaceAll(".*/", "");
            validate(root.path("definitions").path(name), value, place + ":" + name, faults);
            return;
        }
        switch (schema.path("type").asText("object")) {
            case "object" -> object(schema, value, place, faults);
            case "array" -> {
                if (value.isArray()) {
                    value.forEach(item -> validate(schema.path("items"), item, place + "[]", faults));
                } else {
                    faults.add(place + " is no list: " + value);
                }
            }
            case "string" -> string(schema, value, place, faults);
            case "integer" -> {
                boolean asText = schema.path("format").asText().equals("int64")
                        && value.isTextual()
                        && value.asText().matches("-?\\d+");
                if (!value.isIntegralNumber() && !asText) {
                    faults.add(place + " is no integer: " + value);
                }
            }
            case "number" -> {
                if (!value.isNumber()) {
                    faults.add(place + " is no number: " + value);
                }
            }
            case "boolean" -> {
                if (!value.isBoolean()) {
                    faults.add(place + " is no boolean: " + value);
                }
            }
            default -> faults.add(place + " has an unknown type in the specification");
        }
    }

    private void object(JsonNode schema, JsonNode value, String place, List<String> faults) {
        if (!value.isObject()) {
            faults.add(place + " is no object: " + value);
            return;
        }
        JsonNode properties = schema.path("properties");
        schema.path("required").forEach(required -> {
            if (!value.has(required.asText()) && !NEVER_RETURNED.contains(required.asText())) {
                faults.add(place + " lacks " + required.asText());
            }
        });
        if (properties.isMissingNode()) {
            return;
        }
        value.properties().forEach(member -> {
            String name = member.getKey();
            if (properties.at("/" + name + "/x-nullable").asBoolean()
                    && member.getValue().isNull()) {
                return;
            }
            if (properties.has(name)) {
                validate(properties.get(name), member.getValue(), place + "." + name, faults);
            } else if (!name.equals("odata.metadata")) {
                faults.add(place + " has " + name + ", which is not declared");
            }
        });
    }

    private static void string(JsonNode schema, JsonNode value, String place, List<String> faults) {
        if (!value.isTextual()) {
            faults.add(place + " is no text: " + value);
            return;
        }
        Set<String> choices = new HashSet<>();
        schema.path("enum").forEach(choice -> choices.add(choice.asText().toLowerCase(Locale.ROOT)));
        if (!choices.isEmpty() && !choices.contains(value.asText().toLowerCase(Locale.ROOT))) {
            faults.add(place + " is none of " + choices + ": " + value);
        }
        if (schema.path("format").asText().equals("date-time")) {
            try {
                OffsetDateTime.parse(value.asText());
            } catch (DateTimeParseException noTime) {
                faults.add(place + " is no time: " + value);
            }
        }
    }
}
