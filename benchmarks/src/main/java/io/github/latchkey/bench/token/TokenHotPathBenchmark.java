package io.github.latchkey.bench.token;

import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.reactive.TokenProvider;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Question: with a valid token in the cache, what does one more use of it cost, beside {@code Mono.just} and beside
 * what people use today? Run with {@code -prof gc} for the bytes of each use and with {@code -t 2} for two threads.
 *
 * <p>All contenders that answer on the subscribing thread are subscribed to by the same subscriber, which requests and
 * consumes. The vendor's credential and protocol library answer on another thread and are waited for. The peers are set
 * up as their documentation says, with an HTTP client that answers in memory: it is asked once, before the measurement.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@Threads(1)
public class TokenHotPathBenchmark {

    private static final String SCOPE = "https://batch.core.windows.net//.default";

    private Mono<AccessToken> just;
    private TokenProvider provider;
    private Mono<AccessToken> latchkey;
    private Mono<Integer> latchkeyFlatMap;
    private Mono<AccessToken> cacheTtl;
    private Mono<AccessToken> cacheInvalidateIf;
    private AsyncCache<String, AccessToken> caffeine;
    private Mono<com.azure.core.credential.AccessToken> azureCache;
    private TokenCredential azureIdentity;
    private TokenRequestContext azureRequest;
    private ConfidentialClientApplication msal;
    private ClientCredentialParameters msalRequest;

    /** Fills every cache. */
    @Setup
    public void setUp() throws MalformedURLException {
        AccessToken token = AccessToken.builder(
                        InMemoryEntra.token(), Instant.now(), Instant.now().plus(Duration.ofHours(24)))
                .build();
        just = Mono.just(token);
        provider = TokenProvider.builder(
                        request -> CompletableFuture.completedFuture(token), TokenRequest.forScopes(SCOPE))
                .build();
        latchkey = provider.token();
        latchkeyFlatMap =
                provider.token().flatMap(t -> Mono.just(t.authorizationHeader().length()));
        cacheTtl = Mono.fromSupplier(() -> token).cache(Duration.ofHours(1));
        cacheInvalidateIf = Mono.fromSupplier(() -> token)
                .cacheInvalidateIf(t -> !Instant.now().isBefore(t.expiresAt()));
        caffeine = Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).buildAsync();
        caffeine.put(SCOPE, CompletableFuture.completedFuture(token));

        azureRequest = new TokenRequestContext().addScopes(SCOPE);
        azureIdentity = new ClientSecretCredentialBuilder()
                .tenantId(InMemoryEntra.TENANT)
                .clientId(InMemoryEntra.CLIENT)
                .clientSecret("secret")
                .disableInstanceDiscovery()
                .httpClient(InMemoryEntra.azureHttpClient())
                .build();
        AccessTokenCache cache = new AccessTokenCache(azureIdentity);
        azureCache = Mono.defer(() -> cache.getToken(azureRequest, false));
        msal = ConfidentialClientApplication.builder(
                        InMemoryEntra.CLIENT, ClientCredentialFactory.createFromSecret("secret"))
                .authority(InMemoryEntra.AUTHORITY)
                .instanceDiscovery(false)
                .httpClient(InMemoryEntra.msalHttpClient())
                .build();
        msalRequest = ClientCredentialParameters.builder(Set.of(SCOPE)).build();

        latchkey.block();
        cacheTtl.block();
        cacheInvalidateIf.block();
        azureCache.block();
        azureIdentity.getToken(azureRequest).block();
        msal.acquireToken(msalRequest).join();
        InMemoryEntra.expectNoMoreRequests();
    }

    /** Shows that every cache was hit. */
    @TearDown
    public void tearDown() {
        provider.dispose();
        InMemoryEntra.assertNoMoreRequests();
    }

    /** The floor: a value that is there. */
    @Benchmark
    public void monoJust(Consumer consumer) {
        just.subscribe(consumer);
    }

    /** What asking a clock would cost alone, which is why the hot path does not. */
    @Benchmark
    public long systemNanoTime() {
        return System.nanoTime();
    }

    /** The shared token of a provider. */
    @Benchmark
    public void latchkeyToken(Consumer consumer) {
        latchkey.subscribe(consumer);
    }

    /** The token without a Mono, as the Batch client takes it. */
    @Benchmark
    public @Nullable AccessToken latchkeyPeek() {
        return provider.peek();
    }

    /** The token inside a chain. */
    @Benchmark
    public void latchkeyTokenFlatMap(Consumer consumer) {
        latchkeyFlatMap.subscribe(consumer);
    }

    /** Reactor's cache with a time to live. */
    @Benchmark
    public void monoCacheTtl(Consumer consumer) {
        cacheTtl.subscribe(consumer);
    }

    /** Reactor's cache that looks at the expiry each time. */
    @Benchmark
    public void monoCacheInvalidateIf(Consumer consumer) {
        cacheInvalidateIf.subscribe(consumer);
    }

    /** A Caffeine cache of futures, made a Mono as people do. */
    @Benchmark
    public void caffeineAsync(Consumer consumer) {
        Mono.fromFuture(Objects.requireNonNull(caffeine.getIfPresent(SCOPE))).subscribe(consumer);
    }

    /** The cache inside the vendor's bearer policy. */
    @Benchmark
    public void azureAccessTokenCache(Consumer consumer) {
        azureCache.subscribe(consumer);
    }

    /** The vendor's credential, asked as its documentation says. */
    @Benchmark
    public com.azure.core.credential.@Nullable AccessToken azureIdentity() {
        return azureIdentity.getToken(azureRequest).block();
    }

    /** The vendor's protocol library with its own cache. */
    @Benchmark
    public IAuthenticationResult msal4j() {
        return msal.acquireToken(msalRequest).join();
    }

    /** Requests everything and gives away what comes; one for each thread, so that it does not count as garbage. */
    @State(Scope.Thread)
    public static class Consumer implements CoreSubscriber<Object> {

        private Blackhole blackhole;

        /** Takes the place where values go. */
        @Setup
        public void setUp(Blackhole blackhole) {
            this.blackhole = blackhole;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object value) {
            blackhole.consume(value);
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException(error);
        }

        @Override
        public void onComplete() {
            // nothing to do
        }
    }
}
