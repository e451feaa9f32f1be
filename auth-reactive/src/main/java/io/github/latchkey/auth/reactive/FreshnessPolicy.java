package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Decides two different times of a token: from when it should be refreshed, and from when it must not be handed out.
 *
 * <p>Where Entra ID said when to refresh ({@code refresh_in}), it is obeyed, and the jitter only adds to it. Else a token
 * is refreshed before its expiry by the larger of five minutes and a fifth of its life, but in no case before half of its
 * life is over. The floor is the configured minimum, but at most a tenth of the life: a fixed floor would turn
 * short-lived tokens into a storm.
 */
final class FreshnessPolicy {

    private static final Duration LEAD = Duration.ofMinutes(5);

    private final Duration minimumRemaining;
    private final DoubleSupplier random;

    FreshnessPolicy(Duration minimumRemaining, DoubleSupplier random) {
        this.minimumRemaining = minimumRemaining;
        this.random = random;
    }

    /** Returns when the token should be refreshed. */
    Instant refreshAt(AccessToken token) {
        Duration life = Duration.between(token.obtainedAt(), token.expiresAt());
        Instant latest = usableUntil(token);
        Instant planned = token.refreshAt()
                .map(wished -> wished.plus(part(Duration.between(wished, latest), 0.1 * random.getAsDouble())))
                .orElseGet(() -> {
                    Duration lead = min(max(LEAD, life.dividedBy(5)), life.dividedBy(2));
                    return token.expiresAt().minus(lead).minus(part(life, 0.1 * random.getAsDouble()));
                });
        return planned.isBefore(latest) ? planned : latest;
    }

    /** Returns from when the token must not be handed out any more. */
    Instant usableUntil(AccessToken token) {
        Duration life = Duration.between(token.obtainedAt(), token.expiresAt());
        return token.expiresAt().minus(min(minimumRemaining, life.dividedBy(10)));
    }

    private static Duration part(Duration whole, double fraction) {
        return whole.isNegative() ? Duration.ZERO : Duration.ofMillis((long) (whole.toMillis() * fraction));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
