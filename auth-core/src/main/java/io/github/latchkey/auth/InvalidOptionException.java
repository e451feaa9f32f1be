package io.github.latchkey.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says that an option was given a value that can never work. It is thrown where the value came in, before any request,
 * and names the option, the value and the way out. Secret values are left out: {@link #value()} is then empty.
 */
public final class InvalidOptionException extends IllegalArgumentException {

    private final String option;
    private final @Nullable String value;
    private final String remedy;

    /**
     * Creates the exception for a value that may be shown.
     *
     * @param option the name of the option as the builder or method spells it
     * @param value the refused value, {@code null} when it was absent
     * @param remedy what is wrong and what to do, as a sentence
     */
    public InvalidOptionException(String option, @Nullable Object value, String remedy) {
        super("Invalid " + option + (value == null ? "" : " '" + value + "'") + ": " + remedy);
        this.option = option;
        this.value = value == null ? null : value.toString();
        this.remedy = remedy;
    }

    /**
     * Creates the exception for a value that must not be shown.
     *
     * @param option the name of the option
     * @param remedy what is wrong and what to do, as a sentence
     * @return the exception, to be thrown by the caller
     */
    public static InvalidOptionException secret(String option, String remedy) {
        return new InvalidOptionException(option, null, remedy);
    }

    /**
     * Returns the name of the option.
     *
     * @return the name, as the builder or method spells it
     */
    public String option() {
        return option;
    }

    /**
     * Returns the refused value.
     *
     * @return the value; empty when it was absent or is a secret
     */
    public Optional<String> value() {
        return Optional.ofNullable(value);
    }

    /**
     * Returns what is wrong and what to do.
     *
     * @return a sentence
     */
    public String remedy() {
        return remedy;
    }
}
