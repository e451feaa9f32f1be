package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits on a job.
 *
 * @param maxWallClockTime how long the job may last, counted from its creation; default no limit
 * @param maxTaskRetryCount how often a task that ends badly is tried again after the first try; -1 for no limit,
 *     default 0
 */
@Buildable
public record JobConstraints(
        @Nullable Duration maxWallClockTime, @Nullable Integer maxTaskRetryCount) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobConstraintsBuilder builder() {
        return JobConstraintsBuilder.builder();
    }
}
