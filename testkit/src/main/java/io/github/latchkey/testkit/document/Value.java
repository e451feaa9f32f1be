package io.github.latchkey.testkit.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.latchkey.testkit.http.Secrets;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value of a {@link Document}. What is asked of it and does not fit becomes a problem of the document. */
public final class Value {

    private static final Pattern GUID = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Document document;
    private final String pointer;
    private final int line;
    private final int column;
    private final @Nullable Object content;

    Value(Document document, String pointer, int line, int column, @Nullable Object content) {
        this.document = document;
        this.pointer = pointer;
        this.line = line;
        this.column = column;
        this.content = content;
    }

    /**
     * Adds a problem at this value.
     *
     * @param message what is wrong and what would be right
     */
    public void problem(String message) {
        document.add(pointer, line, column, message);
    }

    /**
     * Makes something of this value and perhaps of others; what is thrown at an unfit one becomes a problem here.
     *
     * @param work makes it
     * @param <T> what is made
     * @return what was made, or empty
     */
    public <T> Optional<T> attempt(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException unfit) {
            problem(String.valueOf(unfit.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * Returns the members of an object. A problem when it is none.
     *
     * @return the members; an empty section of anything else
     */
    public Section section() {
        if (content instanceof Map<?, ?>) {
            return new Section(this, members());
        }
        problem("must be an object in braces, not " + describe());
        return new Section(this, Map.of());
    }

    /**
     * Returns the members of an object, to be asked for in any letter case. A problem when it is none, and when a name
     * stands there in two spellings.
     *
     * @return the members; an empty section of anything else
     */
    public Section sectionInAnyCase() {
        return content instanceof Map<?, ?> ? Section.inAnyCase(this, members()) : section();
    }

    /**
     * Returns a value inside this one, or the innermost one that is there.
     *
     * @param path names of members and numbers of elements, with slashes between them
     * @return the value, to add problems to
     */
    public Value nearest(String path) {
        Value nearest = this;
        for (String name : path.split("/", -1)) {
            Value inner = nearest.inner(name);
            if (inner == null) {
                break;
            }
            nearest = inner;
        }
        return nearest;
    }

    private @Nullable Value inner(String name) {
        if (content instanceof Map<?, ?>) {
            return members().get(name);
        }
        List<Value> elements = elements();
        return name.matches("\\d{1,9}") && Integer.parseInt(name) < elements.size()
                ? elements.get(Integer.parseInt(name))
                : null;
    }

    /**
     * Returns the elements of a list. A problem when it is none.
     *
     * @return the elements; none of anything else
     */
    public List<Value> list() {
        if (content instanceof List<?>) {
            return elements();
        }
        problem("must be a list in brackets, not " + describe());
        return List.of();
    }

    /**
     * Returns a text. A problem when it is none, and when it is blank.
     *
     * @return the text, or empty
     */
    public Optional<String> text() {
        if (content instanceof String text && !text.isBlank()) {
            return Optional.of(text);
        }
        problem("must be a text that is not blank, not " + describe());
        return Optional.empty();
    }

    /**
     * Returns a GUID. A problem when it is none.
     *
     * @return the GUID in lower case, or empty
     */
    public Optional<String> guid() {
        if (content instanceof String text && isGuid(text)) {
            return Optional.of(text.toLowerCase(Locale.ROOT));
        }
        problem("must be a GUID such as 72f988bf-86f1-41af-91ab-2d7cd011db47, not " + describe());
        return Optional.empty();
    }

    /**
     * Tells whether a text is a GUID with all its digits, of which {@link java.util.UUID#fromString} lets some be left
     * out.
     *
     * @param text any text
     * @return whether it is
     */
    public static boolean isGuid(String text) {
        return GUID.matcher(text).matches();
    }

    /**
     * Returns a whole number. A problem when it is none or not between the bounds.
     *
     * @param least the smallest that is allowed
     * @param most the largest that is allowed
     * @return the number, or empty
     */
    public Optional<Long> integer(long least, long most) {
        if (content instanceof BigInteger number
                && number.compareTo(BigInteger.valueOf(least)) >= 0
                && number.compareTo(BigInteger.valueOf(most)) <= 0) {
            return Optional.of(number.longValueExact());
        }
        problem("must be a whole number from " + least + " to " + most + ", not " + describe());
        return Optional.empty();
    }

    /**
     * Returns a number from 0 to 1. A problem when it is none.
     *
     * @return the number, or empty
     */
    public Optional<Double> probability() {
        BigDecimal number = content instanceof BigDecimal decimal
                ? decimal
                : content instanceof BigInteger whole ? new BigDecimal(whole) : BigDecimal.TEN;
        if (number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0) {
            return Optional.of(number.doubleValue());
        }
        problem("must be a number from 0 to 1, not " + describe());
        return Optional.empty();
    }

    /**
     * Returns a truth value. A problem when it is none.
     *
     * @return the value, or empty
     */
    public Optional<Boolean> flag() {
        if (content instanceof Boolean flag) {
            return Optional.of(flag);
        }
        problem("must be true or false, not " + describe());
        return Optional.empty();
    }

    /**
     * Tells whether this is a text, for members that may be one or something else.
     *
     * @return whether it is
     */
    public boolean isText() {
        return content instanceof String;
    }

    /**
     * Returns the value as a plain tree without places.
     *
     * @return the tree
     */
    public JsonNode tree() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (content instanceof Map<?, ?>) {
            var object = nodes.objectNode();
            members().forEach((name, value) -> object.set(name, value.tree()));
            return object;
        }
        if (content instanceof List<?>) {
            var array = nodes.arrayNode();
            elements().forEach(value -> array.add(value.tree()));
            return array;
        }
        return content instanceof String text
                ? nodes.textNode(text)
                : content instanceof BigInteger number
                        ? nodes.numberNode(number)
                        : content instanceof BigDecimal number
                                ? nodes.numberNode(number)
                                : content instanceof Boolean flag ? nodes.booleanNode(flag) : nodes.nullNode();
    }

    /** Tells whether this is a secret by the name of its member, or of one that it is within. */
    private boolean isSecret() {
        return Arrays.stream(pointer.split("/", -1)).anyMatch(name -> name.equals("secrets") || Secrets.isSecret(name));
    }

    /** Writes the value for a message; long ones are cut, and of secrets nothing is shown. */
    String describe() {
        if (content instanceof Map<?, ?>) {
            return "an object";
        }
        if (content instanceof List<?>) {
            return "a list";
        }
        if (isSecret()) {
            return content instanceof String ? "a text that is not shown" : "a value that is not shown";
        }
        if (content instanceof String text) {
            return text.isEmpty()
                    ? "an empty text"
                    : text.isBlank() ? "a blank text" : "the text '" + shortened(text) + "'";
        }
        return content == null
                ? "null"
                : content instanceof Boolean ? content.toString() : "the number " + shortened(content.toString());
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }

    @SuppressWarnings("unchecked") // Only the document makes values, and its objects are maps of values.
    private Map<String, Value> members() {
        return (Map<String, Value>) java.util.Objects.requireNonNull(content);
    }

    private List<Value> elements() {
        List<Value> elements = new ArrayList<>();
        if (content instanceof List<?> list) {
            list.forEach(element -> elements.add((Value) element));
        }
        return elements;
    }

    @Override
    public String toString() {
        return "Value[" + pointer + "]";
    }
}
