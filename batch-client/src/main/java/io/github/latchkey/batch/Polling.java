package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.internal.Nanos;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a waiter asks again and again: at first often, then less and less often. Immutable. */
public final class Polling {

    private static final Polling DEFAULTS = builder().build();
    private static final double GROWTH = 1.5;

    private final Duration first;
    private final Duration longest;
    private final Duration outage;
    private final @Nullable Duration timeout;
    private final RequestOptions question;

    private Polling(Builder builder) {
        this.first = builder.first;
        this.longest = builder.longest;
        this.outage = builder.outage;
        this.timeout = builder.timeout;
        this.question = builder.question;
    }

    /**
     * Returns the defaults: after one second, then half as long again each time, up to 15 seconds, without an end.
     * Failures in a row are survived for five minutes.
     *
     * @return the defaults
     */
    public static Polling defaults() {
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

    /**
     * Returns the wait before a question.
     *
     * @param asked how many questions were asked already, from 1 on
     * @return the wait
     */
    public Duration interval(long asked) {
        double nanos = (double) Nanos.of(first) * Math.pow(GROWTH, (double) Math.min(asked - 1, 100));
        return nanos >= (double) Nanos.of(longest) ? longest : Duration.ofNanos((long) nanos);
    }

    /**
     * Returns how long failures in a row are survived.
     *
     * @return the time from the first of them on
     */
    public Duration outage() {
        return outage;
    }

    /**
     * Returns how long to wait in all.
     *
     * @return the time, empty for no end
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Returns what each question sets for itself.
     *
     * @return the options, nothing set by default
     */
    public RequestOptions question() {
        return question;
    }

    /** Builds {@link Polling}. Not thread-safe. */
    public static final class Builder {

        private Duration first = Duration.ofSeconds(1);
        private Duration longest = Duration.ofSeconds(15);
        private Duration outage = Duration.ofMinutes(5);
        private @Nullable Duration timeout;
        private RequestOptions question = RequestOptions.defaults();

        private Builder() {}

        /**
         * Sets how often to ask. Each question costs the account a request.
         *
         * @param first the wait before the second question; default 1 second
         * @param longest the longest wait; default 15 seconds
         * @return this builder
         * @throws InvalidOptionException if one is zero or negative, or the first is longer than the longest
         */
        public Builder interval(Duration first, Duration longest) {
            if (first.isZero() || first.isNegative() || first.compareTo(longest) > 0) {
                throw new InvalidOptionException(
                        "interval", first, "give a time above zero that is not longer than the longest.");
            }
            this.first = first;
            this.longest = longest;
            return this;
        }

        /**
         * Limits how long failures in a row are survived that may pass: throttling, outages, broken connections. Each
         * question is tried several times of its own, as the client's options say. What will not pass ends the wait at
         * once.
         *
         * @param outage from the first failure on; zero ends the wait with the first one. Default five minutes
         * @return this builder
         * @throws InvalidOptionException if it is negative
         */
        public Builder outage(Duration outage) {
            if (outage.isNegative()) {
                throw new InvalidOptionException("outage", outage, "give zero or more.");
            }
            this.outage = outage;
            return this;
        }

        /**
         * Limits the whole wait, which then ends with {@link BatchTimeoutException}.
         *
         * @param timeout above zero; default no end
         * @return this builder
         * @throws InvalidOptionException if it is zero or negative
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new InvalidOptionException("timeout", timeout, "give a time above zero.");
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * Sets what each question sets for itself, in place of the client's own options: its time, its tries, the id
         * under which the service logs it. A waiter may ask several things; each request has them, and all of them the
         * same id.
         *
         * @param question time, tries and id; default the client's
         * @return this builder
         * @throws InvalidOptionException if it sets something else: what a waiter reads is its own affair
         */
        public Builder question(RequestOptions question) {
            if (question.conditions().kind() != Conditions.Kind.NONE
                    || !question.select().isEmpty()
                    || !question.expand().isEmpty()
                    || question.force()) {
                throw new InvalidOptionException(
                        "question", null, "a waiter takes no conditions, select, expand or force; leave them out.");
            }
            this.question = question;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return immutable options
         */
        public Polling build() {
            return new Polling(this);
        }
    }
}
