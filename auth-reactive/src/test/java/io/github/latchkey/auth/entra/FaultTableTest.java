package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of credential meets every kind of trouble, and each ends as one typed error. */
class FaultTableTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Map<String, Object> TOKEN =
            Map.of("token_type", "Bearer", "expires_in", 3599, "access_token", "issued-token");
    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());

    private static volatile Fault fault = Fault.pass();
    private static TestServer entra = server(true);
    private static TestServer metadata = server(false);
    private static EntraClient client = client(Duration.ofSeconds(10));
    private static EntraClient impatient = client(Duration.ofMillis(200));

    private static TestServer server(boolean tls) {
        TestServer.Builder builder =
                TestServer.builder(request -> ServerResponse.json(200, TOKEN)).faults(request -> Optional.of(fault));
        return tls
                ? builder.certificate(TestAuthority.shared().issueServerCertificate(List.of()))
                        .start()
                : builder.start();
    }

    private static EntraClient client(Duration timeout) {
        return EntraClient.builder()
                .httpClient(TestAuthority.shared().httpClient())
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .requestTimeout(timeout)
                .build();
    }

    @BeforeAll
    static void warmUp() {
        for (Credential credential : credentials().values()) {
            fault = Fault.pass();
            assertThat(Acquiring.token(client.source(credential), BATCH).value())
                    .isEqualTo("issued-token");
        }
    }

    @AfterAll
    static void close() {
        entra.close();
        metadata.close();
    }

    private static Map<String, Credential> credentials() {
        Cloud cloud = Cloud.custom("fake", entra.uri(), Cloud.PUBLIC.batchResource());
        TestCertificate certificate = Certificates.VALID_AT_NOON;
        ClientSecretCredential secret = Credential.clientSecret()
                .cloud(cloud)
                .tenantId("contoso.example")
                .clientId("app")
                .clientSecret("secret")
                .build();
        Map<String, Credential> credentials = new LinkedHashMap<>();
        credentials.put("secret", secret);
        credentials.put(
                "certificate",
                Credential.clientCertificate()
                        .cloud(cloud)
                        .tenantId("contoso.example")
                        .clientId("app")
                        .certificate(ClientCertificate.of(certificate.privateKey(), List.of(certificate.certificate())))
                        .build());
        credentials.put(
                "assertion",
                Credential.clientAssertion()
                        .cloud(cloud)
                        .tenantId("contoso.example")
                        .clientId("app")
                        .assertion(() -> CompletableFuture.completedFuture("assertion"))
                        .build());
        credentials.put("on behalf of", Credential.onBehalfOf(secret, "user-token"));
        credentials.put(
                "refresh token",
                Credential.refreshToken()
                        .client(secret)
                        .refreshToken(() -> "refresh-token")
                        .build());
        credentials.put(
                "managed identity",
                Credential.managedIdentity()
                        .environment(Map.of(
                                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                                metadata.uri().toString()))
                        .build());
        return credentials;
    }

    private static ServerResponse answer(Map<String, Object> change) {
        Map<String, Object> body = new LinkedHashMap<>(TOKEN);
        change.forEach((name, value) -> {
            if (value.equals(Optional.empty())) {
                body.remove(name);
            } else {
                body.put(name, value);
            }
        });
        return ServerResponse.json(200, body);
    }

    private static Map<String, Trouble> troubles() {
        Map<String, Trouble> table = new LinkedHashMap<>();
        table.put("429 without Retry-After", Trouble.passing(Fault.respond(Answers.throttled()), 429));
        table.put(
                "429 with seconds",
                Trouble.passing(Fault.respond(Answers.throttled(Duration.ofSeconds(7))), 429)
                        .after(7));
        table.put(
                "429 with a date",
                Trouble.passing(Fault.respond(Answers.throttledUntil(NOON.plusSeconds(90))), 429)
                        .after(90));
        table.put(
                "429 with nonsense",
                Trouble.passing(Fault.respond(Answers.throttled().header("Retry-After", "soon")), 429));
        table.put("HTML 503", Trouble.passing(Fault.respond(Answers.gatewayPage(503)), 503));
        table.put("HTML 502", Trouble.passing(Fault.respond(Answers.gatewayPage(502)), 502));
        table.put("reset", Trouble.passing(Fault.resetBefore(), 0));
        table.put("half a body", Trouble.passing(Fault.halfBody(), 0));
        table.put("broken JSON", Trouble.passing(Fault.garbage(), 200));
        table.put("HTML with status 200", Trouble.passing(Fault.respond(ServerResponse.html(200, "<p>hi</p>")), 200));
        table.put("an array", Trouble.passing(Fault.respond(ServerResponse.json(200, List.of(1))), 200));
        table.put("an empty body", Trouble.passing(Fault.respond(ServerResponse.status(200)), 200));
        table.put("a token that is a number", Trouble.passing(respond("access_token", 42), 200));
        table.put("a life that is a word", Trouble.passing(respond("expires_in", "soon"), 200));
        table.put("a life that is an object", Trouble.passing(respond("expires_in", Map.of("a", 1)), 200));
        table.put("no token", Trouble.lasting(respond("access_token", Optional.empty()), 200));
        table.put("no life", Trouble.lasting(respond("expires_in", Optional.empty()), 200));
        table.put("no life left", Trouble.lasting(respond("expires_in", 0), 200));
        table.put("a token of two lines", Trouble.lasting(respond("access_token", "a\nb"), 200));
        table.put("another kind of token", Trouble.lasting(respond("token_type", "pop"), 200));
        table.put("a huge body", Trouble.lasting(respond("access_token", "x".repeat(BoundedBody.LARGEST)), 0));
        table.put(
                "a redirect",
                Trouble.lasting(
                        Fault.respond(ServerResponse.status(302).header("Location", "https://evil.example/")), 302));
        table.put("plain text 403", Trouble.lasting(Fault.respond(ServerResponse.text(403, "Forbidden")), 403));
        table.put("JSON that says nothing", Trouble.lasting(Fault.respond(ServerResponse.json(400, Map.of())), 400));
        return table;
    }

    private static Fault respond(String name, Object value) {
        return Fault.respond(answer(Map.of(name, value)));
    }

    static Stream<Arguments> table() {
        return credentials().entrySet().stream()
                .flatMap(credential -> troubles().entrySet().stream()
                        .map(trouble -> Arguments.of(
                                credential.getKey(), trouble.getKey(), credential.getValue(), trouble.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void acquire_inTrouble_failsOnceAndTyped(String kind, String what, Credential credential, Trouble trouble) {
        fault = trouble.fault;
        long before = requests();

        AuthenticationException e = Acquiring.failure(client.source(credential), BATCH);

        assertThat(e.isTransient()).as(e.getMessage()).isEqualTo(trouble.passes);
        assertThat(e)
                .isInstanceOf(
                        trouble.passes
                                ? TransientAuthenticationException.class
                                : PermanentAuthenticationException.class);
        assertThat(e.details().statusCode().orElse(0)).isEqualTo(trouble.status);
        if (trouble.retryAfter != null) {
            assertThat(e.retryAfter()).contains(trouble.retryAfter);
        }
        assertThat(e.correlationId()).isPresent();
        assertThat(e.getMessage()).doesNotContain("issued-token", "secret", "user-token", "refresh-token");
        assertThat(requests() - before).as("one request, no hidden retry").isEqualTo(1);
    }

    static Stream<Arguments> kinds() {
        return credentials().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void acquire_serverHangs_endsByTheTimeout(String kind, Credential credential) {
        fault = Fault.hang();

        assertThat(Acquiring.failure(impatient.source(credential), BATCH))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void acquire_bodyDripsForever_endsByTheTimeout(String kind, Credential credential) {
        fault = Fault.drip(1, Duration.ofMillis(150));

        assertThat(Acquiring.failure(impatient.source(credential), BATCH))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void acquire_nobodyListens_isTransient(String kind, Credential credential) {
        TestServer closed = server(!kind.equals("managed identity"));
        URI gone = closed.uri();
        closed.close();

        assertThat(Acquiring.failure(client.source(elsewhere(kind, gone)), BATCH))
                .isInstanceOf(TransientAuthenticationException.class);
    }

    private static Credential elsewhere(String kind, URI gone) {
        return kind.equals("managed identity")
                ? Credential.managedIdentity()
                        .environment(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", gone.toString()))
                        .build()
                : Credential.clientSecret()
                        .cloud(Cloud.custom("gone", gone, Cloud.PUBLIC.batchResource()))
                        .tenantId("contoso.example")
                        .clientId("app")
                        .clientSecret("secret")
                        .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void acquire_unusualButUsable_isTaken(String kind, Credential credential) {
        TokenSource source = client.source(credential);

        fault = Fault.contentType("text/plain");
        assertThat(Acquiring.token(source, BATCH).expiresAt()).isEqualTo(NOON.plusSeconds(3599));
        fault = respond("expires_in", "3599");
        assertThat(Acquiring.token(source, BATCH).expiresAt()).isEqualTo(NOON.plusSeconds(3599));
        fault = respond("refresh_in", 1800);
        assertThat(Acquiring.token(source, BATCH).refreshAt()).contains(NOON.plusSeconds(1800));
        fault = Fault.respond(answer(Map.of(
                "expires_in",
                Optional.empty(),
                "expires_on",
                Long.toString(NOON.plusSeconds(60).getEpochSecond()),
                "unknown",
                Map.of("a", List.of(1, 2)))));
        assertThat(Acquiring.token(source, BATCH).expiresAt()).isEqualTo(NOON.plusSeconds(60));
        fault = respond("expires_on", "1");
        assertThat(Acquiring.token(source, BATCH).expiresAt())
                .as("what is counted from now wins over a clock that is not ours")
                .isEqualTo(NOON.plusSeconds(3599));
    }

    @Test
    void acquire_codesThatPass_areTransientWhateverTheStatus() {
        fault = Fault.respond(ServerResponse.json(
                400,
                Map.of(
                        "error",
                        "temporarily_unavailable",
                        "error_codes",
                        List.of(90033),
                        "error_description",
                        "AADSTS90033: A transient error. Trace ID: x")));

        AuthenticationException e = Acquiring.failure(client.source(elsewhere("secret", entra.uri())), BATCH);

        assertThat(e.isTransient()).isTrue();
        assertThat(e.errorCode()).hasValue(90033);
    }

    private static long requests() {
        return entra.journal().total() + metadata.journal().total();
    }

    /** What goes wrong, and what becomes of it. */
    private static final class Trouble {

        private final Fault fault;
        private final boolean passes;
        private final int status;
        private final @Nullable Duration retryAfter;

        private Trouble(Fault fault, boolean passes, int status, @Nullable Duration retryAfter) {
            this.fault = fault;
            this.passes = passes;
            this.status = status;
            this.retryAfter = retryAfter;
        }

        static Trouble passing(Fault fault, int status) {
            return new Trouble(fault, true, status, null);
        }

        static Trouble lasting(Fault fault, int status) {
            return new Trouble(fault, false, status, null);
        }

        Trouble after(long seconds) {
            return new Trouble(fault, passes, status, Duration.ofSeconds(seconds));
        }
    }

    /** Made once. */
    private static final class Certificates {
        static final TestCertificate VALID_AT_NOON =
                TestCertificate.selfSigned("app", NOON.minusSeconds(3600), NOON.plus(Duration.ofDays(365)));
    }
}
