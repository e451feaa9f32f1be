package io.github.latchkey.batch.model;

import org.jspecify.annotations.Nullable;

/**
 * An environment variable. Its value is not printed.
 *
 * @param name the variable's name. Required
 * @param value the variable's value; never printed
 */
public record EnvironmentSetting(
        @Required @Nullable String name, @Nullable String value) {
    /**
     * Shows the name only: values of environment variables are often secrets.
     *
     * @return the name
     */
    @Override
    public String toString() {
        return "EnvironmentSetting[name=" + name + "]";
    }
}
