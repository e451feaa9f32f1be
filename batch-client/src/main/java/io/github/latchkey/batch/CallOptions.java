package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every call can set for itself, in place of the client's own options. Immutable. */
public abstract sealed class CallOptions permits RequestOptions, ListOptions {

    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final @Nullable Duration timeout;
    private final @Nullable Duration serverTimeout;
    private final @Nullable Integer maxAttempts;
    private final @Nullable String clientRequestId;

    CallOptions(Builder<?> builder) {
        this.timeout = builder.timeout;
        this.serverTimeout = builder.serverTimeout;
        this.maxAttempts = builder.maxAttempts;
        this.clientRequestId = builder.clientRequestId;
    }

    /**
     * Returns how long the call, or each page of a list, may take with all its tries.
     *
     * @return the time, empty for the client's
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Returns how long the service shall work on a request.
     *
     * @return the time, empty for the service's default
     */
    public Optional<Duration> serverTimeout() {
        return Optional.ofNullable(serverTimeout);
    }

    /**
     * Returns how often the call is tried.
     *
     * @return the number, empty for the client's
     */
    public OptionalInt maxAttempts() {
        return maxAttempts == null ? OptionalInt.empty() : OptionalInt.of(maxAttempts);
    }

    /**
     * Returns the {@code client-request-id}.
     *
     * @return the GUID, empty to have one made for each call
     */
    public Optional<String> clientRequestId() {
        return Optional.ofNullable(clientRequestId);
    }

    /**
     * Builds options. Not thread-safe.
     *
     * @param <B> the builder's own type
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits RequestOptions.Builder, ListOptions.Builder {

        private @Nullable Duration timeout;
        private @Nullable Duration serverTimeout;
        private @Nullable Integer maxAttempts;
        private @Nullable String clientRequestId;

        Builder() {}

        abstract B self();

        /**
         * Takes over what every call can set.
         *
         * @param other other options; what is not set there is not set here any more
         * @return this builder
         */
        public B like(CallOptions other) {
            this.timeout = other.timeout;
            this.serverTimeout = other.serverTimeout;
            this.maxAttempts = other.maxAttempts;
            this.clientRequestId = other.clientRequestId;
            return self();
        }

        /**
         * Limits the call with all its tries and waits; for a list, each page.
         *
         * @param timeout above zero; default the client's {@code timeout}
         * @return this builder
         * @throws InvalidOptionException if it is zero or negative
         */
        public B timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new InvalidOptionException("timeout", timeout, "give a time above zero.");
            }
            this.timeout = timeout;
            return self();
        }

        /**
         * Limits how long the service works on a request ({@code timeout} in the query).
         *
         * @param serverTimeout whole seconds, at least one; the service replaces a value above its maximum, 30 seconds
         *     (120 for a collection of tasks), by that maximum without saying so
         * @return this builder
         * @throws InvalidOptionException if it is less than a second
         */
        public B serverTimeout(Duration serverTimeout) {
            if (serverTimeout.toSeconds() < 1) {
                throw new InvalidOptionException("serverTimeout", serverTimeout, "give at least one second.");
            }
            this.serverTimeout = serverTimeout;
            return self();
        }

        /**
         * Limits how often the call is tried.
         *
         * @param maxAttempts 1 for a single try without repetition; default the client's {@code maxAttempts}
         * @return this builder
         * @throws InvalidOptionException if it is less than 1
         */
        public B maxAttempts(int maxAttempts) {
            if (maxAttempts < 1) {
                throw new InvalidOptionException("maxAttempts", maxAttempts, "give at least 1.");
            }
            this.maxAttempts = maxAttempts;
            return self();
        }

        /**
         * Chooses the id under which the service logs the call; all tries of a call, and all pages of a list, share it.
         *
         * @param clientRequestId a GUID without braces; default one made for each call
         * @return this builder
         * @throws InvalidOptionException if it is not a GUID
         */
        public B clientRequestId(String clientRequestId) {
            if (!GUID.matcher(clientRequestId).matches()) {
                throw new InvalidOptionException("clientRequestId", clientRequestId, "give a GUID without braces.");
            }
            this.clientRequestId = clientRequestId;
            return self();
        }
    }
}
