package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.trouble.Trouble;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of credential without a person meets every kind of trouble, and each ends as one typed error. */
class FaultTableTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());

    @TempDir
    private static Path directory;

    private static volatile Fault fault = Fault.pass();
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static final TestCertificate SERVER = TestAuthority.shared().issueServerCertificate(List.of());
    private static final TestServer ENTRA =
            server(TestServer.builder(FaultTableTest::answer).certificate(SERVER));
    private static final TestServer METADATA = server(TestServer.builder(FaultTableTest::answer));
    private static final EntraClient CLIENT = client(Duration.ofSeconds(10));
    private static final EntraClient IMPATIENT = client(Duration.ofMillis(200));

    private static TestServer server(TestServer.Builder builder) {
        return builder.faults(FaultTableTest::fault).start();
    }

    private static ServerResponse answer(ServerRequest request) {
        return isChallenged(request)
                ? ServerResponse.text(401, "Bring the key.")
                        .header("WWW-Authenticate", "Basic realm=" + directory.resolve("challenge.key"))
                : ServerResponse.json(200, Trouble.TOKEN);
    }

    /** Arc's endpoint wants a key before it listens. */
    private static boolean isChallenged(ServerRequest request) {
        return request.path().startsWith("/arc") && !request.headers().has("Authorization");
    }

    private static Optional<Fault> fault(ServerRequest request) {
        if (isChallenged(request) && !request.path().startsWith("/arc-first")) {
            return Optional.empty();
        }
        REQUESTS.incrementAndGet();
        return Optional.of(fault);
    }

    private static EntraClient client(Duration timeout) {
        return EntraClient.builder()
                .httpClient(TestAuthority.shared().httpClient())
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .requestTimeout(timeout)
                .build();
    }

    @BeforeAll
    static void warmUp() throws IOException {
        Files.writeString(directory.resolve("challenge.key"), "key");
        Files.writeString(directory.resolve("federated"), "federated-token");
        fault = Fault.pass();
        for (Kind kind : kinds().toList()) {
            assertThat(Acquiring.token(CLIENT.source(kind.credential), BATCH).value())
                    .as(kind.name)
                    .isEqualTo("issued-token");
        }
    }

    @AfterAll
    static void close() {
        ENTRA.close();
        METADATA.close();
    }

    /** A way to sign in. */
    private record Kind(String name, Credential credential) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ClientSecretCredential secret(Cloud cloud) {
        return Credential.clientSecret()
                .cloud(cloud)
                .tenantId("contoso.example")
                .clientId("app")
                .clientSecret("secret")
                .build();
    }

    private static Cloud cloud(URI authority) {
        return Cloud.custom("fake", authority, Cloud.PUBLIC.batchResource());
    }

    private static Stream<Kind> kinds() {
        return kinds(ENTRA.uri(), METADATA.uri());
    }

    private static Stream<Kind> kinds(URI entra, URI metadata) {
        Cloud cloud = cloud(entra);
        ClientSecretCredential secret = secret(cloud);
        TestCertificate certificate = Certificates.VALID_AT_NOON;
        return Stream.of(
                new Kind("secret", secret),
                new Kind(
                        "certificate",
                        Credential.clientCertificate()
                                .cloud(cloud)
                                .tenantId("contoso.example")
                                .clientId("app")
                                .certificate(ClientCertificate.of(
                                        certificate.privateKey(), List.of(certificate.certificate())))
                                .build()),
                new Kind(
                        "assertion",
                        Credential.clientAssertion()
                                .cloud(cloud)
                                .tenantId("contoso.example")
                                .clientId("app")
                                .assertion(() -> CompletableFuture.completedFuture("assertion"))
                                .build()),
                new Kind(
                        "workload identity",
                        Credential.workloadIdentity()
                                .cloud(cloud)
                                .tenantId("contoso.example")
                                .clientId("app")
                                .tokenFile(directory.resolve("federated"))
                                .build()),
                new Kind("on behalf of", Credential.onBehalfOf(secret, "user-token")),
                new Kind(
                        "refresh token",
                        Credential.refreshToken()
                                .client(secret)
                                .refreshToken(() -> "refresh-token")
                                .build()),
                identity("instance metadata", Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", metadata.toString())),
                identity(
                        "App Service",
                        Map.of("IDENTITY_ENDPOINT", metadata + "/msi/token", "IDENTITY_HEADER", "secret")),
                identity("Machine Learning", Map.of("MSI_ENDPOINT", metadata + "/msi/token", "MSI_SECRET", "secret")),
                identity("Cloud Shell", Map.of("MSI_ENDPOINT", metadata + "/oauth2/token")),
                identity(
                        "Service Fabric",
                        Map.of(
                                "IDENTITY_ENDPOINT",
                                entra + "/metadata/identity/oauth2/token",
                                "IDENTITY_HEADER",
                                "secret",
                                "IDENTITY_SERVER_THUMBPRINT",
                                thumbprint(SERVER))),
                arc("Azure Arc", metadata + "/arc/token"));
    }

    private static Kind identity(String name, Map<String, String> environment) {
        return new Kind(
                name, Credential.managedIdentity().environment(environment).build());
    }

    private static Kind arc(String name, String endpoint) {
        return new Kind(
                name,
                Credential.managedIdentity()
                        .environment(Map.of("IDENTITY_ENDPOINT", endpoint, "IMDS_ENDPOINT", "x"))
                        .arcKeyDirectory(directory)
                        .build());
    }

    private static String thumbprint(TestCertificate certificate) {
        try {
            return Digests.hex("SHA-1", certificate.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> table() {
        return kinds().flatMap(
                        kind -> Trouble.ofTokenEndpoint(NOON).stream().map(trouble -> Arguments.of(kind, trouble)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void acquire_inTrouble_failsOnceAndTyped(Kind kind, Trouble trouble) {
        fault = trouble.fault();
        int before = REQUESTS.get();

        AuthenticationException e = Acquiring.failure(CLIENT.source(kind.credential), BATCH);

        trouble.requireEndedAs(e);
        assertThat(REQUESTS.get() - before).as("one request, no hidden retry").isEqualTo(1);
    }

    static Stream<Trouble> troublesBeforeTheChallenge() {
        return Trouble.ofAnyEndpoint(NOON).stream().filter(trouble -> trouble.status() != 200);
    }

    @ParameterizedTest
    @MethodSource("troublesBeforeTheChallenge")
    void acquire_arcInTroubleBeforeItsChallenge_failsOnceAndTyped(Trouble trouble) {
        fault = trouble.fault();
        int before = REQUESTS.get();

        trouble.requireEndedAs(Acquiring.failure(
                CLIENT.source(arc("Azure Arc", METADATA.uri() + "/arc-first/token").credential), BATCH));

        assertThat(REQUESTS.get() - before).isEqualTo(1);
    }

    static List<Fault> endless() {
        return List.of(Fault.hang(), Fault.drip(1, Duration.ofMillis(150)));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void acquire_arcHangsBeforeItsChallenge_endsByTheTimeout(Fault endless) {
        fault = endless;

        assertThat(Acquiring.failure(
                        IMPATIENT.source(arc("Azure Arc", METADATA.uri() + "/arc-first/token").credential), BATCH))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void acquire_serverHangs_endsByTheTimeout(Kind kind) {
        fault = Fault.hang();

        assertThat(Acquiring.failure(IMPATIENT.source(kind.credential), BATCH))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void acquire_bodyDripsForever_endsByTheTimeout(Kind kind) {
        fault = Fault.drip(1, Duration.ofMillis(150));

        assertThat(Acquiring.failure(IMPATIENT.source(kind.credential), BATCH))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }

    static Stream<Kind> kindsElsewhere() {
        TestServer closed = TestServer.builder(FaultTableTest::answer).start();
        URI gone = closed.uri();
        closed.close();
        return kinds(URI.create(gone.toString().replace("http:", "https:")), gone);
    }

    @ParameterizedTest
    @MethodSource("kindsElsewhere")
    void acquire_nobodyListens_isTransient(Kind kind) {
        assertThat(Acquiring.failure(CLIENT.source(kind.credential), BATCH))
                .isInstanceOf(TransientAuthenticationException.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void acquire_unusualButUsable_isTaken(Kind kind) {
        TokenSource source = CLIENT.source(kind.credential);

        fault = Fault.contentType("text/plain");
        assertThat(Acquiring.token(source, BATCH).expiresAt()).isEqualTo(NOON.plusSeconds(3599));
        fault = Trouble.respond("expires_in", "3599");
        assertThat(Acquiring.token(source, BATCH).expiresAt()).isEqualTo(NOON.plusSeconds(3599));
        fault = Trouble.respond("refresh_in", 1800);
        assertThat(Acquiring.token(source, BATCH).refreshAt()).contains(NOON.plusSeconds(1800));
        fault = Trouble.respond(Map.of(
                "expires_in",
                Optional.empty(),
                "expires_on",
                Long.toString(NOON.plusSeconds(60).getEpochSecond()),
                "unknown",
                Map.of("a", List.of(1, 2))));
        assertThat(Acquiring.token(source, BATCH).expiresAt()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void acquire_entraIdsClockIsNotOurs_countsFromNow() {
        fault = Trouble.respond("expires_on", "1");

        assertThat(Acquiring.token(CLIENT.source(secret(cloud(ENTRA.uri()))), BATCH)
                        .expiresAt())
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

        AuthenticationException e = Acquiring.failure(CLIENT.source(secret(cloud(ENTRA.uri()))), BATCH);

        assertThat(e.isTransient()).isTrue();
        assertThat(e.errorCode()).hasValue(90033);
    }

    /** Made once. */
    private static final class Certificates {
        static final TestCertificate VALID_AT_NOON =
                TestCertificate.selfSigned("app", NOON.minusSeconds(3600), NOON.plus(Duration.ofDays(365)));
    }
}
