package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.internal.Nanos;
import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * @param attemptTimeout how long one try may wait for the answer, and for more of it; {@code null} for somewhat longer
 *     than the service works on it
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
        @Nullable Duration attemptTimeout,
        RetryPolicy retry,
        Scheduler scheduler,
        Clock clock,
        Supplier<String> requestIds,
        String userAgent,
        boolean wireLog) {

    private static final Duration USUAL = Duration.ofSeconds(40); // the service works for up to 30
    private static final Duration COLLECTION = Duration.ofMinutes(2); // and so long on a collection of tasks
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /**
     * Returns how long one try may wait. A service that takes more time than usual, or was given it, is waited for
     * longer: who gives up before it has ended does not learn what it did.
     *
     * @param operation the operation
     * @param serverTimeout how long the service was told to work, {@code null} for its default
     * @return the time
     */
    Duration patience(Operation operation, @Nullable Duration serverTimeout) {
        Duration least = attemptTimeout == null ? USUAL : attemptTimeout;
        boolean collection =
                operation == Operation.TASK_ADD_COLLECTION && version.compareTo(ServiceVersion.V2025_06_01) < 0;
        Duration works = serverTimeout == null && collection && attemptTimeout == null ? COLLECTION : serverTimeout;
        Duration longer = works == null ? least : Nanos.bounded(works).plus(MARGIN);
        return longer.compareTo(least) > 0 ? longer : least;
    }

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
