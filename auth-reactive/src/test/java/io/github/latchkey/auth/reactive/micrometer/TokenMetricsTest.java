package io.github.latchkey.auth.reactive.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.reactive.FlightReason;
import io.github.latchkey.auth.reactive.MovedTime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every documented meter is there and counts. */
class TokenMetricsTest {

    private final MovedTime time = new MovedTime();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final TokenMetrics metrics = new TokenMetrics(registry, Tags.of("credential", "batch"), time);
    private final PermanentAuthenticationException refused = new PermanentAuthenticationException(
            "Refused", ErrorDetails.builder().errorCodes(List.of(7000215)).build(), null);

    @Test
    void events_areCountedByOutcomeAndCode() {
        metrics.attemptFailed(FlightReason.COLD, refused, Duration.ofSeconds(1));
        metrics.flightSucceeded(
                FlightReason.COLD, Duration.ofMillis(300), time.instant().plusSeconds(3600));
        metrics.flightFailed(FlightReason.REFRESH, Duration.ofMillis(20), refused, Duration.ofSeconds(1));
        metrics.tokenRejected();
        time.advance(Duration.ofMinutes(10));

        assertThat(registry.get("latchkey.token.attempts.failed")
                        .tag("code", "7000215")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("latchkey.token.flights")
                        .tags("reason", "cold", "outcome", "success", "credential", "batch")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("latchkey.token.flights")
                        .tags("reason", "refresh", "outcome", "failure", "code", "7000215")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("latchkey.token.rejections").counter().count()).isEqualTo(1);
        assertThat(registry.get("latchkey.token.age").gauge().value()).isEqualTo(600);
        assertThat(registry.get("latchkey.token.time.to.expiry").gauge().value())
                .isEqualTo(3_000);
    }

    @Test
    void timeToExpiry_ofATokenWithoutAnEnd_isVeryLong() {
        metrics.flightSucceeded(FlightReason.COLD, Duration.ofMillis(300), Instant.MAX);

        assertThat(registry.get("latchkey.token.time.to.expiry").gauge().value())
                .isFinite()
                .isGreaterThan(1e16);
    }

    @Test
    void meters_areExactlyTheDocumentedOnes() {
        events_areCountedByOutcomeAndCode();
        Set<String> documented =
                Arrays.stream(TokenMeter.values()).map(TokenMeter::meterName).collect(Collectors.toSet());
        assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .collect(Collectors.toSet()))
                .isEqualTo(documented);
    }
}
