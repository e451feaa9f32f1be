package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreshnessPolicyTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void refreshAt_tokenWithoutAnEnd_isATimeFarOff() {
        FreshnessPolicy policy = new FreshnessPolicy(Duration.ofMinutes(1), () -> 1);
        AccessToken.Builder token = AccessToken.builder("t", NOON, Instant.MAX);
        Instant century = NOON.plus(Duration.ofDays(36_525));

        assertThat(policy.refreshAt(token.build())).isAfter(century);
        assertThat(policy.refreshAt(token.refreshAt(NOON.plusSeconds(60)).build()))
                .isBetween(NOON.plusSeconds(60), century);
    }
}
