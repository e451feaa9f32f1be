package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.Gate;
import io.github.latchkey.testkit.http.Router;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Ten thousand tenants ask at once through one client with the pool that it makes for itself. */
class ManyTenantsTest {

    private static final int TENANTS = 10_000;
    private static final int CONNECTIONS = 50;

    /** Together with the numbers above, the answers take twelve seconds: longer than any one request may. */
    private static final Duration ANSWER = Duration.ofMillis(60);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final Gate gate = Gate.closed();
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final TestServer server = TestServer.builder(Router.builder()
                    .route(
                            "POST",
                            "/{tenant}/oauth2/v2.0/token",
                            request -> ServerResponse.json(
                                    200,
                                    Map.of(
                                            "access_token",
                                            "token-of-" + request.pathParameter("tenant"),
                                            "expires_in",
                                            3599)))
                    .build())
            .certificate(TestAuthority.shared().issueServerCertificate(List.of()))
            .faults(request -> Optional.of(
                    asked.incrementAndGet() <= CONNECTIONS
                            ? Fault.pass().behind(gate)
                            : Fault.pass().after(ANSWER)))
            .start();

    private @Nullable ConnectionProvider pool;

    @AfterEach
    void close() {
        server.close();
        if (pool != null) {
            pool.disposeLater().block(Duration.ofSeconds(10));
        }
    }

    private TokenSource source(EntraClient.Builder builder, ConnectionProvider connectionProvider) {
        pool = connectionProvider;
        return builder.httpClient(TestAuthority.shared()
                        .trustedBy(HttpClient.create(connectionProvider))
                        .doOnConnected(connection ->
                                connections.add(connection.channel().id())))
                .build()
                .source(Credential.clientSecret()
                        .cloud(Cloud.custom("fake", server.uri(), Cloud.PUBLIC.batchResource()))
                        .tenantId("home.example")
                        .clientId("app")
                        .clientSecret("secret")
                        .build());
    }

    private static TokenRequest tenant(int number) {
        return TokenRequest.forScopes(Cloud.PUBLIC.batchScope()).toBuilder()
                .tenantId("t" + number)
                .build();
    }

    @Test
    void acquire_manyTenantsAtOnce_givesEachItsOwnWithoutAThreadThatWaits() throws InterruptedException {
        TokenSource source =
                source(EntraClient.builder().requestTimeout(REQUEST_TIMEOUT), EntraClient.pool(Duration.ofMinutes(1)));
        IntFunction<CompletableFuture<AccessToken>> acquire =
                i -> source.acquire(tenant(i)).toCompletableFuture();
        List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
        IntStream.range(0, CONNECTIONS).mapToObj(acquire).forEach(tokens::add);
        assertThat(gate.awaitArrivals(CONNECTIONS, Duration.ofSeconds(20))).isTrue();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        IntStream.range(CONNECTIONS, TENANTS).mapToObj(acquire).forEach(tokens::add);
        // All of them wait now: in the queue of the pool, or for an answer that is held back.
        long waiting = tokens.stream().filter(token -> !token.isDone()).count();
        CompletableFuture<Set<Thread>> halfway = tokens.get(TENANTS / 2)
                .thenApply(token -> Thread.getAllStackTraces().keySet());
        gate.open();
        CompletableFuture.allOf(tokens.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        assertThat(waiting).isEqualTo(TENANTS);
        Set<Thread> started = new HashSet<>(halfway.join());
        started.removeAll(before);
        assertThat(started).as("threads for the ones that came later").isEmpty();
        assertThat(connections).hasSizeLessThanOrEqualTo(CONNECTIONS);
        assertThat(IntStream.range(0, TENANTS))
                .allSatisfy(i -> assertThat(tokens.get(i).join().value()).isEqualTo("token-of-t" + i));
    }

    @Test
    void acquire_noConnectionComesFree_failsTypedAndLeavesTheQueue() throws InterruptedException {
        ConnectionProvider one = ConnectionProvider.create("one", 1);
        TokenSource source = source(EntraClient.builder().queueTimeout(Duration.ofMillis(300)), one);
        CompletableFuture<AccessToken> first = source.acquire(tenant(1)).toCompletableFuture();
        assertThat(gate.awaitArrivals(1, Duration.ofSeconds(20))).isTrue();

        AuthenticationException e = Acquiring.failure(source, tenant(2));
        gate.open();
        AccessToken late = first.orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(e)
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("got no connection")
                .hasMessageContaining("queueTimeout");
        assertThat(late.value()).isEqualTo("token-of-t1");
        assertThat(asked).as("the one that gave up is not sent after all").hasValue(1);
    }

    @Test
    void acquire_poolTurnsItAway_failsTransient() throws InterruptedException {
        TokenSource source = source(
                EntraClient.builder(),
                ConnectionProvider.builder("full")
                        .maxConnections(1)
                        .pendingAcquireMaxCount(1)
                        .build());
        CompletableFuture<AccessToken> first = source.acquire(tenant(1)).toCompletableFuture();
        assertThat(gate.awaitArrivals(1, Duration.ofSeconds(20))).isTrue();
        CompletableFuture<AccessToken> second = source.acquire(tenant(2)).toCompletableFuture();

        AuthenticationException e = Acquiring.failure(source, tenant(3));
        gate.open();
        CompletableFuture.allOf(first, second).orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(e).isInstanceOf(TransientAuthenticationException.class).hasMessageContaining("got no connection");
    }

    @Test
    void queueTimeout_notPositive_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> EntraClient.builder().queueTimeout(Duration.ZERO));
    }
}
