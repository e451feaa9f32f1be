package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AuthenticationException;
import java.time.Duration;
import java.time.Instant;

/**
 * Sees what a provider does, never the token. All methods do nothing by default.
 *
 * <p>They are called on the thread on which the event happens, which may be an event loop: they must not block. What
 * they throw is logged and ignored. Nothing is called when a fresh token is handed out.
 */
public interface TokenProviderListener {

    /** Sees nothing. */
    TokenProviderListener NONE = new TokenProviderListener() {};

    /**
     * A flight started.
     *
     * @param reason why
     */
    default void flightStarted(FlightReason reason) {}

    /**
     * An attempt of a flight failed in a way that may go away, and another will be made.
     *
     * @param reason why the flight started
     * @param failure what happened
     * @param delay how long the flight waits before the next attempt
     */
    default void attemptFailed(FlightReason reason, AuthenticationException failure, Duration delay) {}

    /**
     * A flight brought a token. Where the answer was late and is still of use, this comes after the flight's failure.
     *
     * @param reason why the flight started
     * @param duration how long it took, attempts and waits included
     * @param expiresAt when the token that is handed out from now on expires
     */
    default void flightSucceeded(FlightReason reason, Duration duration, Instant expiresAt) {}

    /**
     * A flight failed for good.
     *
     * @param reason why the flight started
     * @param duration how long it took, attempts and waits included
     * @param failure what happened
     * @param backoff how long no other flight starts by itself, or after a claims challenge how long the same challenge
     *     gets this failure; zero where another flight has taken over
     */
    default void flightFailed(
            FlightReason reason, Duration duration, AuthenticationException failure, Duration backoff) {}

    /** A resource refused the token, and it was dropped. */
    default void tokenRejected() {}

    /** The provider was closed. */
    default void closed() {}
}
