package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AuthenticationException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with full jitter: the n-th delay is anywhere between nothing and the first delay doubled n - 1
 * times, up to a bound. What the server asked for in {@code Retry-After} comes first, up to a bound of its own, so that
 * no answer can stop a program for a day.
 */
final class Backoff {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;

    Backoff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /**
     * Returns how long to wait.
     *
     * @param failures how many attempts have failed in a row, from 1
     * @param failure the last failure
     * @return the delay
     */
    Duration delay(long failures, AuthenticationException failure) {
        Duration jittered = delay(failures);
        Duration wished = failure.retryAfter().orElse(Duration.ZERO);
        if (wished.compareTo(LONGEST_RETRY_AFTER) > 0) {
            wished = LONGEST_RETRY_AFTER;
        }
        // The server's wish is a least time: the jitter goes on top, or everybody would come back at once.
        return wished.isZero() ? jittered : wished.plus(jittered);
    }

    /**
     * Returns how long to wait where the server said nothing.
     *
     * @param failures how many attempts have failed in a row, from 1
     * @return the delay
     */
    Duration delay(long failures) {
        return Duration.ofNanos((long) (ceiling(failures).toNanos() * random.getAsDouble()));
    }

    /**
     * Returns the bound of the n-th delay, without jitter.
     *
     * @param failures how many attempts have failed in a row, from 1
     * @return the longest that {@link #delay(long)} can answer
     */
    Duration ceiling(long failures) {
        double doubled = first.toNanos() * Math.pow(2, failures - 1.0);
        return doubled >= longest.toNanos() ? longest : Duration.ofNanos((long) doubled);
    }
}
