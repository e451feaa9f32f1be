package io.github.latchkey.auth.reactive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Time by hand for the engine: one virtual scheduler whose time both clocks follow, and jumps of the wall clock beside
 * it.
 */
public final class MovedTime extends Clock {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    public final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private Duration wallOffset = Duration.ZERO;
    private Duration suspended = Duration.ZERO;

    /** Moves both clocks and runs what is due, in order. */
    public void advance(Duration duration) {
        scheduler.advanceTimeBy(duration);
    }

    /** Runs what is due now. */
    public void settle() {
        scheduler.advanceTimeBy(Duration.ZERO);
    }

    /** Lets the wall clock jump, as an operator or NTP may do. */
    public void jumpWallClock(Duration jump) {
        wallOffset = wallOffset.plus(jump);
    }

    /** Suspends the machine: the wall clock goes on, the monotonic clock and timers stand still. */
    public void suspend(Duration duration) {
        suspended = suspended.plus(duration);
    }

    /** Returns the monotonic time. */
    public long nanoTime() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** Returns the time that a faultless observer would measure: never set back, not stopped by suspension. */
    public Instant trueTime() {
        return START.plusNanos(nanoTime()).plus(suspended);
    }

    @Override
    public Instant instant() {
        return trueTime().plus(wallOffset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only UTC is needed");
    }
}
