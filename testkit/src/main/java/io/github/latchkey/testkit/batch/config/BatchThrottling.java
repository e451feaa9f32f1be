package io.github.latchkey.testkit.batch.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the account finds that it gets too many requests; it never does by default. Measured by the account's clock, so
 * that a test with a frozen clock decides when the time is over. Requests whose caller is not admitted do not count.
 */
public final class BatchThrottling {

    private final int most;
    private final Duration per;
    private final boolean serverBusy;
    private final boolean retryAfter;
    private final @Nullable Duration poolPause;
    private final int busyTasks;

    private BatchThrottling(Builder builder) {
        most = builder.most;
        per = builder.per;
        serverBusy = builder.serverBusy;
        retryAfter = builder.retryAfter;
        poolPause = builder.poolPause;
        busyTasks = builder.busyTasks;
    }

    /**
     * Starts without limits.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the defaults.
     *
     * @return no limits
     */
    public static BatchThrottling none() {
        return builder().build();
    }

    /**
     * How many requests are answered in each stretch of time.
     *
     * @return the value in force; 0 when there is no limit
     */
    public int most() {
        return most;
    }

    /**
     * How long a stretch is, from the first request in it.
     *
     * @return the value in force
     */
    public Duration per() {
        return per;
    }

    /**
     * Whether requests beyond the limit get 503 {@code ServerBusy} instead of 429 {@code TooManyRequests}.
     *
     * @return the value in force
     */
    public boolean serverBusy() {
        return serverBusy;
    }

    /**
     * Whether refusals say in {@code Retry-After} when the time is over.
     *
     * @return the value in force
     */
    public boolean retryAfter() {
        return retryAfter;
    }

    /**
     * How long after a change of a pool the next one is refused.
     *
     * @return the value in force, {@code null} when it never is
     */
    public @Nullable Duration poolPause() {
        return poolPause;
    }

    /**
     * Which of the tasks that are added as collections the service does not get round to.
     *
     * @return the value in force; 0 when it gets round to all
     */
    public int busyTasks() {
        return busyTasks;
    }

    /** Collects the options; every one that is not set keeps its default. */
    public static final class Builder {

        private int most;
        private Duration per = Duration.ofSeconds(1);
        private boolean serverBusy;
        private boolean retryAfter = true;
        private @Nullable Duration poolPause;
        private int busyTasks;

        private Builder() {}

        /**
         * Limits the requests to the account. Default: no limit.
         *
         * @param count how many requests are answered in each stretch of time; at least 1
         * @param time how long a stretch is, from the first request in it; above zero
         * @return this builder
         */
        public Builder requests(int count, Duration time) {
            if (count < 1) {
                throw new IllegalArgumentException("requests is " + count + " but must be at least 1");
            }
            most = count;
            per = positive("requests", time);
            return this;
        }

        /**
         * Whether requests beyond the limit get 503 {@code ServerBusy} instead of 429 {@code TooManyRequests}. Default:
         * {@code false}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder serverBusy(boolean value) {
            serverBusy = value;
            return this;
        }

        /**
         * Whether refusals say in {@code Retry-After} when the time is over, in whole seconds. Default: {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder retryAfter(boolean value) {
            retryAfter = value;
            return this;
        }

        /**
         * Refuses a change of a pool that comes too soon after the last one to the same pool, with 429
         * {@code TooManyRequests}. The error code is documented with thirty seconds, but not for which operations; here
         * it counts for all that change the pool itself. Default: never.
         *
         * @param time how long; above zero
         * @return this builder
         */
        public Builder poolPause(Duration time) {
            poolPause = positive("poolPause", time);
            return this;
        }

        /**
         * Lets the service not get round to some of the tasks that are added as collections: their results are
         * {@code servererror} with the code {@code ServerBusy}, in an answer of 200, and nothing was added. Sending
         * them again helps. Default: it gets round to all.
         *
         * @param every every how-manieth task, counted over all requests; at least 2, so that trying again comes to an
         *     end
         * @return this builder
         */
        public Builder busyTasks(int every) {
            if (every < 2) {
                throw new IllegalArgumentException("busyTasks is " + every + " but must be at least 2");
            }
            busyTasks = every;
            return this;
        }

        private static Duration positive(String option, Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(option + " has a time of " + time + " but it must be above zero");
            }
            return time;
        }

        /**
         * Finishes the options.
         *
         * @return immutable options
         */
        public BatchThrottling build() {
            return new BatchThrottling(this);
        }
    }
}
