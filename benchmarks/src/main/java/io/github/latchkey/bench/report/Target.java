package io.github.latchkey.bench.report;

/**
 * Something that the project has set itself to reach.
 *
 * @param text what, in words
 * @param limit the number to keep
 * @param atMost whether the number must not be exceeded; else it must be reached
 * @param measured the number that was measured
 */
public record Target(String text, double limit, boolean atMost, double measured) {

    /** Whether it is reached. */
    public boolean met() {
        return atMost ? measured <= limit : measured >= limit;
    }

    /** Something that must not be more. */
    public static Target atMost(String text, double limit, double measured) {
        return new Target(text, limit, true, measured);
    }

    /** Something that must not be less. */
    public static Target atLeast(String text, double limit, double measured) {
        return new Target(text, limit, false, measured);
    }
}
