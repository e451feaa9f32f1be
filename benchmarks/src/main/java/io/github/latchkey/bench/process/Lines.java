package io.github.latchkey.bench.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a program tells the one that started it: a JSON object a line, with a mark, so that a stray log line is none.
 */
public final class Lines {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String MARK = "@ ";

    private Lines() {}

    /** Says names and values, one after the other. */
    public static void say(Object... namesAndValues) {
        ObjectNode said = MAPPER.createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            said.set(namesAndValues[i].toString(), MAPPER.valueToTree(namesAndValues[i + 1]));
        }
        say(said);
    }

    /** Says an object. */
    public static void say(JsonNode said) {
        System.out.println(MARK + said);
        System.out.flush();
    }

    /** Returns what a line says, {@code null} for a line that says nothing. */
    static @Nullable JsonNode heard(String line) {
        if (!line.startsWith(MARK)) {
            return null;
        }
        try {
            return MAPPER.readTree(line.substring(MARK.length()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A line that is no JSON: " + line, e);
        }
    }
}
