package io.github.latchkey.batch.internal;

import io.github.latchkey.auth.InvalidOptionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks on values, made where they come in. */
public final class Checks {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Checks() {}

    /**
     * Requires a value.
     *
     * @param option the option's name
     * @param value its value
     * @param <T> its type
     * @return the value
     * @throws InvalidOptionException if it is absent
     */
    public static <T> T required(String option, @Nullable T value) {
        if (value == null) {
            throw new InvalidOptionException(option, null, "the service requires it and it was not set.");
        }
        return value;
    }

    /**
     * Requires the id of a pool, job, job schedule or task.
     *
     * @param option the option's name
     * @param value 1 to 64 letters, digits, hyphens and underscores
     * @return the id
     * @throws InvalidOptionException if it has another shape
     */
    public static String id(String option, @Nullable String value) {
        if (value == null || !ID.matcher(value).matches()) {
            throw new InvalidOptionException(
                    option, value, "give 1 to 64 letters, digits, hyphens and underscores, nothing else.");
        }
        return value;
    }

    /**
     * Requires a name that becomes one segment of a path.
     *
     * @param option the option's name
     * @param value anything but blank, a single or a double dot, or a text with control characters
     * @return the name
     * @throws InvalidOptionException if it has another shape
     */
    public static String segment(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidOptionException(option, value, "it is absent or blank.");
        }
        if (value.equals(".") || value.equals("..") || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidOptionException(option, value, "it cannot be part of a URL path.");
        }
        return value;
    }
}
