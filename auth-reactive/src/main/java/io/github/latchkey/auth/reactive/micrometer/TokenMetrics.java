package io.github.latchkey.auth.reactive.micrometer;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.reactive.FlightReason;
import io.github.latchkey.auth.reactive.TokenProviderListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a provider does as Micrometer meters, listed in {@link TokenMeter}. One instance serves one provider;
 * it costs nothing when a fresh token is handed out. No tag and no value comes near a token or a secret.
 */
public final class TokenMetrics implements TokenProviderListener {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Clock clock;
    private final Counter rejections;
    private volatile @Nullable Instant obtainedAt;
    private volatile @Nullable Instant expiresAt;

    /**
     * Registers the meters.
     *
     * @param registry where to
     * @param tags tags for all of them, as the name of the credential; never a secret
     */
    public TokenMetrics(MeterRegistry registry, Tags tags) {
        this(registry, tags, Clock.systemUTC());
    }

    TokenMetrics(MeterRegistry registry, Tags tags, Clock clock) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.tags = Objects.requireNonNull(tags, "tags");
        this.clock = clock;
        this.rejections = Counter.builder(TokenMeter.REJECTIONS.meterName())
                .description("Tokens that a resource refused")
                .tags(tags)
                .register(registry);
        Gauge.builder(TokenMeter.AGE.meterName(), this, metrics -> metrics.secondsSince(metrics.obtainedAt))
                .description("Time since the last flight that brought a token")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        Gauge.builder(TokenMeter.TIME_TO_EXPIRY.meterName(), this, metrics -> -metrics.secondsSince(metrics.expiresAt))
                .description("Time until the token expires")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
    }

    private double secondsSince(@Nullable Instant instant) {
        if (instant == null) {
            return Double.NaN;
        }
        Duration since = Duration.between(instant, clock.instant());
        return since.getSeconds() + since.getNano() / 1e9; // of a token without an end there are too many milliseconds
    }

    @Override
    public void attemptFailed(FlightReason reason, AuthenticationException failure, Duration delay) {
        Counter.builder(TokenMeter.FAILED_ATTEMPTS.meterName())
                .description("Attempts that failed and were repeated")
                .tags(tags)
                .tag("reason", name(reason))
                .tag("code", code(failure))
                .register(registry)
                .increment();
    }

    @Override
    public void flightSucceeded(FlightReason reason, Duration duration, Instant tokenExpiresAt) {
        obtainedAt = clock.instant();
        expiresAt = tokenExpiresAt;
        record(reason, duration, "success", "none");
    }

    @Override
    public void flightFailed(
            FlightReason reason, Duration duration, AuthenticationException failure, Duration backoff) {
        record(reason, duration, "failure", code(failure));
    }

    @Override
    public void tokenRejected() {
        rejections.increment();
    }

    private void record(FlightReason reason, Duration duration, String outcome, String code) {
        Timer.builder(TokenMeter.FLIGHTS.meterName())
                .description("Acquisitions of a token")
                .tags(tags)
                .tag("reason", name(reason))
                .tag("outcome", outcome)
                .tag("code", code)
                .register(registry)
                .record(duration);
    }

    private static String name(FlightReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static String code(AuthenticationException failure) {
        return failure.errorCode().isPresent()
                ? String.valueOf(failure.errorCode().getAsInt())
                : failure.error().orElse("none");
    }
}
