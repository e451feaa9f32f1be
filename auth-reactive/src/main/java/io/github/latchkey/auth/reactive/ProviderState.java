package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.reactive.TokenProviderSnapshot.State;
import org.jspecify.annotations.Nullable;

/**
 * One immutable picture of a provider: the token in hand, the flight under way, and the last failure with the time
 * until which it is respected. {@link CachingTokenProvider} replaces it as a whole; each method here that returns a
 * state is an arrow of the picture there. Times are those of {@link CoarseClock}.
 */
final class ProviderState {

    private static final long NEVER = Long.MIN_VALUE;

    static final ProviderState EMPTY = new ProviderState(Held.NOTHING, null, Trouble.NONE, false);
    static final ProviderState CLOSED =
            new ProviderState(new Held(null, Long.MAX_VALUE, NEVER, NEVER), null, Trouble.NONE, true);

    /** Until when {@link #token} can be handed out without looking at anything else: all that the hot path reads. */
    final long quietUntil;

    /** The token in hand, {@code null} for none. */
    final @Nullable AccessToken token;

    final @Nullable Flight flight;
    final Trouble trouble;
    final boolean closed;
    private final Held held;

    private ProviderState(Held held, @Nullable Flight flight, Trouble trouble, boolean closed) {
        this.held = held;
        this.token = held.token;
        this.flight = flight;
        this.trouble = trouble;
        this.closed = closed;
        this.quietUntil = flight != null
                ? held.usableUntil
                : Math.min(Math.max(held.refreshAt, trouble.retryAt), held.usableUntil);
    }

    /** Returns the token if it can be handed out. */
    @Nullable
    AccessToken usable(long now) {
        return now < held.usableUntil ? token : null;
    }

    /** Returns whether the newest token so far, rejected ones included, came by a flight with a higher number. */
    boolean hasNewerThan(long sequence) {
        return held.sequence > sequence;
    }

    /** Returns the failure that is to be respected now. */
    @Nullable
    AuthenticationException heldFailure(long now) {
        return now < trouble.retryAt ? trouble.failure : null;
    }

    ProviderState withFlight(@Nullable Flight flight) {
        return new ProviderState(held, flight, trouble, closed);
    }

    ProviderState withToken(AccessToken token, long sequence, long refreshAt, long usableUntil) {
        Trouble past = new Trouble(null, NEVER, 0, null, trouble.rejections);
        return new ProviderState(new Held(token, sequence, refreshAt, usableUntil), flight, past, closed);
    }

    ProviderState withFailure(AuthenticationException failure, long retryAt) {
        Trouble now = new Trouble(failure, retryAt, trouble.failures + 1, trouble.rejected, trouble.rejections);
        return new ProviderState(held, null, now, closed);
    }

    ProviderState withoutToken(int rejections) {
        Trouble now = new Trouble(trouble.failure, trouble.retryAt, trouble.failures, token, rejections);
        return new ProviderState(new Held(null, held.sequence, NEVER, NEVER), flight, now, closed);
    }

    /** Names the state. */
    State name(long now) {
        if (closed) {
            return State.CLOSED;
        }
        if (usable(now) != null) {
            if (flight != null) {
                return State.REFRESHING;
            }
            if (now < held.refreshAt) {
                return State.FRESH;
            }
            return now < trouble.retryAt ? State.POSTPONED : State.STALE;
        }
        if (flight != null) {
            return State.ACQUIRING;
        }
        return heldFailure(now) != null ? State.BACKING_OFF : State.EMPTY;
    }

    /**
     * The token in hand and its times.
     *
     * @param token the token; {@code null} for none
     * @param sequence the number of the flight that brought the newest token so far, dropped ones included
     * @param refreshAt from when it should be refreshed
     * @param usableUntil from when it must not be handed out
     */
    private record Held(@Nullable AccessToken token, long sequence, long refreshAt, long usableUntil) {

        static final Held NOTHING = new Held(null, 0, NEVER, NEVER);
    }

    /**
     * What went wrong since the last good token.
     *
     * @param failure how the last flight failed; {@code null} when it brought a token
     * @param retryAt until when no other flight starts because of it
     * @param failures how many flights have failed in a row
     * @param rejected the token that was dropped, until another one is there
     * @param rejections how many tokens in a row were rejected while they were young
     */
    record Trouble(
            @Nullable AuthenticationException failure,
            long retryAt,
            int failures,
            @Nullable AccessToken rejected,
            int rejections) {

        static final Trouble NONE = new Trouble(null, NEVER, 0, null, 0);
    }
}
