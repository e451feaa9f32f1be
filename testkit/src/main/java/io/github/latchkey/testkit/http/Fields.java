package io.github.latchkey.testkit.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Named values of a message: headers, query parameters or the fields of a form. A name may have several values; names
 * are compared without regard to letter case, and keep the order and the letter case in which they came.
 *
 * <p>Immutable. {@link #toString()} masks what {@link Secrets} regards as secret.
 */
public final class Fields {

    private static final Fields NONE = new Fields(List.of());

    private final List<Map.Entry<String, String>> entries;
    private final Map<String, List<String>> index = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Fields(List<Map.Entry<String, String>> entries) {
        this.entries = List.copyOf(entries);
        for (Map.Entry<String, String> entry : this.entries) {
            index.computeIfAbsent(entry.getKey(), name -> new ArrayList<>(1)).add(entry.getValue());
        }
    }

    /**
     * Returns no fields.
     *
     * @return always the same empty value
     */
    public static Fields none() {
        return NONE;
    }

    /**
     * Copies name and value pairs, in their order.
     *
     * @param entries the pairs; a name may repeat
     * @return the fields
     */
    public static Fields of(Iterable<Map.Entry<String, String>> entries) {
        List<Map.Entry<String, String>> copy = new ArrayList<>();
        entries.forEach(entry -> copy.add(Map.entry(entry.getKey(), entry.getValue())));
        return copy.isEmpty() ? NONE : new Fields(copy);
    }

    /**
     * Reads {@code name=value} pairs that are joined by {@code &} and percent-encoded, as in a query or in a form. What
     * is not valid percent-encoding is taken as it stands.
     *
     * @param encoded the pairs; may be empty
     * @return the decoded fields
     */
    public static Fields parse(String encoded) {
        if (encoded.isEmpty()) {
            return NONE;
        }
        List<Map.Entry<String, String>> parsed = new ArrayList<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parsed.add(Map.entry(decode(name), decode(value)));
            }
        }
        return new Fields(parsed);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /**
     * Returns the first value of a name.
     *
     * @param name in any letter case
     * @return the value, or empty when there is none
     */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /**
     * Returns the first value of a name, or an empty text.
     *
     * @param name in any letter case
     * @return the value, or {@code ""}
     */
    public String text(String name) {
        return first(name).orElse("");
    }

    /**
     * Returns all values of a name.
     *
     * @param name in any letter case
     * @return the values in their order; empty when there is none
     */
    public List<String> all(String name) {
        List<String> values = index.get(name);
        return values == null ? List.of() : Collections.unmodifiableList(values);
    }

    /**
     * Tells whether a name is present, even with an empty value.
     *
     * @param name in any letter case
     * @return whether the name has a value
     */
    public boolean has(String name) {
        return index.containsKey(name);
    }

    /**
     * Returns all pairs.
     *
     * @return the pairs in their order, not masked
     */
    public List<Map.Entry<String, String>> entries() {
        return entries;
    }

    /**
     * Returns the first value of each name.
     *
     * @return names in the letter case in which they came first, in their order
     */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        index.forEach((name, values) -> map.put(name, values.get(0)));
        return map;
    }

    /**
     * Returns these fields and one more.
     *
     * @param name the name
     * @param value the value
     * @return a copy
     */
    public Fields plus(String name, String value) {
        List<Map.Entry<String, String>> copy = new ArrayList<>(entries);
        copy.add(Map.entry(name, value));
        return new Fields(copy);
    }

    /**
     * Returns these fields with one value for a name, in place of all that it had.
     *
     * @param name the name
     * @param value the value
     * @return a copy
     */
    public Fields with(String name, String value) {
        return without(name).plus(name, value);
    }

    /**
     * Returns these fields without a name.
     *
     * @param name in any letter case
     * @return a copy, or this when there was nothing to remove
     */
    public Fields without(String name) {
        if (!has(name)) {
            return this;
        }
        return of(entries.stream()
                .filter(entry -> !entry.getKey().equalsIgnoreCase(name))
                .toList());
    }

    /**
     * Calls something for each value, in order.
     *
     * @param consumer gets name and value
     */
    public void forEach(BiConsumer<String, String> consumer) {
        entries.forEach(entry -> consumer.accept(entry.getKey(), entry.getValue()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields fields && entries.equals(fields.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return Secrets.mask(this).entries.toString();
    }
}
