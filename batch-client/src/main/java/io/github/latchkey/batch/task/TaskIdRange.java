package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.Required;
import org.jspecify.annotations.Nullable;

/**
 * A range of task ids that are whole numbers.
 *
 * @param start the first of the range, included. Required
 * @param end the last of the range, included. Required
 */
@Buildable
public record TaskIdRange(
        @Required @Nullable Integer start,
        @Required @Nullable Integer end) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static TaskIdRangeBuilder builder() {
        return TaskIdRangeBuilder.builder();
    }
}
