package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Small helpers around JSON trees. */
final class Trees {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** How the service writes "no limit": the largest time span of .NET. */
    static final String UNLIMITED = "P10675199DT2H48M5.4775807S";

    private static final Duration LONGEST = Duration.parse(UNLIMITED);
    private static final Pattern DURATION = Pattern.compile("(P(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?)(T.+)?");

    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static <T> ArrayNode array(Collection<T> items, Function<T, JsonNode> node) {
        ArrayNode array = array();
        items.forEach(item -> array.add(node.apply(item)));
        return array;
    }

    static ObjectNode object(byte[] json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException corrupt) {
            throw new IllegalStateException("stored JSON does not parse", corrupt);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (IOException failed) {
            throw new IllegalStateException("a JSON tree cannot be written", failed);
        }
    }

    static @Nullable String text(JsonNode node, String name) {
        JsonNode member = node.get(name);
        return member == null || member.isNull() ? null : member.asText();
    }

    static String text(JsonNode node, String name, String otherwise) {
        String text = text(node, name);
        return text == null ? otherwise : text;
    }

    /** Reads an enumeration, always in the lower-case spelling. */
    static String choice(JsonNode node, String name, String otherwise) {
        return text(node, name, otherwise).toLowerCase(Locale.ROOT);
    }

    static int number(JsonNode node, String name, int otherwise) {
        JsonNode member = node.get(name);
        return member == null || member.isNull() ? otherwise : member.asInt();
    }

    static boolean flag(JsonNode node, String name, boolean otherwise) {
        JsonNode member = node.path(name);
        return member.isBoolean() ? member.booleanValue() : otherwise;
    }

    static boolean has(JsonNode node, String name) {
        JsonNode member = node.get(name);
        return member != null && !member.isNull();
    }

    /** Tells whether a list is there and holds something. */
    static boolean hasItems(JsonNode node, String name) {
        return node.path(name).size() > 0;
    }

    static void putIfAbsent(ObjectNode node, String name, JsonNode value) {
        if (!has(node, name)) {
            node.set(name, value);
        }
    }

    static void putIfAbsent(ObjectNode node, String name, String value) {
        if (!has(node, name)) {
            node.put(name, value);
        }
    }

    static void putIfAbsent(ObjectNode node, String name, int value) {
        if (!has(node, name)) {
            node.put(name, value);
        }
    }

    static void putIfAbsent(ObjectNode node, String name, boolean value) {
        if (!has(node, name)) {
            node.put(name, value);
        }
    }

    /** Puts a time unless it is {@link Ticks#NEVER}. */
    static void putTime(ObjectNode node, String name, long ticks) {
        if (ticks != Ticks.NEVER) {
            node.put(name, Ticks.text(ticks));
        }
    }

    /** Reads a duration with years and months too; {@code null} when the text is none. */
    static @Nullable Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches() || text.equals("P")) {
            return null;
        }
        try {
            Period date = parts.group(1).equals("P") ? Period.ZERO : Period.parse(parts.group(1));
            Duration time = parts.group(2) == null ? Duration.ZERO : Duration.parse("P" + parts.group(2));
            return time.plusDays(date.getYears() * 365L + date.getMonths() * 30L + date.getDays());
        } catch (DateTimeParseException | ArithmeticException noDuration) {
            return null;
        }
    }

    static Duration duration(JsonNode node, String name, Duration otherwise) {
        String text = text(node, name);
        Duration duration = text == null ? null : duration(text);
        return duration == null ? otherwise : duration;
    }

    /** Tells whether a duration means "no limit". */
    static boolean unlimited(Duration duration) {
        return duration.compareTo(LONGEST) >= 0;
    }

    static Duration unlimited() {
        return LONGEST;
    }

    /** Writes a duration as the service does: days and less, never years or months. */
    static String text(Duration duration) {
        if (unlimited(duration)) {
            return UNLIMITED;
        }
        long days = duration.toDays();
        Duration rest = duration.minusDays(days);
        if (days == 0) {
            return rest.toString();
        }
        return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
    }
}
