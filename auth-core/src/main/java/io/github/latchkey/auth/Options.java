package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/** Checks that builders share. */
final class Options {

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
}
