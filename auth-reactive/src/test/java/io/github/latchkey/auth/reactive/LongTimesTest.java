package io.github.latchkey.auth.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.chain.TokenSourceChain;
import io.github.latchkey.auth.chain.TokenSources;
import io.github.latchkey.auth.cli.AzureCliTokenSource;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Nanoseconds end after 292 years: whoever means "for ever" learns early that this is no time. */
class LongTimesTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());
    private static final Duration LONGEST = Duration.ofDays(36_525);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static TokenProviderBuilder provider(TokenSource source) {
        return TokenProvider.builder(source, BATCH);
    }

    private static AccessToken token(Instant expiresAt) {
        return AccessToken.builder("t", Instant.now(), expiresAt).build();
    }

    private static TokenProviderBuilder provider() {
        return provider(request -> CompletableFuture.completedFuture(token(Instant.MAX)));
    }

    static Stream<Arguments> tooLong() {
        return Stream.of(
                option("flightTimeout", () -> provider().flightTimeout(FOREVER)),
                option("flightTimeout", () -> provider().flightTimeout(LONGEST.plusNanos(1))),
                option("retryBackoff", () -> provider().retryBackoff(SECOND, FOREVER)),
                option("failureBackoff", () -> provider().failureBackoff(SECOND, FOREVER)),
                option("requestTimeout", () -> EntraClient.builder().requestTimeout(FOREVER)),
                option("queueTimeout", () -> EntraClient.builder().queueTimeout(FOREVER)),
                option("requestTimeout", () -> MsalEngine.builder().requestTimeout(FOREVER)),
                option("deadline", () -> TokenSourceChain.builder().deadline(FOREVER)),
                option("timeout", () -> AzureCliTokenSource.builder().timeout(FOREVER)),
                option("life", () -> TokenSources.ofValues(() -> Mono.just("t"), FOREVER, Clock.systemUTC())));
    }

    private static Arguments option(String name, ThrowingCallable call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void option_ofMoreThanAHundredYears_isRefusedByName(String name, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(call)
                .withMessageContaining("at most a hundred years (" + LONGEST + ")")
                .satisfies(e -> assertThat(e.option()).isEqualTo(name));
    }

    @Test
    void provider_longestTimes_handsATokenWithoutAnEndOut() {
        TokenProvider provider = provider()
                .flightTimeout(LONGEST)
                .retryBackoff(SECOND, LONGEST)
                .failureBackoff(LONGEST, LONGEST)
                .build();

        assertThat(provider.token().block(Duration.ofSeconds(20))).isNotNull();
        assertThat(provider.snapshot().state()).isEqualTo(TokenProviderSnapshot.State.FRESH);
        provider.dispose();
    }

    @Test
    void provider_longestBackoff_keepsTheFailure() {
        TokenProvider provider = provider(request -> CompletableFuture.failedFuture(new IllegalStateException("bug")))
                .failureBackoff(LONGEST, LONGEST)
                .build();

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(PermanentAuthenticationException.class)
                    .isThrownBy(() -> provider.token().block(Duration.ofSeconds(20)));
        }
        provider.dispose();
    }

    @Test
    void client_longestTimes_asksAsEver() {
        try (FakeEntra entra = FakeEntra.start()) {
            EntraClient client = EntraClient.builder()
                    .httpClient(entra.httpClient())
                    .requestTimeout(LONGEST)
                    .queueTimeout(LONGEST)
                    .build();
            TokenSource source = client.source(Credential.clientSecret()
                    .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                    .tenantId(entra.tenantId())
                    .clientId(entra.clientId())
                    .clientSecret(entra.clientSecret())
                    .build());

            assertThat(provider(source).build().token().block(Duration.ofSeconds(20)))
                    .isNotNull();
            client.dispose();
        }
    }
}
