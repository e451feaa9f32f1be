package io.github.latchkey.testkit.entra;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The finished options of a fake that its endpoints need. */
record EntraOptions(
        Clock clock,
        Optional<Duration> tokenLifetime,
        Optional<Duration> continuousAccessLifetime,
        Optional<Duration> refreshIn,
        boolean refreshInAllowed,
        NumberStyle numberStyle,
        IssuerStyle issuerStyle,
        Duration codeLifetime,
        Duration deviceCodeLifetime,
        Duration deviceCodeInterval,
        Duration refreshTokenLifetime,
        int loopLimit,
        Optional<String> approver) {

    private static final Duration LONG_LIFE = Duration.ofHours(2);
    private static final Duration MANAGED_IDENTITY_LIFE = Duration.ofHours(24);

    /** Chooses the life of a new access token, in full seconds. */
    long lifetime(boolean continuousAccess, Ids ids) {
        if (continuousAccess) {
            return continuousAccessLifetime
                    .or(() -> tokenLifetime)
                    .map(Duration::toSeconds)
                    .orElseGet(() -> ids.between(20 * 60 * 60, 28 * 60 * 60));
        }
        return tokenLifetime.map(Duration::toSeconds).orElseGet(() -> ids.between(60 * 60, 90 * 60));
    }

    /** Returns the life of a managed identity's token, in full seconds. */
    long managedIdentityLifetime() {
        return tokenLifetime.orElse(MANAGED_IDENTITY_LIFE).toSeconds();
    }

    /** Tells after how many seconds the client should ask again; empty when the answer does not say so. */
    Optional<Long> refreshIn(long lifetime) {
        if (!refreshInAllowed) {
            return Optional.empty();
        }
        return refreshIn
                .map(Duration::toSeconds)
                .or(() -> lifetime >= LONG_LIFE.toSeconds() ? Optional.of(lifetime / 2) : Optional.empty());
    }
}
