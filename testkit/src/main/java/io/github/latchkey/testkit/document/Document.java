package io.github.latchkey.testkit.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document with the places of its values and the problems that were found in it. Reading it asks for values by
 * name and kind; what does not fit becomes a {@link Problem} and reading goes on. For use by one thread.
 */
public final class Document {

    private static final JsonFactory JSON = new JsonFactory();

    /** What some editors put before the first character. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The method of the JSON library that tells a bound, which says nothing to people. */
    private static final Pattern BOUND = Pattern.compile(", from `[^`]*`\\)");

    private final List<Problem> problems = new ArrayList<>();
    private Value root;

    private Document() {
        root = new Value(this, "", 1, 1, Map.of());
    }

    /**
     * Reads a text. One that is no JSON has one problem, and an empty object for its root.
     *
     * @param text the document
     * @return the document
     */
    public static Document read(String text) {
        Document document = new Document();
        try (JsonParser parser = JSON.createParser(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)) {
            document.read(parser);
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot read from memory", impossible);
        }
        return document;
    }

    private void read(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() == null) {
                add("", 1, 1, "the document is empty; the smallest one is {}");
                return;
            }
            root = value(parser, "");
            if (parser.nextToken() != null) {
                add("", parser.currentTokenLocation(), "there is more after the end of the document");
            }
        } catch (StreamConstraintsException tooMuch) {
            add(
                    parser.getParsingContext().pathAsPointer().toString(),
                    parser.currentLocation(),
                    "more than can be read: "
                            + BOUND.matcher(tooMuch.getOriginalMessage()).replaceFirst(")"));
        } catch (JsonProcessingException broken) {
            add("", broken.getLocation(), "not JSON: " + withoutContent(broken.getOriginalMessage()));
        }
    }

    /**
     * Returns the outermost value.
     *
     * @return the root
     */
    public Value root() {
        return root;
    }

    /**
     * Returns what has been found wrong so far.
     *
     * @return a copy, in the order of the document
     */
    public List<Problem> problems() {
        return problems.stream()
                .sorted((a, b) -> a.line() != b.line()
                        ? Integer.compare(a.line(), b.line())
                        : Integer.compare(a.column(), b.column()))
                .toList();
    }

    /** Takes out the word that is no JSON: it may be a secret without its quotes. */
    private static String withoutContent(String message) {
        return message.replaceFirst("^Unrecognized token '[^']*'", "a word that is no JSON");
    }

    private void add(String pointer, JsonLocation place, String message) {
        add(pointer, place.getLineNr(), place.getColumnNr(), message);
    }

    void add(String pointer, int line, int column, String message) {
        problems.add(new Problem(pointer, line, column, message));
    }

    private Value value(JsonParser parser, String pointer) throws IOException {
        JsonLocation place = parser.currentTokenLocation();
        return new Value(this, pointer, place.getLineNr(), place.getColumnNr(), content(parser, pointer));
    }

    private @Nullable Object content(JsonParser parser, String pointer) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> members(parser, pointer);
            case START_ARRAY -> elements(parser, pointer);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private Map<String, Value> members(JsonParser parser, String pointer) throws IOException {
        Map<String, Value> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonLocation place = parser.currentTokenLocation();
            String inner = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            parser.nextToken();
            if (members.put(name, value(parser, inner)) != null) {
                add(inner, place, "the member stands here a second time");
            }
        }
        return members;
    }

    private List<Value> elements(JsonParser parser, String pointer) throws IOException {
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, pointer + "/" + elements.size()));
        }
        return elements;
    }
}
