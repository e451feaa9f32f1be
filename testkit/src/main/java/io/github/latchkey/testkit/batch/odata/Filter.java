package io.github.latchkey.testkit.batch.odata;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code $filter}. Text compares without regard to letter case, as ids and states do; a member that is absent
 * is {@code null}, equal to nothing but {@code null} and in no order to anything.
 */
@FunctionalInterface
public interface Filter {

    /** One row of a list. */
    @FunctionalInterface
    interface Row {

        /**
         * Reads one member.
         *
         * @param path the member, parts separated by a slash, in the spelling that the list declares
         * @return text, a number, a boolean or an {@link Instant}; {@code null} when absent
         */
        @Nullable
        Object value(String path);
    }

    /**
     * Tells whether a row passes.
     *
     * @param row the row
     * @return whether it is listed
     */
    boolean accepts(Row row);

    /**
     * Parses a filter.
     *
     * @param text the decoded text of the option
     * @param members what the list lets one filter by
     * @return the filter
     * @throws OdataException if the text is no filter, or asks for what the list does not offer
     */
    static Filter parse(String text, FilterMembers members) {
        return new FilterParser(text, members).parse();
    }

    /** Compares a member with a literal. */
    static boolean compare(@Nullable Object value, Comparison comparison, @Nullable Object literal) {
        if (value == null || literal == null) {
            boolean same = value == null && literal == null;
            return comparison == Comparison.EQ ? same : comparison == Comparison.NE && !same;
        }
        if (comparison == Comparison.STARTSWITH) {
            String prefix = literal.toString();
            return value.toString().regionMatches(true, 0, prefix, 0, prefix.length());
        }
        Integer order = order(value, literal);
        return order == null ? comparison == Comparison.NE : comparison.accepts(order);
    }

    private static @Nullable Integer order(Object value, Object literal) {
        if (literal instanceof Instant time) {
            Instant own = value instanceof Instant instant ? instant : time(value.toString());
            return own == null ? null : own.compareTo(time);
        }
        if (literal instanceof Number number) {
            return value instanceof Number own
                    ? (Integer) Double.compare(own.doubleValue(), number.doubleValue())
                    : null;
        }
        return value.toString()
                .toLowerCase(Locale.ROOT)
                .compareTo(literal.toString().toLowerCase(Locale.ROOT));
    }

    /** Reads a time, or answers {@code null} when the text is none. */
    static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            return null;
        }
    }
}
