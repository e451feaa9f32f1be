package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.TaskConstraints;
import org.jspecify.annotations.Nullable;

/**
 * A replacement of a task's constraints: what is left out is reset to the service's default.
 *
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 */
@Buildable
public record TaskUpdate(@Nullable TaskConstraints constraints) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static TaskUpdateBuilder builder() {
        return TaskUpdateBuilder.builder();
    }
}
