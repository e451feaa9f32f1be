package io.github.latchkey.auth.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenProviderClosedException;
import io.github.latchkey.auth.TokenRequest;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many credentials, tenants and scopes, each with a provider of its own. */
class TokenProvidersTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes("https://batch.core.windows.net//.default");
    private static final Credential APP = Credential.clientSecret("contoso.com", "app", "secret");

    private final MovedTime time = new MovedTime();
    private final List<String> acquired = new ArrayList<>();
    private final TokenProviders providers = registry(1_000);

    private TokenProviders registry(int maximum) {
        return TokenProviders.builder(credential -> request -> {
                    String whose = System.identityHashCode(credential) + " " + request.tenantId() + request.scopes();
                    acquired.add(whose);
                    return CompletableFuture.completedFuture(AccessToken.builder(
                                    whose.replaceAll("[^0-9a-zA-Z]", "_"),
                                    time.instant(),
                                    time.instant().plusSeconds(3600))
                            .build());
                })
                .configure(
                        builder -> builder.clock(time).nanoTime(time::nanoTime).scheduler(time.scheduler))
                .maximum(maximum)
                .build();
    }

    @AfterEach
    void stopTime() {
        providers.dispose();
        time.scheduler.dispose();
    }

    private String get(Credential credential, TokenRequest request) {
        List<AccessToken> received = new ArrayList<>();
        providers.get(credential, request).token().subscribe(received::add);
        time.settle();
        return received.get(0).value();
    }

    @Test
    void get_sameCredentialAndRequest_isTheSameProvider() {
        assertThat(providers.get(APP, BATCH))
                .isSameAs(providers.get(APP, TokenRequest.forScopes("https://batch.core.windows.net//.default")));
    }

    @Test
    void get_anythingDiffers_neverSharesAToken() {
        Credential rotated = Credential.clientSecret("contoso.com", "app", "new secret");
        TokenRequest tenant = BATCH.toBuilder().tenantId("fabrikam.com").build();
        TokenRequest scope = TokenRequest.forScopes("https://management.azure.com/.default");
        List<String> tokens = List.of(get(APP, BATCH), get(rotated, BATCH), get(APP, tenant), get(APP, scope));
        assertThat(tokens).doesNotHaveDuplicates();
        assertThat(get(APP, BATCH)).isEqualTo(tokens.get(0));
        assertThat(acquired).hasSize(4);
    }

    @Test
    void get_scopesInAnotherOrder_isTheSameProvider() {
        assertThat(providers.get(APP, TokenRequest.forScopes("a", "b")))
                .isSameAs(providers.get(APP, TokenRequest.forScopes("b", "a")));
    }

    @Test
    void get_moreThanTheMaximum_theIdleOnesGiveWay() {
        TokenProviders small = registry(100);
        TokenProvider used = small.get(APP, TokenRequest.forScopes("used"));
        TokenProvider idle = small.get(APP, TokenRequest.forScopes("idle"));
        for (int i = 0; i < 1_000; i++) {
            small.get(APP, TokenRequest.forScopes("scope-" + i));
            assertThat(small.get(APP, TokenRequest.forScopes("used"))).isSameAs(used);
            assertThat(small.size()).isLessThanOrEqualTo(100);
        }
        assertThat(small.get(APP, TokenRequest.forScopes("idle"))).isNotSameAs(idle);
        assertThat(idle.isDisposed()).as("whoever holds it can go on using it").isFalse();
        small.dispose();
        assertThat(used.isDisposed()).isTrue();
    }

    @Test
    void get_othersUseProvidersDuringTheEviction_isServed() {
        TokenProviders busy = registry(3_000);
        List<TokenRequest> requests = IntStream.range(0, 3_000)
                .mapToObj(i -> TokenRequest.forScopes("scope-" + i))
                .toList();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> user = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                requests.forEach(request -> assertThat(busy.get(APP, request)).isNotNull());
            }
        });
        try {
            for (int i = 0; i < 60_000; i++) {
                assertThat(busy.get(APP, TokenRequest.forScopes("new-" + i))).isNotNull();
            }
        } finally {
            done.set(true);
        }
        assertThat(user).succeedsWithin(Duration.ofSeconds(30));
        busy.dispose();
    }

    @Test
    void evicted_providerWithATokenOnSystemTime_canBeCollected() throws Exception {
        TokenProviders small = TokenProviders.builder(credential ->
                        request -> CompletableFuture.completedFuture(AccessToken.builder(
                                        "t",
                                        java.time.Instant.now(),
                                        java.time.Instant.now().plusSeconds(3600))
                                .build()))
                .maximum(1)
                .build();
        WeakReference<TokenProvider> evicted = new WeakReference<>(small.get(APP, TokenRequest.forScopes("a")));
        small.get(APP, TokenRequest.forScopes("a")).token().block(Duration.ofSeconds(10));
        small.get(APP, TokenRequest.forScopes("b"));
        small.get(APP, TokenRequest.forScopes("c"));
        for (int i = 0; i < 100 && evicted.get() != null; i++) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(evicted.get()).isNull();
        small.dispose();
    }

    @Test
    void refreshes_of10000Tenants_areSpreadOverTheirWindow() {
        List<TokenProvider> all = IntStream.range(0, 10_000)
                .mapToObj(i -> TokenProvider.builder(
                                request -> CompletableFuture.completedFuture(AccessToken.builder(
                                                "t",
                                                time.instant(),
                                                time.instant().plusSeconds(3600))
                                        .build()),
                                TokenRequest.forScopes("scope-" + i))
                        .clock(time)
                        .nanoTime(time::nanoTime)
                        .scheduler(time.scheduler)
                        .build())
                .toList();
        all.forEach(provider -> provider.token().subscribe());
        time.settle();
        int[] perMinute = new int[61];
        all.forEach(provider -> {
            Duration in = Duration.between(
                    time.instant(), provider.snapshot().nextAttemptAt().orElseThrow());
            perMinute[(int) in.toMinutes()]++;
        });
        StringBuilder histogram =
                new StringBuilder("Refreshes of 10,000 tokens of an hour, by minute of their life:\n");
        for (int minute = 0; minute < perMinute.length; minute++) {
            if (perMinute[minute] > 0) {
                histogram.append(
                        String.format("%4d %6d %s%n", minute, perMinute[minute], "#".repeat(perMinute[minute] / 50)));
            }
        }
        System.out.print(histogram);
        assertThat(IntStream.range(42, 48).map(minute -> perMinute[minute]).sum())
                .as("all within the six minutes of jitter")
                .isEqualTo(10_000);
        assertThat(IntStream.of(perMinute).max().orElseThrow())
                .as("no minute has much more than its share")
                .isLessThan(2_500);
        all.forEach(TokenProvider::dispose);
    }

    @Test
    void get_requestOfASingleFlight_isRefused() {
        assertThatThrownBy(
                        () -> providers.get(APP, BATCH.toBuilder().claims("{}").build()))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("token(claims)");
    }

    @Test
    void get_closed_isRefused() {
        providers.dispose();
        assertThatThrownBy(() -> providers.get(APP, BATCH)).isInstanceOf(TokenProviderClosedException.class);
    }
}
