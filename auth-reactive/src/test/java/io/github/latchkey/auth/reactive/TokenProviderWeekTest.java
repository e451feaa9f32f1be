package io.github.latchkey.auth.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.TokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A simulated week: a token an hour, subscribers at random times, outages, throttling, answers that hang or come late,
 * rejections, claims challenges, suspended machines and a wall clock that jumps. Everything comes from a printed seed.
 */
class TokenProviderWeekTest {

    private static final String CLAIMS = "{\"access_token\":{}}";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void week_knownSeeds_noSubscriberGetsAnExpiredToken(long seed) {
        new Week(seed).live();
    }

    @Test
    void week_newSeed_noSubscriberGetsAnExpiredToken() {
        new Week(System.nanoTime()).live();
    }

    private static final class Week {

        private final long seed;
        private final Random random;
        private final MovedTime time = new MovedTime();
        private final Map<String, Instant> trueExpiry = new HashMap<>();
        private final List<Throwable> errors = new ArrayList<>();
        private final TokenProvider provider;
        private Instant outageUntil = Instant.MIN;
        private int requests;
        private int served;

        Week(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.provider = TokenProvider.builder(request -> answer(), TokenRequest.forScopes("scope"))
                    .clock(time)
                    .nanoTime(time::nanoTime)
                    .scheduler(time.scheduler)
                    .random(random::nextDouble)
                    .build();
        }

        void live() {
            System.out.println("A week with seed " + seed);
            Instant end = time.trueTime().plus(Duration.ofDays(7));
            while (time.trueTime().isBefore(end)) {
                subscribe();
                happen();
                time.advance(Duration.ofSeconds(1 + random.nextInt(240)));
            }
            outageUntil = Instant.MIN;
            time.advance(Duration.ofMinutes(10));
            int before = served;
            subscribe();
            time.advance(Duration.ofMinutes(1));
            assertThat(served).as("seed %d: it recovers from everything", seed).isGreaterThan(before);
            assertThat(served).as("seed %d", seed).isGreaterThan(1_000);
            assertThat(requests)
                    .as("seed %d: requests are bounded, %d subscribers were served", seed, served)
                    .isLessThan(4_000);
            CachingTokenProvider engine = (CachingTokenProvider) provider;
            assertThat(engine.flightUnderWay()).as("seed %d", seed).isNull();
            assertThat(engine.workInProgress())
                    .as("seed %d: nothing has grown", seed)
                    .isZero();
            provider.dispose();
            time.scheduler.dispose();
        }

        private void subscribe() {
            AccessToken peeked = provider.peek();
            if (peeked != null) {
                check(peeked);
            }
            provider.token().subscribe(this::check, errors::add);
            if (random.nextInt(200) == 0) {
                provider.token(CLAIMS).subscribe(this::check, errors::add);
            }
        }

        private void check(AccessToken token) {
            served++;
            Instant expiry = trueExpiry.get(token.value());
            assertThat(time.trueTime()).as("seed %d", seed).isBefore(expiry);
        }

        private void happen() {
            int what = random.nextInt(400);
            if (what == 0) {
                outageUntil = time.trueTime().plus(Duration.ofMinutes(random.nextInt(120)));
            } else if (what == 1) {
                time.jumpWallClock(Duration.ofMinutes(random.nextInt(2_880) - 1_440));
                time.advance(CoarseClock.TICK);
            } else if (what == 2) {
                time.suspend(Duration.ofMinutes(random.nextInt(600)));
                time.advance(CoarseClock.TICK);
            } else if (what == 3) {
                AccessToken token = provider.peek();
                if (token != null) {
                    provider.invalidate(token);
                }
            }
        }

        private CompletableFuture<AccessToken> answer() {
            requests++;
            if (time.trueTime().isBefore(outageUntil)) {
                return switch (random.nextInt(3)) {
                    case 0 -> CompletableFuture.failedFuture(ScriptedSource.outage());
                    case 1 ->
                        CompletableFuture.failedFuture(
                                ScriptedSource.throttled(Duration.ofSeconds(random.nextInt(180))));
                    default -> later(Duration.ofSeconds(10 + random.nextInt(120)));
                };
            }
            return later(Duration.ofMillis(random.nextInt(3_000)));
        }

        /** The token is issued now, and arrives after a while. */
        private CompletableFuture<AccessToken> later(Duration latency) {
            String value = "token-" + requests;
            Duration life = Duration.ofMinutes(60 + random.nextInt(30));
            trueExpiry.put(value, time.trueTime().plus(life));
            AccessToken token = AccessToken.builder(
                            value, time.instant(), time.instant().plus(life))
                    .build();
            CompletableFuture<AccessToken> answer = new CompletableFuture<>();
            time.scheduler.schedule(() -> answer.complete(token), latency.toMillis(), TimeUnit.MILLISECONDS);
            return answer;
        }
    }
}
