package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
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
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Ten thousand tenants ask at once through one client. */
class ManyTenantsTest {

    private static final int TENANTS = 10_000;
    private static final int CONNECTIONS = 50;

    @Test
    void acquire_manyTenantsAtOnce_givesEachItsOwnWithoutAThreadThatWaits() throws InterruptedException {
        Gate gate = Gate.closed();
        Set<Object> connections = ConcurrentHashMap.newKeySet();
        try (TestServer server = TestServer.builder(Router.builder()
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
                .faults(request -> Optional.of(Fault.pass().behind(gate)))
                .start()) {
            ConnectionProvider pool = ConnectionProvider.builder("many")
                    .maxConnections(CONNECTIONS)
                    .pendingAcquireMaxCount(-1)
                    .build();
            EntraClient client = EntraClient.builder()
                    .httpClient(TestAuthority.shared()
                            .trustedBy(HttpClient.create(pool))
                            .doOnConnected(connection ->
                                    connections.add(connection.channel().id())))
                    .requestTimeout(Duration.ofMinutes(1))
                    .build();
            TokenSource source = client.source(Credential.clientSecret()
                    .cloud(Cloud.custom("fake", server.uri(), Cloud.PUBLIC.batchResource()))
                    .tenantId("home.example")
                    .clientId("app")
                    .clientSecret("secret")
                    .build());
            TokenRequest batch = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());

            IntFunction<CompletableFuture<AccessToken>> acquire = i ->
                    source.acquire(batch.toBuilder().tenantId("t" + i).build()).toCompletableFuture();
            List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
            IntStream.range(0, CONNECTIONS).mapToObj(acquire).forEach(tokens::add);
            assertThat(gate.awaitArrivals(CONNECTIONS, Duration.ofSeconds(20))).isTrue();
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            IntStream.range(CONNECTIONS, TENANTS).mapToObj(acquire).forEach(tokens::add);
            // All of them wait now: in the queue of the pool, or for an answer that is held back.
            Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
            started.removeAll(before);
            long waiting = tokens.stream().filter(token -> !token.isDone()).count();
            gate.open();
            CompletableFuture.allOf(tokens.toArray(CompletableFuture[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();

            assertThat(waiting).isEqualTo(TENANTS);
            assertThat(started).as("threads for the ones that came later").isEmpty();
            assertThat(connections).hasSizeLessThanOrEqualTo(CONNECTIONS);
            assertThat(IntStream.range(0, TENANTS))
                    .allSatisfy(i -> assertThat(tokens.get(i).join().value()).isEqualTo("token-of-t" + i));
            pool.disposeLater().block(Duration.ofSeconds(10));
        }
    }
}
