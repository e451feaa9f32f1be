package io.github.latchkey.testkit.entra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is ahead of another one, by as much as it is told. Safe for use by many threads. */
final class SkewedClock extends Clock {

    private final Clock right;
    private volatile Duration skew;

    /** Starts with a skew, which is negative when this clock is behind. */
    SkewedClock(Clock right, Duration skew) {
        this.right = right;
        this.skew = skew;
    }

    void skew(Duration newSkew) {
        skew = newSkew;
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SkewedClock(right.withZone(zone), skew);
    }

    @Override
    public Instant instant() {
        return right.instant().plus(skew);
    }
}
