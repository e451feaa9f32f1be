package io.github.latchkey.bench.token;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.reactive.TokenProviders;
import io.github.latchkey.bench.token.TokenHotPathBenchmark.Consumer;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;

/**
 * Question: what does one more use of a cached token cost in a program with one tenant and in one with 10,000, with
 * MSAL4J and with a registry of providers, beside {@code Mono.just}? Run with {@code -prof gc} for the bytes of each
 * use.
 *
 * <p>MSAL4J is used as its documentation says for many tenants: one application, and the tenant in each request.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@Threads(1)
public class MsalCacheBenchmark {

    private static final Set<String> SCOPE = Set.of("https://batch.core.windows.net//.default");

    /** How many tenants have a token in the cache. */
    @Param({"1", "10000"})
    public int tenants;

    private Mono<AccessToken> just;
    private ConfidentialClientApplication msal;
    private ConfidentialClientApplication msalOnTheCaller;
    private List<ClientCredentialParameters> msalRequests;
    private Credential credential;
    private TokenProviders providers;
    private List<TokenRequest> requests;
    private int next;

    /** Gets a token for each tenant. */
    @Setup
    public void setUp() throws MalformedURLException {
        List<String> names = IntStream.range(0, tenants)
                .mapToObj(i -> String.format("00000000-0000-4000-8000-%012d", i))
                .toList();
        AccessToken token = AccessToken.builder(
                        InMemoryEntra.token(), Instant.now(), Instant.now().plus(Duration.ofHours(24)))
                .build();
        just = Mono.just(token);
        msal = application().build();
        msalOnTheCaller = application().executorService(new Caller()).build();
        msalRequests = names.stream()
                .map(tenant ->
                        ClientCredentialParameters.builder(SCOPE).tenant(tenant).build())
                .toList();
        msalRequests.forEach(request -> {
            msal.acquireToken(request).join();
            msalOnTheCaller.acquireToken(request).join();
        });
        credential = Credential.clientSecret("home.example", InMemoryEntra.CLIENT, "secret");
        providers = TokenProviders.builder(any -> request -> CompletableFuture.completedFuture(token))
                .build();
        requests = names.stream()
                .map(tenant -> TokenRequest.builder(SCOPE).tenantId(tenant).build())
                .toList();
        requests.forEach(request -> providers.get(credential, request).token().block());
        InMemoryEntra.expectNoMoreRequests();
    }

    private static ConfidentialClientApplication.Builder application() throws MalformedURLException {
        return ConfidentialClientApplication.builder(
                        InMemoryEntra.CLIENT, ClientCredentialFactory.createFromSecret("secret"))
                .authority(InMemoryEntra.AUTHORITY)
                .instanceDiscovery(false)
                .httpClient(InMemoryEntra.msalHttpClient());
    }

    /** Shows that every cache was hit. */
    @TearDown
    public void tearDown() {
        providers.dispose();
        InMemoryEntra.assertNoMoreRequests();
    }

    /** The tenants in turn, in strides, so that the next one is not beside the last one. */
    private int turn() {
        next = (next + 7_919) % tenants;
        return next;
    }

    /** The floor: a value that is there. */
    @Benchmark
    public void monoJust(Consumer consumer) {
        just.subscribe(consumer);
    }

    /** Ours: the registry is asked for the tenant's provider, and that one for its token. */
    @Benchmark
    public void latchkeyProviders(Consumer consumer) {
        providers.get(credential, requests.get(turn())).token().subscribe(consumer);
    }

    /** The vendor's protocol library with its own cache. */
    @Benchmark
    public IAuthenticationResult msal4j() {
        return msal.acquireToken(msalRequests.get(turn())).join();
    }

    /** The same on the calling thread: what is left without the handing over to another one. */
    @Benchmark
    public IAuthenticationResult msal4jOnTheCaller() {
        return msalOnTheCaller.acquireToken(msalRequests.get(turn())).join();
    }

    /** Runs what it is given at once. */
    private static final class Caller extends AbstractExecutorService {

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {
            // nothing to end
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
