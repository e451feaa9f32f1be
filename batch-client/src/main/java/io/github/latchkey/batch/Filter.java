package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.model.OpenEnum;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A {@code $filter} expression. Values are escaped; what a list can be filtered by differs from list to list.
 * Immutable.
 *
 * <p>As {@code Filter.where("state").eq(JobState.ACTIVE).and(Filter.where("id").startsWith("night-"))}.
 */
public final class Filter {

    private static final Pattern MEMBER = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:/[A-Za-z][A-Za-z0-9]*)*");

    private final String text;
    private final boolean alternatives; // joined by "or": needs parentheses inside an "and"

    private Filter(String text, boolean alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /**
     * Starts a comparison.
     *
     * @param member the member, as {@code state} or {@code executionInfo/exitCode}
     * @return the member, to be compared
     * @throws InvalidOptionException if it is no path of members
     */
    public static Member where(String member) {
        if (!MEMBER.matcher(member).matches()) {
            throw new InvalidOptionException(
                    "member", member, "give member names joined by slashes, as executionInfo/exitCode.");
        }
        return new Member(member);
    }

    /**
     * Takes an expression as it is.
     *
     * @param expression OData, not yet encoded for a URL
     * @return the filter
     * @throws InvalidOptionException if it is blank
     */
    public static Filter raw(String expression) {
        if (expression.isBlank()) {
            throw new InvalidOptionException("filter", expression, "leave the filter out to get everything.");
        }
        return new Filter(expression, true);
    }

    /**
     * Requires both.
     *
     * @param other the other condition
     * @return a new filter
     */
    public Filter and(Filter other) {
        return new Filter(grouped() + " and " + other.grouped(), false);
    }

    /**
     * Requires one of both.
     *
     * @param other the other condition
     * @return a new filter
     */
    public Filter or(Filter other) {
        return new Filter(text + " or " + other.text, true);
    }

    /**
     * Returns the expression.
     *
     * @return OData, not yet encoded for a URL
     */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    private String grouped() {
        return alternatives ? "(" + text + ")" : text;
    }

    /** A member that is about to be compared. */
    public static final class Member {

        private final String name;

        private Member(String name) {
            this.name = name;
        }

        /**
         * Equal to.
         *
         * @param value a string, enumeration value, number, boolean or {@link Instant}
         * @return the filter
         */
        public Filter eq(Object value) {
            return compare("eq", value);
        }

        /**
         * Not equal to.
         *
         * @param value a string, enumeration value, number, boolean or {@link Instant}
         * @return the filter
         */
        public Filter ne(Object value) {
            return compare("ne", value);
        }

        /**
         * Greater than.
         *
         * @param value a string, number or {@link Instant}
         * @return the filter
         */
        public Filter gt(Object value) {
            return compare("gt", value);
        }

        /**
         * Greater than or equal to.
         *
         * @param value a string, number or {@link Instant}
         * @return the filter
         */
        public Filter ge(Object value) {
            return compare("ge", value);
        }

        /**
         * Less than.
         *
         * @param value a string, number or {@link Instant}
         * @return the filter
         */
        public Filter lt(Object value) {
            return compare("lt", value);
        }

        /**
         * Less than or equal to.
         *
         * @param value a string, number or {@link Instant}
         * @return the filter
         */
        public Filter le(Object value) {
            return compare("le", value);
        }

        /**
         * Starts with.
         *
         * @param prefix the first letters
         * @return the filter
         */
        public Filter startsWith(String prefix) {
            return new Filter("startswith(" + name + "," + literal(prefix) + ")", false);
        }

        private Filter compare(String operator, Object value) {
            return new Filter(name + " " + operator + " " + literal(value), false);
        }

        private static String literal(Object value) {
            if (value instanceof String text) {
                return "'" + text.replace("'", "''") + "'";
            }
            if (value instanceof OpenEnum open) {
                return literal(open.value());
            }
            if (value instanceof Instant instant) {
                return "DateTime'" + Json.timestamp("value", instant) + "'";
            }
            if (value instanceof Number || value instanceof Boolean) {
                return value.toString();
            }
            throw new InvalidOptionException(
                    "value", value, "compare with a string, enumeration value, number, boolean or Instant.");
        }
    }
}
