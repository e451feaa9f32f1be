package io.github.latchkey.batch.internal;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Times as timers take them. Callers write "for ever" as a duration that no {@code long} of nanoseconds can hold, and a
 * service may ask to come back in the year 9999: whatever is above a hundred years counts as that, so that it can be
 * added to any clock's time.
 */
public final class Nanos {

    private static final Duration MOST = Duration.ofDays(36_500);

    private Nanos() {}

    /**
     * Converts a time.
     *
     * @param time any time that is not negative
     * @return nanoseconds
     */
    public static long of(Duration time) {
        return bounded(time).toNanos();
    }

    /**
     * Shortens a time so far that it can be counted in nanoseconds.
     *
     * @param time any time that is not negative
     * @return the same one, or a hundred years
     */
    public static Duration bounded(Duration time) {
        return time.compareTo(MOST) > 0 ? MOST : time;
    }

    /**
     * Waits.
     *
     * @param time any time that is not negative
     * @param scheduler runs the timer
     * @return a cold {@code Mono} of one element, after the time
     */
    public static Mono<Long> after(Duration time, Scheduler scheduler) {
        return Mono.delay(bounded(time), scheduler);
    }
}
