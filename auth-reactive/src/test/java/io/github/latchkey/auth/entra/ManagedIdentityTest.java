package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.ManagedIdentityCredential;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.reactive.MovedTime;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.Gate;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

class ManagedIdentityTest {

    private static final String CLIENT_ID = "b7d46a10-2f3c-4e98-8c1d-90e6f5a3b7d2";
    private static final String RESOURCE = "https://batch.core.windows.net/";
    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());
    private static final String TOKEN =
            "{\"access_token\":\"issued\",\"expires_in\":\"86399\",\"token_type\":\"Bearer\"}";

    private final List<ServerRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<ServerRequest, ServerResponse> answer = request -> json(200, TOKEN);
    private final TestServer server = TestServer.builder(this::handle).start();
    private final EntraClient client = EntraClient.builder().build();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        client.dispose();
        server.close();
    }

    private ServerResponse handle(ServerRequest request) {
        requests.add(request);
        return answer.apply(request);
    }

    private static ServerResponse json(int status, String body) {
        return ServerResponse.status(status).body("application/json", body);
    }

    private TokenSource source(Map<String, String> environment) {
        return source(environment, builder -> builder);
    }

    private TokenSource source(
            Map<String, String> environment, UnaryOperator<ManagedIdentityCredential.Builder> change) {
        return client.source(change.apply(Credential.managedIdentity().environment(environment))
                .build());
    }

    private Map<String, String> metadataService() {
        return Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.uri() + "/");
    }

    private Map<String, String> appService() {
        return Map.of("IDENTITY_ENDPOINT", server.uri() + "/msi/token", "IDENTITY_HEADER", "the-header");
    }

    private Map<String, String> olderAppService() {
        return Map.of("MSI_ENDPOINT", server.uri() + "/msi/token", "MSI_SECRET", "the-secret");
    }

    private Map<String, String> cloudShell() {
        return Map.of("MSI_ENDPOINT", server.uri() + "/oauth2/token");
    }

    private Map<String, String> arc() {
        return Map.of("IDENTITY_ENDPOINT", server.uri() + "/metadata/identity/oauth2/token", "IMDS_ENDPOINT", "x");
    }

    private ServerRequest last() {
        return requests.get(requests.size() - 1);
    }

    @Test
    void acquire_metadataService_asksAsDocumented() {
        AccessToken token = Acquiring.token(source(metadataService()), BATCH);

        assertThat(token.value()).isEqualTo("issued");
        assertThat(token.expiresAt()).isAfter(Instant.now().plus(Duration.ofHours(23)));
        assertThat(last().method()).isEqualTo("GET");
        assertThat(last().path()).isEqualTo("/metadata/identity/oauth2/token");
        assertThat(last().query().toMap()).isEqualTo(Map.of("api-version", "2018-02-01", "resource", RESOURCE));
        assertThat(last().headers().text("Metadata")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT_ID, client_id, client_id",
        "OBJECT_ID, object_id, principal_id",
        "RESOURCE_ID, msi_res_id, mi_res_id"
    })
    void acquire_userAssigned_namesItAsTheHostWantsIt(
            ManagedIdentityCredential.IdType type, String metadataName, String appServiceName) {
        UnaryOperator<ManagedIdentityCredential.Builder> chosen = choice(type);

        Acquiring.token(source(metadataService(), chosen), BATCH);
        assertThat(last().query().text(metadataName)).isEqualTo(CLIENT_ID);

        Acquiring.token(source(appService(), chosen), BATCH);
        assertThat(last().query().text(appServiceName)).isEqualTo(CLIENT_ID);
    }

    @ParameterizedTest
    @CsvSource({"CLIENT_ID, client_id", "OBJECT_ID, object_id", "RESOURCE_ID, mi_res_id"})
    void acquire_userAssignedOfServiceFabric_isNamedAsItWantsIt(ManagedIdentityCredential.IdType type, String name)
            throws GeneralSecurityException {
        TestCertificate certificate = TestCertificate.selfSigned("anything");
        try (TestServer fabric =
                TestServer.builder(this::handle).certificate(certificate).start()) {
            Acquiring.token(source(fabric(fabric.uri(), thumbprint(certificate)), choice(type)), BATCH);

            assertThat(last().query().text(name)).isEqualTo(CLIENT_ID);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ManagedIdentityCredential.IdType.class,
            names = {"OBJECT_ID", "RESOURCE_ID"})
    void acquire_userAssignedOfOlderAppService_isByClientIdAlone(ManagedIdentityCredential.IdType type) {
        assertThat(Acquiring.failure(source(olderAppService(), choice(type)), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContaining("cannot be chosen by " + type);
        assertThat(requests).isEmpty();
    }

    private static UnaryOperator<ManagedIdentityCredential.Builder> choice(ManagedIdentityCredential.IdType type) {
        return switch (type) {
            case CLIENT_ID -> builder -> builder.clientId(CLIENT_ID);
            case OBJECT_ID -> builder -> builder.objectId(CLIENT_ID);
            case RESOURCE_ID -> builder -> builder.resourceId(CLIENT_ID);
            case SYSTEM_ASSIGNED -> builder -> builder;
        };
    }

    @Test
    void acquire_appService_asksAsDocumented() {
        long expiresOn = Instant.now().plusSeconds(3600).getEpochSecond();
        answer = request -> json(200, "{\"access_token\":\"issued\",\"expires_on\":\"" + expiresOn + "\"}");

        AccessToken token = Acquiring.token(source(appService()), BATCH);

        assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(expiresOn));
        assertThat(last().query().toMap()).isEqualTo(Map.of("api-version", "2019-08-01", "resource", RESOURCE));
        assertThat(last().headers().text("X-IDENTITY-HEADER")).isEqualTo("the-header");
        assertThat(last().headers().has("Metadata")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"86400, 600, 600", "600, 86400, 600"})
    void acquire_tokenThatTheEndpointKept_expiresAtTheEarlierOfItsEnds(long in, long on, long earlier) {
        Instant now = Instant.now();
        answer = request -> json(
                200,
                "{\"access_token\":\"issued\",\"expires_in\":\"" + in + "\",\"expires_on\":\""
                        + now.plusSeconds(on).getEpochSecond() + "\"}");

        AccessToken token = Acquiring.token(source(metadataService()), BATCH);

        assertThat(token.expiresAt()).isBetween(now.plusSeconds(earlier - 1), now.plusSeconds(earlier + 300));
    }

    @Test
    void acquire_lifeWithoutAnEnd_isTakenForAYear() {
        answer = request -> json(
                200,
                "{\"access_token\":\"issued\",\"expires_in\":" + Long.MAX_VALUE + ",\"refresh_in\":" + Long.MAX_VALUE
                        + ",\"expires_on\":" + Long.MAX_VALUE + "}");

        assertThat(Acquiring.token(source(metadataService()), BATCH).expiresAt())
                .isBefore(Instant.now().plus(Duration.ofDays(367)));
    }

    @Test
    void acquire_anotherTenant_isRefusedWithoutAsking() {
        assertThat(Acquiring.failure(
                        source(appService()),
                        BATCH.toBuilder().tenantId("other.example").build()))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContainingAll("tenantId 'other.example'", "leave the tenant out")
                .hasCauseInstanceOf(InvalidOptionException.class);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11/23/2055 10:00:00 PM +00:00", "11/23/2055 22:00:00 +00:00", "2055-11-23T22:00:00+00:00"})
    void acquire_olderAppService_readsItsDates(String expiresOn) {
        answer = request -> json(200, "{\"access_token\":\"issued\",\"expires_on\":\"" + expiresOn + "\"}");

        AccessToken token = Acquiring.token(source(olderAppService(), builder -> builder.clientId(CLIENT_ID)), BATCH);

        assertThat(token.expiresAt()).isEqualTo(Instant.parse("2055-11-23T22:00:00Z"));
        assertThat(last().query().toMap())
                .isEqualTo(Map.of("api-version", "2017-09-01", "resource", RESOURCE, "clientid", CLIENT_ID));
        assertThat(last().headers().text("secret")).isEqualTo("the-secret");
    }

    @Test
    void acquire_machineLearning_usesTheIdentityOfTheComputeInstance() {
        Acquiring.token(
                source(Map.of(
                        "MSI_ENDPOINT",
                        server.uri() + "/msi/token",
                        "MSI_SECRET",
                        "the-secret",
                        "DEFAULT_IDENTITY_CLIENT_ID",
                        CLIENT_ID)),
                BATCH);

        assertThat(last().query().text("clientid")).isEqualTo(CLIENT_ID);
    }

    @Test
    void acquire_cloudShell_postsAForm() {
        Acquiring.token(source(cloudShell()), BATCH);

        assertThat(last().method()).isEqualTo("POST");
        assertThat(last().form()).isEqualTo(Fields.none().plus("resource", RESOURCE));
        assertThat(last().headers().text("Metadata")).isEqualTo("true");
    }

    @Test
    void acquire_hostWithoutUserAssignedIdentities_saysSo() {
        for (Map<String, String> environment : List.of(cloudShell(), arc())) {
            assertThat(Acquiring.failure(source(environment, builder -> builder.clientId(CLIENT_ID)), BATCH))
                    .isInstanceOf(CredentialUnavailableException.class)
                    .hasMessageContaining("cannot be chosen by CLIENT_ID");
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void acquire_arc_bringsBackTheContentOfTheChallengeFile() throws IOException {
        Path key = Files.writeString(directory.resolve("abc.key"), "key-content\n");
        challengeWith(key.toString());

        AccessToken token = Acquiring.token(source(arc(), this::inDirectory), BATCH);

        assertThat(token.value()).isEqualTo("issued");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0).query().text("api-version")).isEqualTo("2020-06-01");
        assertThat(requests.get(0).headers().has("Authorization")).isFalse();
        assertThat(last().headers().text("Authorization")).isEqualTo("Basic key-content");
    }

    private ManagedIdentityCredential.Builder inDirectory(ManagedIdentityCredential.Builder builder) {
        return builder.arcKeyDirectory(directory);
    }

    private void challengeWith(String file) {
        answer = request -> request.headers().has("Authorization")
                ? json(200, TOKEN)
                : ServerResponse.status(401).header("WWW-Authenticate", "Basic realm=" + file);
    }

    @Test
    void acquire_arcChallengeThatNamesAnotherFile_isRefused() throws IOException {
        Path elsewhere = Files.createTempFile("secret", ".key");
        Files.writeString(elsewhere, "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link.key"), elsewhere);
        Path below = Files.createDirectory(directory.resolve("below"));
        Path deeper = Files.writeString(below.resolve("deeper.key"), "precious");
        Path other = Files.writeString(directory.resolve("passwd"), "precious");
        Path large = Files.writeString(directory.resolve("large.key"), "x".repeat(4097));
        Path lines = Files.writeString(directory.resolve("lines.key"), "a\r\nEvil: 1");
        try {
            for (String file : List.of(
                    elsewhere.toString(),
                    link.toString(),
                    deeper.toString(),
                    other.toString(),
                    large.toString(),
                    lines.toString(),
                    directory.resolve("../" + elsewhere.getFileName()).toString(),
                    directory.resolve("absent.key").toString(),
                    "relative.key")) {
                requests.clear();
                challengeWith(file);

                assertThat(Acquiring.failure(source(arc(), this::inDirectory), BATCH))
                        .as(file)
                        .isInstanceOf(PermanentAuthenticationException.class);
                assertThat(requests).as("nothing goes out for " + file).hasSize(1);
            }
        } finally {
            Files.delete(elsewhere);
        }
    }

    @Test
    void acquire_arcKnownByItsAgentAlone_asksArcsOwnAddress() throws IOException {
        Path agent = Files.createFile(directory.resolve("himds"));

        AuthenticationException e = Acquiring.failure(source(Map.of(), builder -> builder.arcAgent(agent)), BATCH);

        assertThat(e)
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContainingAll("Azure Arc", "http://localhost:40342/metadata/identity/oauth2/token");
    }

    @Test
    void acquire_arcsAgentAndVariables_followsTheVariables() throws IOException {
        Path agent = Files.createFile(directory.resolve("himds"));

        Acquiring.token(source(appService(), builder -> builder.arcAgent(agent)), BATCH);

        assertThat(last().headers().has("X-IDENTITY-HEADER")).isTrue();
    }

    @Test
    void acquire_noAgent_asksTheMetadataService() {
        Acquiring.token(source(metadataService(), builder -> builder.arcAgent(directory.resolve("absent"))), BATCH);

        assertThat(last().query().text("api-version")).isEqualTo("2018-02-01");
    }

    @Test
    void acquire_arcWithoutChallenge_isRefused() {
        answer = request -> json(200, TOKEN);

        assertThat(Acquiring.failure(source(arc()), BATCH)).hasMessageContaining("challenge");
    }

    @Test
    void acquire_serviceFabric_trustsTheThumbprintAloneAndTellsTheRefusedToken() throws GeneralSecurityException {
        TestCertificate certificate = TestCertificate.selfSigned("anything");
        try (TestServer fabric =
                TestServer.builder(this::handle).certificate(certificate).start()) {
            AccessToken refused = AccessToken.builder(
                            "refused", Instant.now(), Instant.now().plusSeconds(60))
                    .build();
            EntraClient capable =
                    EntraClient.builder().clientCapabilities("cp1").build();

            capable.source(Credential.managedIdentity()
                            .environment(fabric(fabric.uri(), thumbprint(certificate)))
                            .build())
                    .acquire(BATCH.toBuilder().rejected(refused).build())
                    .toCompletableFuture()
                    .join();

            assertThat(last().query().toMap())
                    .isEqualTo(Map.of(
                            "api-version",
                            "2019-07-01-preview",
                            "resource",
                            RESOURCE,
                            "xms_cc",
                            "cp1",
                            "token_sha256_to_refresh",
                            HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256")
                                            .digest("refused".getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
            assertThat(last().headers().text("secret")).isEqualTo("the-header");
            capable.dispose();

            assertThat(Acquiring.failure(source(fabric(fabric.uri(), "00".repeat(20))), BATCH))
                    .isInstanceOf(PermanentAuthenticationException.class)
                    .hasMessageContaining("certificate is not trusted");
            assertThat(requests).hasSize(1);
        }
    }

    private static Map<String, String> fabric(URI uri, String thumbprint) {
        return Map.of(
                "IDENTITY_ENDPOINT",
                uri + "/metadata/identity/oauth2/token",
                "IDENTITY_HEADER",
                "the-header",
                "IDENTITY_SERVER_THUMBPRINT",
                thumbprint);
    }

    private static String thumbprint(TestCertificate certificate) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-1")
                        .digest(certificate.certificate().getEncoded()));
    }

    @Test
    void source_serviceFabricWithoutAThumbprint_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> source(fabric(server.uri(), "abc")))
                .satisfies(e -> assertThat(e.option()).isEqualTo("IDENTITY_SERVER_THUMBPRINT"));
    }

    @ParameterizedTest
    @CsvSource({"404,0", "410,5", "429,2", "500,1", "503,1"})
    void acquire_endpointInTrouble_isTransientWithItsPause(int status, long seconds) {
        answer = request -> json(status, "{\"error\":\"x\",\"error_description\":\"y\"}");

        AuthenticationException e = Acquiring.failure(source(metadataService()), BATCH);

        assertThat(e).isInstanceOf(TransientAuthenticationException.class);
        assertThat(e.retryAfter().map(Duration::toSeconds).orElse(0L)).isEqualTo(seconds);
        assertThat(requests).hasSize(1);
    }

    /** A provider on moved time. Its flights run on the test's thread, which waits for the real endpoint. */
    private TokenProvider provider(MovedTime time, Duration flightTimeout) {
        TokenSource source = source(metadataService());
        return TokenProvider.builder(
                        request -> {
                            CompletableFuture<AccessToken> answer =
                                    source.acquire(request).toCompletableFuture();
                            var unused = answer.handle((token, error) -> token)
                                    .orTimeout(20, TimeUnit.SECONDS)
                                    .join();
                            return answer;
                        },
                        BATCH)
                .flightTimeout(flightTimeout)
                .scheduler(time.scheduler)
                .clock(time)
                .nanoTime(time::nanoTime)
                .random(() -> 0)
                .build();
    }

    @Test
    void provider_endpointBeingUpgraded_ridesOutItsSeventySeconds() {
        MovedTime time = new MovedTime();
        answer = request -> time.nanoTime() < Duration.ofSeconds(70).toNanos()
                ? json(410, "{\"error\":\"gone\",\"error_description\":\"upgrade\"}")
                : json(200, TOKEN);
        TokenProvider provider = provider(time, Duration.ofSeconds(90));

        CompletableFuture<AccessToken> token = provider.token().toFuture();
        time.advance(Duration.ofSeconds(90));

        assertThat(token).isCompletedWithValueMatching(issued -> issued.value().equals("issued"));
        assertThat(requests).hasSizeBetween(3, 16);
        provider.dispose();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void provider_endpointRefuses_asksOnce(int status) {
        MovedTime time = new MovedTime();
        answer = request -> json(status, "{\"error\":\"invalid_request\",\"error_description\":\"no\"}");
        TokenProvider provider = provider(time, Duration.ofSeconds(30));

        CompletableFuture<AccessToken> token = provider.token().toFuture();
        time.advance(Duration.ofSeconds(30));

        assertThat(token).isCompletedExceptionally();
        assertThat(requests).hasSize(1);
        provider.dispose();
    }

    @Test
    void acquire_noSuchIdentity_isUnavailable() {
        answer = request -> json(400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");

        assertThat(Acquiring.failure(source(metadataService()), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContaining("Identity not found");
    }

    @Test
    void acquire_errorOfAppService_isRead() {
        answer = request ->
                json(400, "{\"statusCode\":400,\"message\":\"No Managed Identity found\",\"correlationId\":\"1\"}");

        assertThat(Acquiring.failure(source(appService()), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContaining("No Managed Identity found");
    }

    @Test
    void acquire_twoScopes_isRefused() {
        assertThat(Acquiring.failure(source(metadataService()), TokenRequest.forScopes("a/.default", "b/.default")))
                .hasMessageContaining("one resource");
    }

    @Test
    void acquire_withAProxy_goesPastItWhateverTheHost() throws GeneralSecurityException, IOException {
        Path key = Files.writeString(directory.resolve("abc.key"), "key-content");
        TestCertificate certificate = TestCertificate.selfSigned("anything");
        try (TestServer proxy = TestServer.builder(request -> json(200, TOKEN.replace("issued", "stolen")))
                        .start();
                TestServer fabric = TestServer.builder(this::handle)
                        .certificate(certificate)
                        .start()) {
            HttpClient proxied = HttpClient.create()
                    .proxy(spec -> spec.type(ProxyProvider.Proxy.HTTP)
                            .host("127.0.0.1")
                            .port(proxy.uri().getPort()));
            EntraClient behind = EntraClient.builder().httpClient(proxied).build();
            for (Map<String, String> environment : List.of(
                    metadataService(),
                    appService(),
                    olderAppService(),
                    cloudShell(),
                    arc(),
                    fabric(fabric.uri(), thumbprint(certificate)))) {
                if (environment.containsKey("IMDS_ENDPOINT")) {
                    challengeWith(key.toString());
                } else {
                    answer = request -> json(200, TOKEN);
                }
                TokenSource source = behind.source(inDirectory(Credential.managedIdentity()
                                .environment(environment)
                                .probeTimeout(Duration.ofSeconds(5)))
                        .build());

                assertThat(Acquiring.token(source, BATCH).value()).isEqualTo("issued");
            }
            assertThat(proxy.journal().total()).isZero();

            assertThat(Acquiring.failure(
                            behind.source(Credential.clientSecret(
                                    "contoso.example", "b7d46a10-2f3c-4e98-8c1d-90e6f5a3b7d2", "secret")),
                            BATCH))
                    .isNotNull();
            assertThat(proxy.journal().total())
                    .as("the proxy is there, for others")
                    .isEqualTo(1);
        }
    }

    @Test
    void acquire_probe_asksOnceWithoutTheHeader() {
        answer = request ->
                request.headers().has("Metadata") ? json(200, TOKEN) : json(400, "{\"error\":\"bad_request_102\"}");
        TokenSource source = source(metadataService(), builder -> builder.probeTimeout(Duration.ofSeconds(5)));

        Acquiring.token(source, BATCH);
        Acquiring.token(source, BATCH);

        assertThat(requests)
                .extracting(request -> request.headers().has("Metadata"))
                .containsExactly(false, true, true);
    }

    @Test
    void acquire_probeGetsNoAnswer_isUnavailableByItsTimeout() {
        Gate gate = Gate.closed();
        try (TestServer hanging = TestServer.builder(this::handle)
                .faults(request -> Optional.of(Fault.pass().behind(gate)))
                .start()) {
            TokenSource source = source(
                    Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", hanging.uri().toString()),
                    builder -> builder.probeTimeout(Duration.ofMillis(200)));

            assertThat(Acquiring.failure(source, BATCH))
                    .isInstanceOf(CredentialUnavailableException.class)
                    .hasMessageContaining("did not answer within PT0.2S");
            assertThat(requests)
                    .as("nothing was asked of it")
                    .noneMatch(request -> request.headers().has("Metadata"));

            gate.open();
            assertThat(Acquiring.token(source, BATCH).value())
                    .as("a probe that failed is repeated")
                    .isEqualTo("issued");
        }
    }

    @Test
    void acquire_probeFindsNobody_isUnavailable() {
        server.close();

        assertThat(Acquiring.failure(
                        source(metadataService(), builder -> builder.probeTimeout(Duration.ofSeconds(5))), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContaining("no managed identity endpoint");
    }
}
