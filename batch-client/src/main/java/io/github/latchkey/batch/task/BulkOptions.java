package io.github.latchkey.batch.task;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.BatchLimits;
import io.github.latchkey.batch.BulkSummary;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Nanos;
import java.time.Duration;
import java.util.function.Consumer;

/** How many tasks are added at a time, and how often it is tried. Immutable. */
public final class BulkOptions {

    private static final BulkOptions DEFAULTS = builder().build();

    private final int concurrency;
    private final int tasksPerRequest;
    private final int bytesPerRequest;
    private final int maxAttempts;
    private final Duration firstBackoff;
    private final Duration maxRetryAfter;
    private final Duration linger;
    private final RequestOptions request;
    private final Consumer<BulkSummary> onEnd;

    private BulkOptions(Builder builder) {
        this.concurrency = builder.concurrency;
        this.tasksPerRequest = builder.tasksPerRequest;
        this.bytesPerRequest = builder.bytesPerRequest;
        this.maxAttempts = builder.maxAttempts;
        this.firstBackoff = builder.firstBackoff;
        this.maxRetryAfter = builder.maxRetryAfter;
        this.linger = builder.linger;
        this.request = builder.request.build();
        this.onEnd = builder.onEnd;
    }

    /**
     * Returns the options with nothing set.
     *
     * @return the defaults
     */
    public static BulkOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts options.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    int concurrency() {
        return concurrency;
    }

    int tasksPerRequest() {
        return tasksPerRequest;
    }

    int bytesPerRequest() {
        return bytesPerRequest;
    }

    int maxAttempts() {
        return maxAttempts;
    }

    /** The wait before a second try, doubled with each further one up to half a minute. */
    Duration backoff(int failures) {
        Duration most = Duration.ofSeconds(30);
        Duration wait = Nanos.bounded(firstBackoff).multipliedBy(1L << Math.min(failures - 1, 16));
        return wait.compareTo(most) > 0 ? most : wait;
    }

    Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    Duration linger() {
        return linger;
    }

    /** The options of each request: a single try, since tries are counted for each task. */
    RequestOptions request() {
        return request;
    }

    Consumer<BulkSummary> onEnd() {
        return onEnd;
    }

    /** Builds {@link BulkOptions}. Not thread-safe. */
    public static final class Builder {

        private int concurrency = 4;
        private int tasksPerRequest = BatchLimits.TASKS_PER_REQUEST;
        private int bytesPerRequest = BatchLimits.BYTES_PER_REQUEST;
        private int maxAttempts = 8;
        private Duration firstBackoff = Duration.ofMillis(500);
        private Duration maxRetryAfter = Duration.ofMinutes(5);
        private Duration linger = Duration.ofSeconds(1);
        private final RequestOptions.Builder request = RequestOptions.builder().maxAttempts(1);
        private Consumer<BulkSummary> onEnd = summary -> {};

        private Builder() {}

        /**
         * Limits how many requests are under way. Fewer are while the service is throttling.
         *
         * @param concurrency at least 1; default 4
         * @return this builder
         * @throws InvalidOptionException if it is less than 1
         */
        public Builder concurrency(int concurrency) {
            this.concurrency = atLeastOne("concurrency", concurrency);
            return this;
        }

        /**
         * Limits the tasks of one request.
         *
         * @param tasksPerRequest 1 to 100; default 100, the service's limit
         * @return this builder
         * @throws InvalidOptionException if it is out of range
         */
        public Builder tasksPerRequest(int tasksPerRequest) {
            if (tasksPerRequest > BatchLimits.TASKS_PER_REQUEST) {
                throw new InvalidOptionException(
                        "tasksPerRequest", tasksPerRequest, "the service takes up to 100 tasks in a request.");
            }
            this.tasksPerRequest = atLeastOne("tasksPerRequest", tasksPerRequest);
            return this;
        }

        /**
         * Limits the bytes of one request. A single task that is larger is sent alone.
         *
         * @param bytesPerRequest above zero; default 1,000,000, just below the service's limit
         * @return this builder
         * @throws InvalidOptionException if it is less than 1
         */
        public Builder bytesPerRequest(int bytesPerRequest) {
            this.bytesPerRequest = atLeastOne("bytesPerRequest", bytesPerRequest);
            return this;
        }

        /**
         * Limits how often a task is sent when the service fails to take it. Collections that were too large do not
         * count.
         *
         * @param maxAttempts 1 for a single try; default 8
         * @return this builder
         * @throws InvalidOptionException if it is less than 1
         */
        public Builder maxAttempts(int maxAttempts) {
            this.maxAttempts = atLeastOne("maxAttempts", maxAttempts);
            return this;
        }

        /**
         * Sets the longest wait before a second try; it doubles with each further one, up to 30 seconds, and a random
         * share of it is waited.
         *
         * @param firstBackoff above zero; default half a second
         * @return this builder
         * @throws InvalidOptionException if it is zero or negative
         */
        public Builder firstBackoff(Duration firstBackoff) {
            if (firstBackoff.isZero() || firstBackoff.isNegative()) {
                throw new InvalidOptionException("firstBackoff", firstBackoff, "give a time above zero.");
            }
            this.firstBackoff = firstBackoff;
            return this;
        }

        /**
         * Limits how long the service may ask to wait ({@code Retry-After}). Nothing is sent in such a pause. Where the
         * service asks for more, the call ends: {@link io.github.latchkey.batch.BulkAddException} with the service's
         * answer as its cause, which has the time asked for.
         *
         * @param maxRetryAfter zero or more; default five minutes
         * @return this builder
         * @throws InvalidOptionException if it is negative
         */
        public Builder maxRetryAfter(Duration maxRetryAfter) {
            if (maxRetryAfter.isNegative()) {
                throw new InvalidOptionException("maxRetryAfter", maxRetryAfter, "give zero or more.");
            }
            this.maxRetryAfter = maxRetryAfter;
            return this;
        }

        /**
         * Limits how long a task waits for others to fill its collection, where the publisher is slow.
         *
         * @param linger above zero; default one second
         * @return this builder
         * @throws InvalidOptionException if it is zero or negative
         */
        public Builder linger(Duration linger) {
            if (linger.isZero() || linger.isNegative()) {
                throw new InvalidOptionException("linger", linger, "give a time above zero.");
            }
            this.linger = linger;
            return this;
        }

        /**
         * Limits how long the service works on a request.
         *
         * @param serverTimeout whole seconds, at least one; default the service's, 120 seconds (30 in later versions)
         * @return this builder
         * @throws InvalidOptionException if it is less than a second
         */
        public Builder serverTimeout(Duration serverTimeout) {
            request.serverTimeout(serverTimeout);
            return this;
        }

        /**
         * Sets who is told the numbers at the end, however it comes: completion, failure or cancel.
         *
         * @param onEnd called once for each subscription; must not block. Default nobody
         * @return this builder
         */
        public Builder onEnd(Consumer<BulkSummary> onEnd) {
            this.onEnd = onEnd;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return immutable options
         */
        public BulkOptions build() {
            return new BulkOptions(this);
        }

        private static int atLeastOne(String option, int value) {
            if (value < 1) {
                throw new InvalidOptionException(option, value, "give at least 1.");
            }
            return value;
        }
    }
}
