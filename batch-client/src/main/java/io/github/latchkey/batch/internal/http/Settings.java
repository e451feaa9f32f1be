package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.internal.Nanos;
import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.client.HttpClient;

/**
 * What the pipeline was built with.
 *
 * @param origin where requests go
 * @param http the client that sends them
 * @param signer signs them
 * @param version the service version
 * @param timeout how long a call may take in all
 * @param attemptTimeout how long one try may wait for the answer, and for more of it
 * @param retry when a try is repeated
 * @param scheduler runs timers
 * @param clock tells the wall time
 * @param requestIds makes client request ids
 * @param userAgent the {@code User-Agent} header
 * @param wireLog whether requests and answers are logged, without bodies and credentials
 */
public record Settings(
        Origin origin,
        HttpClient http,
        Signer signer,
        ServiceVersion version,
        Duration timeout,
        Duration attemptTimeout,
        RetryPolicy retry,
        Scheduler scheduler,
        Clock clock,
        Supplier<String> requestIds,
        String userAgent,
        boolean wireLog) {

    /**
     * When a try is repeated.
     *
     * @param maxAttempts how many tries there are in all
     * @param firstBackoff the longest wait before the second try; doubles with each further one
     * @param maxBackoff the longest wait of all
     * @param jitter numbers from 0 to 1 that share the waits out
     */
    public record RetryPolicy(int maxAttempts, Duration firstBackoff, Duration maxBackoff, DoubleSupplier jitter) {

        /**
         * Returns the wait before the next try: exponential with full jitter.
         *
         * @param failures how many tries have failed, from 1 on
         * @return the wait
         */
        Duration backoff(int failures) {
            long first = Nanos.of(firstBackoff);
            long most = Nanos.of(maxBackoff);
            int doublings = Math.min(failures - 1, 40);
            long ceiling = first > most >> doublings ? most : first << doublings;
            return Duration.ofNanos((long) (ceiling * jitter.getAsDouble()));
        }
    }
}
