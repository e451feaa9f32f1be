package io.github.latchkey.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The service's published description, read where it lies beside this project; the tests that need it are skipped
 * elsewhere.
 */
final class Spec {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VERSION = "2024-02-01.19.0";

    private final Path folder;
    private final JsonNode swagger;
    private final Map<String, Shape> operations = new TreeMap<>();

    private Spec(Path folder) {
        this.folder = folder;
        this.swagger = read(folder.resolve("BatchService.json"));
        swagger.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.put(
                                method.getValue().get("operationId").asText(),
                                new Shape(
                                        method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    }

    /** Where the description may lie: beside the project, whose folder is one or two above the module's. */
    static Stream<Path> places() {
        List<Path> places = new ArrayList<>();
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            places.add(at.resolve("shared").resolve("batch-spec").resolve(VERSION));
        }
        return places.stream();
    }

    static boolean isHere() {
        return places().anyMatch(Files::isDirectory);
    }

    static Spec load() {
        return new Spec(places().filter(Files::isDirectory).findFirst().orElseThrow());
    }

    Map<String, Shape> operations() {
        return operations;
    }

    /** The members of which the service says that they may be null, as {@code Definition.member}. */
    List<String> nullableMembers() {
        List<String> names = new ArrayList<>();
        swagger.get("definitions")
                .properties()
                .forEach(definition -> definition.getValue().path("properties").properties().stream()
                        .filter(member -> member.getValue().path("x-nullable").asBoolean())
                        .forEach(member -> names.add(definition.getKey() + "." + member.getKey())));
        return names;
    }

    JsonNode definition(String name) {
        return swagger.get("definitions").get(name);
    }

    /** The media types that an operation takes ({@code consumes}) or answers with ({@code produces}). */
    List<String> mediaTypes(Shape shape, String kind) {
        return texts(shape.json().has(kind) ? shape.json().get(kind) : swagger.get(kind));
    }

    JsonNode resolve(JsonNode schema) {
        JsonNode ref = schema.get("$ref");
        return ref == null ? schema : definition(ref.asText().substring("#/definitions/".length()));
    }

    List<Path> examples() {
        try (Stream<Path> files = Files.list(folder.resolve("examples"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Says what is wrong with a value that is sent, nothing if it fits: types, formats, ranges, required and unknown
     * members.
     */
    List<String> violations(JsonNode value, JsonNode schema, String at) {
        List<String> found = new ArrayList<>();
        check(value, resolve(schema), at, found);
        return found;
    }

    private void check(JsonNode value, JsonNode schema, String at, List<String> found) {
        String type = schema.path("type").asText("object");
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual() && isOfFormat(value.asText(), schema);
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber() && isInRange(value, schema);
            case "number" -> value.isNumber();
            default -> false;
        };
        if (!fits) {
            found.add(at + " should be " + type + " " + schema.path("format").asText() + " and is " + value);
            return;
        }
        if (schema.has("enum") && !texts(schema.get("enum")).contains(value.asText())) {
            found.add(at + " is none of " + schema.get("enum") + " but " + value);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), resolve(schema.get("items")), at + "[" + i + "]", found);
            }
        } else if (value.isObject() && schema.has("additionalProperties")) {
            value.properties()
                    .forEach(member -> check(
                            member.getValue(),
                            resolve(schema.get("additionalProperties")),
                            at + "." + member.getKey(),
                            found));
        } else if (value.isObject() && schema.has("properties")) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    found.add(at + " lacks " + name.asText());
                }
            });
            value.properties().forEach(member -> {
                JsonNode known = schema.get("properties").get(member.getKey());
                if (known == null) {
                    found.add(at + " has " + member.getKey() + ", which the service does not know");
                } else {
                    check(member.getValue(), resolve(known), at + "." + member.getKey(), found);
                }
            });
        }
    }

    /** Whether a text, of a body or of a query or header, has the form that it should have. */
    static boolean isOfFormat(String text, JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "date-time" -> text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?Z");
            case "date-time-rfc1123" -> text.matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
            case "duration" ->
                text.matches("P(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,7})?S)?)?") && text.length() > 1;
            case "uuid" -> text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
            case "int32" ->
                text.matches("-?\\d{1,10}")
                        && isInRange(MAPPER.getNodeFactory().numberNode(Long.parseLong(text)), schema);
            default -> !schema.path("type").asText().equals("boolean") || text.equals("true") || text.equals("false");
        };
    }

    private static boolean isInRange(JsonNode number, JsonNode schema) {
        return (!schema.path("format").asText().equals("int32") || number.canConvertToInt())
                && number.asLong() >= schema.path("minimum").asLong(Long.MIN_VALUE)
                && number.asLong() <= schema.path("maximum").asLong(Long.MAX_VALUE);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /**
     * Says what of a value that the service knows did not survive: members, elements, texts but for the letter case of
     * enumerations, times and durations but for their spelling, numbers.
     */
    List<String> losses(JsonNode expected, JsonNode actual, JsonNode schema, String at) {
        List<String> found = new ArrayList<>();
        lose(expected, actual, resolve(schema), at, found);
        return found;
    }

    private void lose(JsonNode expected, JsonNode actual, JsonNode schema, String at, List<String> found) {
        if (expected.isObject() && schema.has("properties")) {
            expected.properties().forEach(member -> {
                JsonNode known = schema.get("properties").get(member.getKey());
                if (known != null && !member.getValue().isNull()) {
                    lose(
                            member.getValue(),
                            actual.path(member.getKey()),
                            resolve(known),
                            at + "." + member.getKey(),
                            found);
                }
            });
        } else if (expected.isArray() && schema.has("items") && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                lose(expected.get(i), actual.path(i), resolve(schema.get("items")), at + "[" + i + "]", found);
            }
        } else if (!isSame(expected, actual, schema)) {
            found.add(at + " was " + expected + " and became " + actual);
        }
    }

    private static boolean isSame(JsonNode expected, JsonNode actual, JsonNode schema) {
        if (schema.has("enum")) {
            return actual.isTextual() && expected.asText().equalsIgnoreCase(actual.asText());
        }
        return switch (schema.path("format").asText()) {
            case "date-time" -> Instant.parse(expected.asText()).equals(Instant.parse(actual.asText()));
            case "duration" -> Duration.parse(expected.asText()).equals(Duration.parse(actual.asText()));
            case "int32", "int64" -> actual.isIntegralNumber() && expected.asLong() == actual.asLong();
            case "double" -> actual.isNumber() && expected.asDouble() == actual.asDouble();
            default -> expected.equals(actual);
        };
    }

    /** One operation. */
    record Shape(String method, String path, JsonNode json) {

        List<JsonNode> parameters(String in) {
            List<JsonNode> found = new ArrayList<>();
            json.get("parameters").forEach(parameter -> {
                if (in.equals(parameter.path("in").asText())) {
                    found.add(parameter);
                }
            });
            return found;
        }

        JsonNode answer() {
            return json.path("responses").path("200").path("schema");
        }

        List<Integer> success() {
            List<Integer> statuses = new ArrayList<>();
            json.get("responses").fieldNames().forEachRemaining(name -> {
                if (!name.equals("default")) {
                    statuses.add(Integer.valueOf(name));
                }
            });
            return statuses;
        }
    }
}
