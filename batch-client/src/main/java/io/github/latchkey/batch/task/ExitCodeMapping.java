package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.Required;
import org.jspecify.annotations.Nullable;

/**
 * What to do for one exit code.
 *
 * @param code the exit code. Required
 * @param exitOptions what to do then. Required
 */
@Buildable
public record ExitCodeMapping(
        @Required @Nullable Integer code,
        @Required @Nullable ExitOptions exitOptions) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ExitCodeMappingBuilder builder() {
        return ExitCodeMappingBuilder.builder();
    }
}
