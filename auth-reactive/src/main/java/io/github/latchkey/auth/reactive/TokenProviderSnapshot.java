package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AuthenticationException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a provider is doing, for health checks. Immutable; never contains the token. */
public final class TokenProviderSnapshot {

    private final State state;
    private final @Nullable Instant expiresAt;
    private final @Nullable Instant nextAttemptAt;
    private final @Nullable AuthenticationException lastFailure;

    TokenProviderSnapshot(
            State state,
            @Nullable Instant expiresAt,
            @Nullable Instant nextAttemptAt,
            @Nullable AuthenticationException lastFailure) {
        this.state = state;
        this.expiresAt = expiresAt;
        this.nextAttemptAt = nextAttemptAt;
        this.lastFailure = lastFailure;
    }

    /**
     * Returns the state.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Returns when the token in hand expires.
     *
     * @return the expiry; empty when there is no token that can be handed out
     */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    /**
     * Returns the earliest time at which a subscriber will start the next flight.
     *
     * @return the time: when a fresh token should be refreshed or a back-off ends; empty when a flight is running, when
     *     the next subscriber starts one at once, and after close
     */
    public Optional<Instant> nextAttemptAt() {
        return Optional.ofNullable(nextAttemptAt);
    }

    /**
     * Returns the failure of the last flight.
     *
     * @return the failure; empty when the last flight brought a token or none has ended yet
     */
    public Optional<AuthenticationException> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenProviderSnapshot that
                && state == that.state
                && Objects.equals(expiresAt, that.expiresAt)
                && Objects.equals(nextAttemptAt, that.nextAttemptAt)
                && Objects.equals(lastFailure, that.lastFailure);
    }

    @Override
    public int hashCode() {
        return Objects.hash(state, expiresAt, nextAttemptAt, lastFailure);
    }

    @Override
    public String toString() {
        return "TokenProviderSnapshot[state=" + state + ", expiresAt=" + expiresAt + ", nextAttemptAt=" + nextAttemptAt
                + ", lastFailure=" + lastFailure + "]";
    }

    /** The states of a provider. */
    public enum State {
        /** No token and no flight: nobody has asked yet, or the token expired or was rejected. */
        EMPTY,
        /** No token that can be handed out; a flight is running and subscribers wait for it. */
        ACQUIRING,
        /** A token that needs no attention. */
        FRESH,
        /** A token that can be handed out but should be refreshed: the next subscriber starts a flight. */
        STALE,
        /** A token that can be handed out, while a flight replaces it. */
        REFRESHING,
        /** The last refresh failed; the token can be handed out, and the next flight waits for the back-off to end. */
        POSTPONED,
        /** The last flight failed and there is no token; subscribers get the failure until the back-off ends. */
        BACKING_OFF,
        /** Closed for good. */
        CLOSED
    }
}
