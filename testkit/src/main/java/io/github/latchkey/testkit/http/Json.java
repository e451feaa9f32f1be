package io.github.latchkey.testkit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads and writes JSON trees; the one place of the kit that configures Jackson for messages. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final PrettyPrinter PRINTER = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("")
                    .withObjectEmptySeparator(""))
            .withObjectIndenter(LINES)
            .withArrayIndenter(LINES);

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value maps, lists, texts, numbers, tree nodes
     * @return JSON on one line
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException failed) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getName() + " as JSON", failed);
        }
    }

    /**
     * Writes a value for people to read.
     *
     * @param value maps, lists, texts, numbers, tree nodes
     * @return JSON on several lines, indented by two spaces, without a line break at its end
     */
    public static String writeForPeople(Object value) {
        try {
            return MAPPER.writer(PRINTER).writeValueAsString(value);
        } catch (JsonProcessingException failed) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getName() + " as JSON", failed);
        }
    }

    /**
     * Reads JSON.
     *
     * @param json one JSON value
     * @return the tree; a missing node when the text is empty
     * @throws IllegalArgumentException if the text is not JSON; the message does not repeat the text
     */
    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException failed) {
            throw new IllegalArgumentException("not JSON: " + failed.getOriginalMessage());
        }
    }
}
