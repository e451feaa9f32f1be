package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the request bodies, read from a table beside this class. Checks a body and makes it canonical: enumerations
 * in the spelling of the specification, times and durations as the service writes them, nulls and members that the
 * api-version no longer has left out.
 */
final class Shapes {

    private static final Map<String, Map<String, Member>> SHAPES = read();

    private Shapes() {}

    private record Member(
            String type,
            boolean required,
            @Nullable String since,
            @Nullable String until) {

        boolean isIn(String version) {
            return since == null || version.compareTo(since) >= 0;
        }

        boolean isGone(String version) {
            return until != null && version.compareTo(until) >= 0;
        }
    }

    /**
     * Checks a body.
     *
     * @param shape the name of its shape
     * @param body the parsed body
     * @param version the api-version of the request
     * @return a canonical copy
     */
    static ObjectNode check(String shape, JsonNode body, String version) {
        return object(shape, body, version, "");
    }

    private static ObjectNode object(String shape, JsonNode node, String version, String path) {
        if (!(node instanceof ObjectNode)) {
            throw wrongType(path, "an object");
        }
        Map<String, Member> members = members(shape);
        ObjectNode checked = Trees.object();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            Member member = members.get(name);
            if (member == null || !member.isIn(version)) {
                if (name.startsWith("odata.") || name.startsWith("@odata.")) {
                    continue;
                }
                throw BatchFault.body(
                        "The property '" + path + name + "' does not exist on type '" + shape + "' in " + version);
            }
            if (!field.getValue().isNull() && !member.isGone(version)) {
                checked.set(name, value(member.type(), field.getValue(), version, path + name));
            }
        }
        members.forEach((name, member) -> {
            if (member.required() && !member.isGone(version) && !checked.has(name)) {
                throw ErrorCode.MISSING_REQUIRED_PROPERTY.fault().with("PropertyName", path + name);
            }
        });
        return checked;
    }

    private static JsonNode value(String type, JsonNode node, String version, String path) {
        if (type.startsWith("[")) {
            if (!node.isArray()) {
                throw wrongType(path, "a list");
            }
            String item = type.substring(1, type.length() - 1);
            List<JsonNode> items = new ArrayList<>();
            node.forEach(element -> items.add(value(item, element, version, path)));
            return Trees.array(items, element -> element);
        }
        return switch (type) {
            case "string" -> require(node.isTextual(), node, path, "text");
            case "boolean" -> require(node.isBoolean(), node, path, "true or false");
            case "int" -> require(node.isIntegralNumber() && node.canConvertToInt(), node, path, "a 32-bit integer");
            case "map" -> require(node.isObject(), node, path, "an object of text");
            case "any" -> node;
            case "time" -> Trees.MAPPER.getNodeFactory().textNode(time(node, path));
            case "duration" -> Trees.MAPPER.getNodeFactory().textNode(duration(node, path));
            default ->
                SHAPES.containsKey(type)
                        ? object(type, node, version, path + "/")
                        : Trees.MAPPER.getNodeFactory().textNode(choice(type, node, path));
        };
    }

    private static String choice(String type, JsonNode node, String path) {
        require(node.isTextual(), node, path, "text");
        Optional<String> known = Arrays.stream(type.split("\\|"))
                .filter(choice -> choice.equalsIgnoreCase(node.asText()))
                .findFirst();
        return known.orElseThrow(() -> BatchFault.property(
                ErrorCode.INVALID_PROPERTY_VALUE,
                path,
                node.asText(),
                "The value must be one of " + type.replace("|", ", ")));
    }

    private static String time(JsonNode node, String path) {
        require(node.isTextual(), node, path, "a time");
        try {
            Instant instant = OffsetDateTime.parse(node.asText()).toInstant();
            return Ticks.text(Ticks.of(instant));
        } catch (DateTimeParseException noTime) {
            throw BatchFault.property(
                    ErrorCode.INVALID_PROPERTY_VALUE, path, node.asText(), "The value must be an ISO 8601 time");
        }
    }

    private static String duration(JsonNode node, String path) {
        require(node.isTextual(), node, path, "a duration");
        Duration duration = Trees.duration(node.asText());
        if (duration == null) {
            throw BatchFault.property(
                    ErrorCode.INVALID_PROPERTY_VALUE, path, node.asText(), "The value must be an ISO 8601 duration");
        }
        return Trees.text(duration);
    }

    private static JsonNode require(boolean right, JsonNode node, String path, String wanted) {
        if (!right) {
            throw wrongType(path, wanted);
        }
        return node;
    }

    private static BatchFault wrongType(String path, String wanted) {
        return BatchFault.body((path.isEmpty() ? "The body" : "The property '" + path + "'") + " must be " + wanted);
    }

    private static Map<String, Member> members(String shape) {
        Map<String, Member> members = SHAPES.get(shape);
        if (members == null) {
            throw new IllegalArgumentException("there is no shape '" + shape + "'");
        }
        return members;
    }

    private static Map<String, Map<String, Member>> read() {
        Map<String, Map<String, Member>> shapes = new HashMap<>();
        Map<String, Member> current = new LinkedHashMap<>();
        for (String line : table().lines().toList()) {
            if (line.startsWith("  ")) {
                String[] words = line.strip().split(" ");
                String name = words[0].replace("!", "");
                current.put(
                        name,
                        new Member(words[1], words[0].endsWith("!"), after("since", words), after("until", words)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                current = new LinkedHashMap<>();
                shapes.put(line, current);
            }
        }
        return shapes;
    }

    private static @Nullable String after(String keyword, String[] words) {
        int at = Arrays.asList(words).indexOf(keyword);
        return at < 0 ? null : words[at + 1];
    }

    private static String table() {
        try (InputStream stream = Shapes.class.getResourceAsStream("request-shapes.txt")) {
            if (stream == null) {
                throw new IllegalStateException("request-shapes.txt is missing beside " + Shapes.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
