package io.github.latchkey.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The service's published description, read where it lies beside this project; the tests that need it are skipped elsewhere. */
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

    JsonNode definition(String name) {
        return swagger.get("definitions").get(name);
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

    /** Says what is wrong with a value, nothing if it fits. */
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
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> false;
        };
        if (!fits) {
            found.add(at + " should be " + type + " and is " + value);
            return;
        }
        if (schema.has("enum") && !schema.get("enum").toString().contains("\"" + value.asText() + "\"")) {
            found.add(at + " is none of " + schema.get("enum") + " but " + value);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), resolve(schema.get("items")), at + "[" + i + "]", found);
            }
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
