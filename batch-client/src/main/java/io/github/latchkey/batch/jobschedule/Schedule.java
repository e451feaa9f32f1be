package io.github.latchkey.batch.jobschedule;

import io.github.latchkey.batch.internal.Buildable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a job schedule makes jobs. Times are UTC.
 *
 * @param doNotRunUntil no job is made before this time; default at once
 * @param doNotRunAfter no job is made after this time; default never
 * @param startWindow how long after its time a job may still be made, at least 1 minute; default no limit
 * @param recurrenceInterval the time between the starts of two jobs, at least 1 minute; default one job only
 */
@Buildable
public record Schedule(
        @Nullable Instant doNotRunUntil,
        @Nullable Instant doNotRunAfter,
        @Nullable Duration startWindow,
        @Nullable Duration recurrenceInterval) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ScheduleBuilder builder() {
        return ScheduleBuilder.builder();
    }
}
