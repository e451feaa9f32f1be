package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the request bodies, read from a table beside this class. Checks a body and makes it canonical:
 * enumerations in the spelling of the specification, times and durations as the service writes them, nulls and members
 * that the api-version no longer has left out.
 */
final class Shapes {

    private static final Map<String, Map<String, Member>> SHAPES = read();

    private static final Pattern ELEMENT = Pattern.compile("/\\d+(?=/|$)");

    private final String version;
    private final List<Found> found = new ArrayList<>();

    private Shapes(String version) {
        this.version = version;
    }

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
     * What is wrong with a body.
     *
     * @param path names of members and numbers of elements, with slashes between them
     * @param fault what the service would say
     */
    record Found(String path, BatchFault fault) {}

    /**
     * Checks a body.
     *
     * @param shape the name of its shape
     * @param body the parsed body
     * @param version the api-version of the request
     * @return a canonical copy
     */
    static ObjectNode check(String shape, JsonNode body, String version) {
        Shapes check = new Shapes(version);
        ObjectNode checked = check.object(shape, body, "");
        if (!check.found.isEmpty()) {
            throw check.found.get(0).fault();
        }
        return checked;
    }

    /** Finds all that is wrong with a body, and not only what the service would say first. */
    static List<Found> faults(String shape, JsonNode body, String version) {
        Shapes check = new Shapes(version);
        check.object(shape, body, "");
        return check.found;
    }

    private ObjectNode object(String shape, JsonNode node, String path) {
        ObjectNode checked = Trees.object();
        if (!(node instanceof ObjectNode)) {
            require(false, path, "an object");
            return checked;
        }
        Map<String, Member> members = members(shape);
        String prefix = path.isEmpty() ? "" : path + "/";
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            Member member = members.get(name);
            if (member == null || !member.isIn(version)) {
                if (!name.startsWith("odata.") && !name.startsWith("@odata.")) {
                    found.add(new Found(
                            prefix + name,
                            BatchFault.body("The property '" + named(prefix + name) + "' does not exist on type '"
                                    + shape + "' in " + version)));
                }
                continue;
            }
            if (!field.getValue().isNull() && !member.isGone(version)) {
                checked.set(name, value(member.type(), field.getValue(), prefix + name));
            }
        }
        members.forEach((name, member) -> {
            if (member.required() && !member.isGone(version) && !checked.has(name)) {
                found.add(new Found(
                        prefix + name,
                        ErrorCode.MISSING_REQUIRED_PROPERTY.fault().with("PropertyName", named(prefix + name))));
            }
        });
        return checked;
    }

    private JsonNode value(String type, JsonNode node, String path) {
        if (type.startsWith("[")) {
            if (!require(node.isArray(), path, "a list")) {
                return node;
            }
            String item = type.substring(1, type.length() - 1);
            List<JsonNode> items = new ArrayList<>();
            node.forEach(element -> items.add(value(item, element, path + "/" + items.size())));
            return Trees.array(items, element -> element);
        }
        switch (type) {
            case "string" -> require(node.isTextual(), path, "text");
            case "boolean" -> require(node.isBoolean(), path, "true or false");
            case "int" -> require(node.isIntegralNumber() && node.canConvertToInt(), path, "a 32-bit integer");
            case "map" -> {
                require(node.isObject(), path, "an object of text");
                node.properties().forEach(entry -> require(entry.getValue().isTextual(), path, "an object of text"));
            }
            case "any" -> {}
            case "time" -> {
                return time(node, path);
            }
            case "duration" -> {
                return duration(node, path);
            }
            default -> {
                return SHAPES.containsKey(type) ? object(type, node, path) : choice(type, node, path);
            }
        }
        return node;
    }

    private JsonNode choice(String type, JsonNode node, String path) {
        if (!require(node.isTextual(), path, "text")) {
            return node;
        }
        Optional<String> known = Arrays.stream(type.split("\\|"))
                .filter(choice -> choice.equalsIgnoreCase(node.asText()))
                .findFirst();
        if (known.isEmpty()) {
            invalid(node, path, "The value must be one of " + type.replace("|", ", "));
        }
        return text(known.orElse(""));
    }

    private JsonNode time(JsonNode node, String path) {
        if (!require(node.isTextual(), path, "a time")) {
            return node;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(node.asText()).withOffsetSameInstant(ZoneOffset.UTC);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return text(Ticks.text(Ticks.of(time.toInstant())));
            }
        } catch (DateTimeException noTime) {
            // Told below.
        }
        invalid(node, path, "The value must be an ISO 8601 time of the years 1 to 9999");
        return node;
    }

    private JsonNode duration(JsonNode node, String path) {
        if (!require(node.isTextual(), path, "a duration")) {
            return node;
        }
        Duration duration = Trees.duration(node.asText());
        if (duration == null || duration.isNegative()) {
            invalid(node, path, "The value must be an ISO 8601 duration, and not negative");
            return node;
        }
        return text(Trees.text(duration));
    }

    private boolean require(boolean right, String path, String wanted) {
        if (!right) {
            found.add(new Found(
                    path,
                    BatchFault.body((path.isEmpty() ? "The body" : "The property '" + named(path) + "'") + " must be "
                            + wanted)));
        }
        return right;
    }

    private void invalid(JsonNode node, String path, String reason) {
        found.add(new Found(
                path, BatchFault.property(ErrorCode.INVALID_PROPERTY_VALUE, named(path), node.asText(), reason)));
    }

    /** Returns how the service names a property: it does not tell which element of a list it is in. */
    private static String named(String path) {
        return ELEMENT.matcher(path).replaceAll("");
    }

    private static JsonNode text(String text) {
        return Trees.MAPPER.getNodeFactory().textNode(text);
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
