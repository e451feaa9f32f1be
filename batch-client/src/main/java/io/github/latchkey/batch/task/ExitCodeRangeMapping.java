package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.Required;
import org.jspecify.annotations.Nullable;

/**
 * What to do for a range of exit codes.
 *
 * @param start the first of the range, included. Required
 * @param end the last of the range, included. Required
 * @param exitOptions what to do then. Required
 */
@Buildable
public record ExitCodeRangeMapping(
        @Required @Nullable Integer start,
        @Required @Nullable Integer end,
        @Required @Nullable ExitOptions exitOptions) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ExitCodeRangeMappingBuilder builder() {
        return ExitCodeRangeMappingBuilder.builder();
    }
}
