package io.github.latchkey.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides two different times of a token: from when it should be refreshed, and from when it must not be handed out.
 * Immutable.
 *
 * <p>Where Entra ID said when to refresh ({@code refresh_in}), it is obeyed, and the jitter only adds to it. Else a
 * token is refreshed before its expiry by the larger of five minutes and a fifth of its life, but in no case before
 * half of its life is over, less the jitter. The floor is the configured minimum, but at most a tenth of the life: a
 * fixed floor would turn short-lived tokens into a storm.
 */
public final class FreshnessPolicy {

    private static final Duration LEAD = Duration.ofMinutes(5);
    private static final double JITTER = 0.1;

    private final Duration minimumRemainingLife;
    private final DoubleSupplier random;

    /**
     * Creates a policy.
     *
     * @param minimumRemainingLife the least life that a token must have left to be handed out; zero or more
     * @param random where jitter comes from: answers numbers from 0 to 1, from any thread
     */
    public FreshnessPolicy(Duration minimumRemainingLife, DoubleSupplier random) {
        this.minimumRemainingLife = minimumRemainingLife;
        this.random = random;
    }

    /**
     * Returns from when the token should be refreshed, with a new jitter at each call.
     *
     * @param token the token
     * @return a time not after {@link #usableUntil}
     */
    public Instant refreshAt(AccessToken token) {
        return refreshAt(token, random.getAsDouble());
    }

    /**
     * Returns the earliest time that {@link #refreshAt} can answer: before it, nobody who follows this policy wants
     * another token.
     *
     * @param token the token
     * @return a time not after {@link #usableUntil}
     */
    public Instant earliestRefreshAt(AccessToken token) {
        return refreshAt(token, wish(token).isPresent() ? 0 : 1);
    }

    private Instant refreshAt(AccessToken token, double jitter) {
        Duration life = life(token);
        Instant latest = usableUntil(token);
        Instant planned = wish(token)
                .map(wished -> wished.plus(part(Duration.between(wished, latest), JITTER * jitter)))
                .orElseGet(() -> {
                    Duration lead = min(max(LEAD, life.dividedBy(5)), life.dividedBy(2));
                    return token.expiresAt().minus(lead).minus(part(life, JITTER * jitter));
                });
        return planned.isBefore(latest) ? planned : latest;
    }

    /**
     * Returns from when the token must not be handed out any more.
     *
     * @param token the token
     * @return a time not after the token's expiry
     */
    public Instant usableUntil(AccessToken token) {
        return token.expiresAt().minus(min(minimumRemainingLife, life(token).dividedBy(10)));
    }

    /** A wish that was past when the token was handed out came out of a cache which does not follow it. */
    private static Optional<Instant> wish(AccessToken token) {
        return token.refreshAt().filter(wished -> wished.isAfter(token.obtainedAt()));
    }

    private static Duration life(AccessToken token) {
        return Duration.between(token.obtainedAt(), token.expiresAt());
    }

    private static Duration part(Duration whole, double fraction) {
        // A token may be good for ever, which is more milliseconds than a number holds.
        return whole.isNegative()
                ? Duration.ZERO
                : Duration.ofMillis((long) (min(whole, Options.A_CENTURY).toMillis() * fraction));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
