package io.github.latchkey.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something that the project has set itself to reach.
 *
 * @param text what, in words
 * @param limit the number to keep
 * @param atMost whether the number must not be exceeded; else it must be reached
 * @param measured the number that was measured
 * @param remainder what is between the two numbers, where that was looked at
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Target(
        String text,
        double limit,
        boolean atMost,
        double measured,
        @Nullable String remainder) {

    /** Whether it is reached. */
    public boolean met() {
        return atMost ? measured <= limit : measured >= limit;
    }

    /** Something that must not be more. */
    public static Target atMost(String text, double limit, double measured) {
        return new Target(text, limit, true, measured, null);
    }

    /** Something that must not be less. */
    public static Target atLeast(String text, double limit, double measured) {
        return new Target(text, limit, false, measured, null);
    }

    /** The same, saying what stands in the way if it is missed. */
    public Target explained(String what) {
        return met() ? this : new Target(text, limit, atMost, measured, what);
    }
}
