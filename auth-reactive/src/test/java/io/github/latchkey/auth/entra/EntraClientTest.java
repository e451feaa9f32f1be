package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraTenant;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.FederatedIssuer;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

class EntraClientTest {

    private static final String TENANT = FakeEntra.DEFAULT_TENANT_ID;
    private static final String CLIENT = FakeEntra.DEFAULT_CLIENT_ID;
    private static final String ISSUER = "https://issuer.example/cluster";
    private static final String SUBJECT = "system:serviceaccount:jobs:runner";

    private final TestCertificate certificate = TestCertificate.selfSigned("app");
    private final FederatedIssuer issuer = FederatedIssuer.of(ISSUER);
    private final FakeEntra entra = FakeEntra.builder()
            .tenant(EntraTenant.of("11111111-2222-3333-4444-555555555555", "other.example"))
            .federatedIssuer(issuer)
            .app(EntraApp.builder(CLIENT)
                    .tenant(TENANT)
                    .tenant("11111111-2222-3333-4444-555555555555")
                    .secret(FakeEntra.DEFAULT_CLIENT_SECRET)
                    .certificate(certificate)
                    .federatedCredential(ISSUER, SUBJECT)
                    .build())
            .start();
    private final Cloud cloud = Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource());
    private final TokenRequest batch = TokenRequest.forScopes(cloud.batchScope());
    private final EntraClient client =
            EntraClient.builder().httpClient(entra.httpClient()).build();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        client.dispose();
        entra.close();
    }

    private ClientSecretCredential secret(String value) {
        return Credential.clientSecret()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .clientSecret(value)
                .build();
    }

    private VerifiedToken verified(AccessToken token) {
        return entra.tokenVerifier().verify(token.value(), Set.of(cloud.batchResource()));
    }

    private static EntraApp app(FakeEntra entra) {
        return entra.directory().app(CLIENT).orElseThrow();
    }

    @Test
    void acquire_withSecret_isATokenOfTheApplicationForBatch() {
        AccessToken token = Acquiring.token(client.source(secret(FakeEntra.DEFAULT_CLIENT_SECRET)), batch);

        assertThat(verified(token).clientId()).isEqualTo(CLIENT);
        assertThat(verified(token).tenantId()).isEqualTo(TENANT);
        assertThat(token.scopes()).containsExactly(cloud.batchScope());
        assertThat(token.expiresAt()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        assertThat(entra.tokenRequests().grant("client_credentials").count()).isEqualTo(1);
    }

    @Test
    void acquire_beforeItIsCalled_asksNothing() {
        client.source(secret(FakeEntra.DEFAULT_CLIENT_SECRET));

        assertThat(entra.journal().total()).isZero();
    }

    @Test
    void acquire_secretRotated_asksTheSupplierAnew() {
        AtomicReference<String> current = new AtomicReference<>("first");
        entra.directory()
                .save(app(entra).toBuilder().noSecrets().secret("first").build());
        TokenSource source = client.source(Credential.clientSecret()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .clientSecret(current::get)
                .build());
        Acquiring.token(source, batch);

        entra.directory()
                .save(app(entra).toBuilder().noSecrets().secret("second").build());
        assertThat(Acquiring.failure(source, batch).errorCode()).hasValue(7000215);
        current.set("second");

        assertThat(verified(Acquiring.token(source, batch)).clientId()).isEqualTo(CLIENT);
    }

    @Test
    void acquire_supplierThatBlocksAndFails_failsTypedAndOffTheEventLoop() {
        AtomicReference<String> thread = new AtomicReference<>("");
        TokenSource source = client.source(Credential.clientSecret()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .clientSecret(() -> {
                    thread.set(Thread.currentThread().getName());
                    throw new IllegalStateException("the vault's password is hush-hush");
                })
                .build());

        AuthenticationException e = Acquiring.failure(source, batch);

        assertThat(e).isInstanceOf(PermanentAuthenticationException.class);
        assertThat(e.getMessage())
                .contains("client secret", "IllegalStateException")
                .doesNotContain("hush");
        assertThat(thread.get()).startsWith("boundedElastic");
    }

    @Test
    void acquire_supplierAnswersNothing_saysSo() {
        TokenSource source = client.source(Credential.clientSecret()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .clientSecret(() -> " ")
                .build());

        assertThat(Acquiring.failure(source, batch)).hasMessageContaining("client secret's supplier answered nothing");
        assertThat(entra.journal().total()).isZero();
    }

    @Test
    void acquire_wrongSecret_isPermanentWithCodeIdsAndRemedy() {
        String correlationId = "0b0e0d5e-6f0f-4d0e-8b5a-000000000001";

        AuthenticationException e = Acquiring.failure(
                client.source(secret("wrong~secret")),
                batch.toBuilder().correlationId(correlationId).build());

        assertThat(e).isInstanceOf(PermanentAuthenticationException.class);
        assertThat(e.error()).contains("invalid_client");
        assertThat(e.errorCode()).hasValue(7000215);
        assertThat(e.details().statusCode()).hasValue(401);
        assertThat(e.correlationId()).contains(correlationId);
        assertThat(e.traceId()).isPresent();
        assertThat(e.remedy()).hasValueSatisfying(remedy -> assertThat(remedy).contains("not its id"));
        assertThat(e.getMessage()).doesNotContain("wrong~secret");
    }

    @Test
    void acquire_expiredSecret_saysSo() {
        entra.directory()
                .save(app(entra).toBuilder()
                        .secret("old", Instant.now().minusSeconds(60))
                        .build());

        assertThat(Acquiring.failure(client.source(secret("old")), batch).errorCode())
                .hasValue(7000222);
    }

    @Test
    void acquire_otherTenantInTheRequest_asksThatTenant() {
        AccessToken token = Acquiring.token(
                client.source(secret(FakeEntra.DEFAULT_CLIENT_SECRET)),
                batch.toBuilder().tenantId("other.example").build());

        assertThat(verified(token).tenantId()).isEqualTo("11111111-2222-3333-4444-555555555555");
    }

    @Test
    void acquire_unknownTenantOrScope_isPermanent() {
        TokenSource source = client.source(secret(FakeEntra.DEFAULT_CLIENT_SECRET));

        assertThat(Acquiring.failure(
                                source,
                                batch.toBuilder().tenantId("nobody.example").build())
                        .errorCode())
                .hasValue(90002);
        assertThat(Acquiring.failure(source, TokenRequest.forScopes("https://nothing.example/.default"))
                        .errorCode())
                .hasValue(500011);
    }

    @Test
    void acquire_certificate_signsAnAssertionThatIsAccepted() {
        TokenSource source = client.source(Credential.clientCertificate()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .certificate(ClientCertificate.of(certificate.privateKey(), List.of(certificate.certificate())))
                .sendCertificateChain(true)
                .build());

        assertThat(verified(Acquiring.token(source, batch)).clientId()).isEqualTo(CLIENT);
    }

    @Test
    void acquire_certificateFileReplaced_usesTheNewOne() throws IOException {
        Path file = directory.resolve("app.pem");
        Files.writeString(file, certificate.privateKeyPem() + certificate.certificatePem());
        TokenSource source = client.source(Credential.clientCertificate()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .certificateFile(file)
                .build());
        Acquiring.token(source, batch);

        TestCertificate renewed = TestCertificate.selfSigned("renewed");
        entra.directory()
                .save(app(entra).toBuilder()
                        .noCertificates()
                        .certificate(renewed)
                        .build());
        assertThat(Acquiring.failure(source, batch).errorCode()).hasValue(700027);
        Files.write(file, renewed.pkcs12(""));

        assertThat(verified(Acquiring.token(source, batch)).clientId()).isEqualTo(CLIENT);
    }

    @Test
    void acquire_certificateFileAbsent_namesTheFile() {
        TokenSource source = client.source(Credential.clientCertificate()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .certificateFile(directory.resolve("absent.pem"))
                .build());

        assertThat(Acquiring.failure(source, batch))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContainingAll("client certificate", "there is no file", "absent.pem");
    }

    @Test
    void acquire_certificateOutsideItsValidity_saysSoPlainlyWithoutAsking() {
        Instant now = Instant.now();
        TestCertificate expired =
                TestCertificate.selfSigned("old", now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
        TestCertificate early =
                TestCertificate.selfSigned("new", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)));

        assertThat(Acquiring.failure(client.source(with(expired)), batch))
                .hasMessageContainingAll("CN=old", "expired at", "Put a new certificate");
        assertThat(Acquiring.failure(client.source(with(early)), batch))
                .hasMessageContainingAll("CN=new", "not valid before");
        assertThat(entra.journal().total()).isZero();
    }

    private Credential with(TestCertificate test) {
        return Credential.clientCertificate()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .certificate(() -> ClientCertificate.of(test.privateKey(), List.of(test.certificate())))
                .build();
    }

    @Test
    void acquire_assertionSupplier_isAskedAnewEachTime() {
        AtomicInteger asked = new AtomicInteger();
        TokenSource source = client.source(Credential.clientAssertion()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .assertion(() -> {
                    asked.incrementAndGet();
                    return CompletableFuture.supplyAsync(
                            () -> issuer.assertion(SUBJECT, Instant.now(), Duration.ofMinutes(5)));
                })
                .build());

        Acquiring.token(source, batch);
        Acquiring.token(source, batch);

        assertThat(asked).hasValue(2);
    }

    @Test
    void acquire_assertionSupplierFailsOrAnswersNothing_failsTyped() {
        assertThat(assertionFailure(CompletableFuture.failedFuture(new IOException("vault"))))
                .isInstanceOf(TransientAuthenticationException.class);
        assertThat(assertionFailure(CompletableFuture.failedFuture(new IllegalStateException())))
                .isInstanceOf(PermanentAuthenticationException.class);
        assertThat(assertionFailure(CompletableFuture.completedFuture("")))
                .hasMessageContaining("client assertion's supplier answered nothing");
    }

    private AuthenticationException assertionFailure(CompletionStage<String> answer) {
        return Acquiring.failure(
                client.source(Credential.clientAssertion()
                        .cloud(cloud)
                        .tenantId(TENANT)
                        .clientId(CLIENT)
                        .assertion(() -> answer)
                        .build()),
                batch);
    }

    @Test
    void acquire_workloadIdentity_readsTheRotatedFileAnew() throws IOException {
        Path file = directory.resolve("token");
        TokenSource source = client.source(Credential.workloadIdentity()
                .cloud(cloud)
                .tenantId(TENANT)
                .clientId(CLIENT)
                .tokenFile(file)
                .build());

        assertThat(Acquiring.failure(source, batch))
                .hasMessageContainingAll("federated token file", "there is no file");
        Files.writeString(file, "");
        assertThat(Acquiring.failure(source, batch)).isInstanceOf(TransientAuthenticationException.class);
        Files.writeString(file, issuer.assertion("system:serviceaccount:other", Instant.now(), Duration.ofHours(1)));
        assertThat(Acquiring.failure(source, batch).errorCode().orElse(0)).isIn(700213, 7002137, 7002138);
        Files.writeString(file, issuer.assertion(SUBJECT, Instant.now(), Duration.ofHours(1)) + "\n");

        assertThat(verified(Acquiring.token(source, batch)).clientId()).isEqualTo(CLIENT);
    }

    @Test
    void acquire_clientCapabilities_declaresThemBesideTheChallenge() {
        EntraClient capable = EntraClient.builder()
                .httpClient(entra.httpClient())
                .clientCapabilities("cp1")
                .build();
        TokenSource source = capable.source(secret(FakeEntra.DEFAULT_CLIENT_SECRET));

        Acquiring.token(source, batch);
        Acquiring.token(
                source,
                batch.toBuilder()
                        .claims("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}")
                        .build());

        assertThat(entra.tokenRequests()
                        .claims("{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}")
                        .count())
                .isEqualTo(1);
        assertThat(entra.tokenRequests()
                        .claims("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"},"
                                + "\"xms_cc\":{\"values\":[\"cp1\"]}}}")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void acquire_cancelled_closesTheRequest() throws InterruptedException {
        entra.faults().on(FakeEntra.tokenEndpoint()).hang();
        AtomicInteger disconnected = new AtomicInteger();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        HttpClient http = entra.httpClient()
                .doOnRequest((request, connection) -> connection.onDispose(() -> {
                    disconnected.incrementAndGet();
                    gone.complete(null);
                }));
        EntraClient observed = EntraClient.builder().httpClient(http).build();

        CompletableFuture<AccessToken> token = observed.source(secret(FakeEntra.DEFAULT_CLIENT_SECRET))
                .acquire(batch)
                .toCompletableFuture();
        assertThat(entra.journal().await(1, request -> true, Duration.ofSeconds(10)))
                .isTrue();
        token.cancel(true);

        gone.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(disconnected).hasValue(1);
    }

    @Test
    void acquire_answerThatIsDroppedOnItsWay_closesItsConnection() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        EntraClient dropping = EntraClient.builder()
                .httpClient(entra.httpClient()
                        .doOnDisconnected(connection -> gone.complete(null))
                        .mapConnect(answered -> answered.filter(connection -> false)))
                .build();

        assertThat(Acquiring.failure(dropping.source(secret(FakeEntra.DEFAULT_CLIENT_SECRET)), batch))
                .isNotNull();

        gone.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void acquire_serverNobodyTrusts_isPermanent() {
        EntraClient distrustful = EntraClient.builder().build();
        try {
            assertThat(Acquiring.failure(distrustful.source(secret("x")), batch))
                    .isInstanceOf(PermanentAuthenticationException.class)
                    .hasMessageContaining("certificate is not trusted");
        } finally {
            distrustful.dispose();
        }
    }

    @Test
    void acquire_hostThatDoesNotExist_isTransient() {
        Credential nowhere = Credential.clientSecret()
                .cloud(Cloud.custom("none", URI.create("https://nowhere.invalid"), "https://batch.example/"))
                .tenantId(TENANT)
                .clientId(CLIENT)
                .clientSecret("x")
                .build();

        assertThat(Acquiring.failure(client.source(nowhere), batch))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("host name is unknown");
    }

    static List<EntraClient.Builder> ownConnectionsOrTheCallers() {
        return List.of(EntraClient.builder(), EntraClient.builder().httpClient(HttpClient.create()));
    }

    @ParameterizedTest
    @MethodSource("ownConnectionsOrTheCallers")
    void dispose_isTerminal(EntraClient.Builder builder) {
        EntraClient closing = builder.build();
        TokenSource source = closing.source(secret("x"));
        assertThat(closing.isDisposed()).isFalse();
        Mono<Void> close = closing.close();
        assertThat(closing.isDisposed()).as("on subscription").isFalse();

        close.block(Duration.ofSeconds(10));

        assertThat(closing.isDisposed()).isTrue();
        assertThat(Acquiring.failure(source, batch))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContainingAll("the EntraClient is closed", "Close the client when");
        assertThat(closing.isDisposed()).isTrue();
        assertThat(entra.journal().total()).isZero();
    }

    @Test
    void source_ofAUser_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> client.source(
                        Credential.interactiveBrowser().clientId(CLIENT).build()))
                .withMessageContaining("MsalEngine");
    }

    @Test
    void requestTimeout_notPositive_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> EntraClient.builder().requestTimeout(Duration.ZERO));
    }
}
