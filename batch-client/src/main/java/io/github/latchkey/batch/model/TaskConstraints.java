package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits on a task.
 *
 * @param maxWallClockTime how long it may run, counted from its start; default no limit
 * @param retentionTime how long the files stay on the node after the end; default 7 days
 * @param maxTaskRetryCount how often a task that ends badly is tried again after the first try; -1 for no limit,
 *     default 0
 */
@Buildable
public record TaskConstraints(
        @Nullable Duration maxWallClockTime,
        @Nullable Duration retentionTime,
        @Nullable Integer maxTaskRetryCount) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static TaskConstraintsBuilder builder() {
        return TaskConstraintsBuilder.builder();
    }
}
