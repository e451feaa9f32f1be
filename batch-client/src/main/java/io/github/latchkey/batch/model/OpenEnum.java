package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value of an enumeration that the service may extend at any time. Values are the same when they are equal without
 * regard to letter case, since the service does not keep to one spelling; a known value is always written as its
 * documentation spells it.
 */
public abstract class OpenEnum {

    private final String value;

    /**
     * Creates a value.
     *
     * @param value the text on the wire
     */
    protected OpenEnum(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * Returns the text on the wire.
     *
     * @return the documented spelling of a known value, else the text as it came
     */
    @JsonValue
    public final String value() {
        return value;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OpenEnum that
                        && getClass() == that.getClass()
                        && value.equalsIgnoreCase(that.value));
    }

    @Override
    public final int hashCode() {
        return value.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public final String toString() {
        return value;
    }

    /**
     * The constants of one enumeration.
     *
     * @param <E> the enumeration
     */
    protected static final class Known<E extends OpenEnum> {

        private final Function<String, E> unknown;
        private final List<E> values;
        private final Map<String, E> byText;

        /**
         * Collects the constants.
         *
         * @param unknown makes an instance for a value that is not listed
         * @param values the constants
         */
        public Known(Function<String, E> unknown, List<E> values) {
            this.unknown = unknown;
            this.values = values;
            Map<String, E> map = new HashMap<>();
            for (E constant : values) {
                map.put(constant.value().toLowerCase(Locale.ROOT), constant);
                map.put(constant.value(), constant);
            }
            this.byText = Map.copyOf(map);
        }

        /**
         * Finds a constant.
         *
         * @param text the text on the wire
         * @return the constant, or a new instance for an unknown text
         */
        public E get(String text) {
            E exact = byText.get(text); // the documented spelling is by far the most frequent
            if (exact != null) {
                return exact;
            }
            E other = byText.get(text.toLowerCase(Locale.ROOT));
            return other != null ? other : unknown.apply(text);
        }

        /**
         * Lists the constants.
         *
         * @return the constants in the service's order
         */
        public List<E> values() {
            return values;
        }
    }
}
