package io.github.latchkey.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks that builders share. */
public final class Options {

    /** Two of them still fit into the nanoseconds that timers count in. */
    static final Duration A_CENTURY = Duration.ofDays(36_525);

    private Options() {}

    /**
     * Requires an option that has no default.
     *
     * @param option the option's name
     * @param value its value
     * @param <T> its type
     * @return the value
     */
    static <T> T require(String option, @Nullable T value) {
        if (value == null) {
            throw new InvalidOptionException(option, null, "it is required and was not set; call " + option + "(...).");
        }
        return value;
    }

    /**
     * Requires a time of more than zero and at most a hundred years.
     *
     * @param option the option's name
     * @param value its value
     * @return the value
     * @throws InvalidOptionException if it is not positive, or longer
     */
    public static Duration requirePositive(String option, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new InvalidOptionException(option, value, "give a time of more than zero.");
        }
        if (value.compareTo(A_CENTURY) > 0) {
            throw new InvalidOptionException(
                    option, value, "give a time of at most a hundred years (" + A_CENTURY + ").");
        }
        return value;
    }

    /**
     * Tells a token source's caller of an option that turned out wrong only when a token was asked for.
     *
     * @param what what has the option, as {@code credential}
     * @param wrong which option, and why
     * @param details what else is known
     * @return the error that the source ends with
     */
    public static PermanentAuthenticationException unusable(
            String what, InvalidOptionException wrong, ErrorDetails details) {
        return new PermanentAuthenticationException(
                "The " + what + " cannot be used",
                details.toBuilder().remedy(wrong.getMessage()).build(),
                wrong);
    }
}
