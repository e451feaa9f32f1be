package io.github.latchkey.auth.reactive.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.trouble.Trouble;
import io.github.latchkey.testkit.entra.Aadsts;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraTenant;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.RecordedRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine owes to whoever signs a program in with a secret or a certificate. */
abstract class ServicePrincipalContract {

    private static final String OTHER_TENANT = "11111111-2222-3333-4444-555555555555";
    private static final String CORRELATION_ID = "0b0e0d5e-6f0f-4d0e-8b5a-000000000001";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestCertificate CERTIFICATE =
            TestCertificate.selfSigned("app", NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(3650)));

    final FakeEntra entra = FakeEntra.builder()
            .tenant(EntraTenant.of(OTHER_TENANT, "other.example"))
            .app(EntraApp.builder(FakeEntra.DEFAULT_CLIENT_ID)
                    .tenant(FakeEntra.DEFAULT_TENANT_ID)
                    .tenant(OTHER_TENANT)
                    .secret(FakeEntra.DEFAULT_CLIENT_SECRET)
                    .certificate(CERTIFICATE)
                    .build())
            .start();
    private final Cloud cloud = Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource());
    private final TokenRequest batch = TokenRequest.forScopes(cloud.batchScope());

    @AfterEach
    void closeFake() {
        entra.close();
    }

    /** Returns the engine's source for a credential, with what the client declares that it can do. */
    abstract TokenSource source(Clock clock, Duration requestTimeout, Credential credential, String... capabilities);

    private TokenSource source(Credential credential, String... capabilities) {
        return source(Clock.systemUTC(), Duration.ofSeconds(10), credential, capabilities);
    }

    private TokenSource impatient(Credential credential) {
        return source(Clock.systemUTC(), Duration.ofMillis(200), credential);
    }

    private Credential secret(Supplier<String> secret) {
        return Credential.clientSecret()
                .cloud(cloud)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(FakeEntra.DEFAULT_CLIENT_ID)
                .clientSecret(secret)
                .build();
    }

    private Credential certificate(TestCertificate certificate, boolean chain) {
        return Credential.clientCertificate()
                .cloud(cloud)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(FakeEntra.DEFAULT_CLIENT_ID)
                .certificate(ClientCertificate.of(
                        certificate.privateKey(),
                        List.of(
                                certificate.certificate(),
                                TestAuthority.shared().certificate())))
                .sendCertificateChain(chain)
                .build();
    }

    private static AccessToken token(TokenSource source, TokenRequest request) {
        return source.acquire(request)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static AuthenticationException failure(TokenSource source, TokenRequest request) {
        Throwable thrown = catchThrowable(() -> token(source, request));
        assertThat(thrown.getCause()).isInstanceOf(AuthenticationException.class);
        return (AuthenticationException) Objects.requireNonNull(thrown.getCause());
    }

    private VerifiedToken verified(AccessToken token) {
        return entra.tokenVerifier().verify(token.value(), Set.of(cloud.batchResource()));
    }

    @Test
    void acquire_secret_isATokenForBatchFromOneRequest() {
        TokenSource source = source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET));
        assertThat(entra.journal().total()).as("nothing before it is asked").isZero();

        AccessToken token = token(source, batch);

        assertThat(verified(token).clientId()).isEqualTo(FakeEntra.DEFAULT_CLIENT_ID);
        assertThat(token.expiresAt()).isAfter(Instant.now().plus(Duration.ofMinutes(30)));
        assertThat(token.obtainedAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(entra.tokenRequests().count()).isEqualTo(1);
    }

    @Test
    void acquire_twice_asksTwice() {
        TokenSource source = source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET));

        assertThat(token(source, batch).value())
                .isNotEqualTo(token(source, batch).value());

        assertThat(entra.tokenRequests().count()).isEqualTo(2);
    }

    @Test
    void acquire_secretRotated_isAskedAnew() {
        AtomicReference<String> secret = new AtomicReference<>("wrong");
        TokenSource source = source(secret(secret::get));
        assertThat(failure(source, batch).errorCode()).hasValue(7000215);

        secret.set(FakeEntra.DEFAULT_CLIENT_SECRET);

        assertThat(verified(token(source, batch)).clientId()).isEqualTo(FakeEntra.DEFAULT_CLIENT_ID);
    }

    @Test
    void acquire_wrongSecret_isPermanentWithItsFacts() {
        AuthenticationException e = failure(source(secret(() -> "wrong~secret")), batch);

        assertThat(e).isInstanceOf(PermanentAuthenticationException.class);
        assertThat(e.error()).contains("invalid_client");
        assertThat(e.details().statusCode()).hasValue(401);
        assertThat(e.traceId()).isPresent();
        assertThat(e.correlationId()).isPresent();
        assertThat(e.getMessage()).doesNotContain("wrong~secret");
    }

    @Test
    void acquire_supplierAnswersNothing_saysSo() {
        assertThat(failure(source(secret(() -> " ")), batch)).hasMessageContaining("supplier answered nothing");
        assertThat(entra.journal().total()).isZero();
    }

    @Test
    void acquire_certificate_isAccepted() {
        assertThat(verified(token(source(certificate(CERTIFICATE, false)), batch))
                        .clientId())
                .isEqualTo(FakeEntra.DEFAULT_CLIENT_ID);
        assertThat(verified(token(source(certificate(CERTIFICATE, true)), batch))
                        .clientId())
                .isEqualTo(FakeEntra.DEFAULT_CLIENT_ID);
    }

    @Test
    void acquire_certificate_isNamedByItsSha256ThumbprintAndItsChainSentWhenAsked() throws Exception {
        List<String> assertions = new CopyOnWriteArrayList<>();
        byte[] own = CERTIFICATE.certificate().getEncoded();
        byte[] issuer = TestAuthority.shared().certificate().getEncoded();
        // The fake's journal hides assertions.
        try (TestServer server = TestServer.builder(request -> {
                    assertions.add(request.form().text("client_assertion"));
                    return ServerResponse.json(200, Map.of("access_token", "a", "expires_in", 3599));
                })
                .certificate(TestAuthority.shared().issueServerCertificate(List.of()))
                .start()) {
            for (boolean chain : List.of(false, true)) {
                token(
                        source(Credential.clientCertificate()
                                .cloud(Cloud.custom("raw", server.uri(), Cloud.PUBLIC.batchResource()))
                                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                                .clientId(FakeEntra.DEFAULT_CLIENT_ID)
                                .certificate(ClientCertificate.of(
                                        CERTIFICATE.privateKey(),
                                        List.of(
                                                CERTIFICATE.certificate(),
                                                TestAuthority.shared().certificate())))
                                .sendCertificateChain(chain)
                                .build()),
                        batch);
            }
        }

        List<JsonNode> headers = new ArrayList<>();
        for (String assertion : assertions) {
            headers.add(JSON.readTree(Base64.getUrlDecoder().decode(assertion.substring(0, assertion.indexOf('.')))));
        }
        assertThat(headers).hasSize(2).allSatisfy(header -> {
            // MSAL4J writes it in the other alphabet, which Entra ID takes too.
            String thumbprint =
                    header.path("x5t#S256").asText().replace('+', '-').replace('/', '_');
            assertThat(Base64.getUrlDecoder().decode(thumbprint))
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(own));
            assertThat(header.has("x5t")).as("no SHA-1").isFalse();
        });
        assertThat(headers.get(0).has("x5c")).isFalse();
        assertThat(headers.get(1).path("x5c"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        Base64.getEncoder().encodeToString(own),
                        Base64.getEncoder().encodeToString(issuer));
    }

    @Test
    void acquire_expiredCertificate_saysSoPlainly() {
        Instant now = Instant.now();
        TestCertificate old =
                TestCertificate.selfSigned("old", now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));

        assertThat(failure(source(certificate(old, false)), batch))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContainingAll("CN=old", "expired at");
    }

    @Test
    void acquire_otherTenant_asksThatOne() {
        assertThat(verified(token(
                                source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)),
                                batch.toBuilder().tenantId(OTHER_TENANT).build()))
                        .tenantId())
                .isEqualTo(OTHER_TENANT);
    }

    /** How the program proves itself. */
    private enum Kind {
        SECRET,
        CERTIFICATE
    }

    private Credential credential(Kind kind) {
        return kind == Kind.SECRET ? secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET) : certificate(CERTIFICATE, false);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Trouble.ofTokenEndpoint(NOON).stream()
                        // At noon's time the assertion has expired, and what breaks the JSON leaves the status of that.
                        .filter(trouble ->
                                kind == Kind.SECRET || !trouble.toString().equals("broken JSON"))
                        .map(trouble -> Arguments.of(kind, trouble)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("troubles")
    void acquire_inTrouble_failsTypedAfterOneRequest(Kind kind, Trouble trouble) {
        entra.faults().on(FakeEntra.tokenEndpoint()).fault(trouble.fault());

        trouble.requireEndedAs(
                failure(source(Clock.fixed(NOON, ZoneOffset.UTC), Duration.ofSeconds(10), credential(kind)), batch));

        assertThat(entra.tokenRequests().count()).isEqualTo(1);
    }

    static Stream<Arguments> endless() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Fault.hang(), Fault.drip(1, Duration.ofMillis(150)))
                        .map(fault -> Arguments.of(kind, fault)));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void acquire_answerDoesNotEnd_endsByTheTimeout(Kind kind, Fault fault) {
        entra.faults().on(FakeEntra.tokenEndpoint()).fault(fault);

        AuthenticationException e = failure(impatient(credential(kind)), batch);

        assertThat(e).isInstanceOf(TransientAuthenticationException.class);
        assertThat(e.correlationId()).isPresent();
        assertThat(entra.tokenRequests().count()).isEqualTo(1);
    }

    @Test
    void acquire_supplierHangs_endsByTheTimeoutAndNamesIt() {
        CountDownLatch never = new CountDownLatch(1);

        AuthenticationException e = failure(
                impatient(secret(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    return "too late";
                })),
                batch);

        assertThat(e)
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("client secret did not come in time");
        assertThat(entra.journal().total()).isZero();
    }

    @Test
    void acquire_correlationIdOfTheCaller_isSentAndComesBackInErrors() {
        TokenRequest traced = batch.toBuilder().correlationId(CORRELATION_ID).build();

        token(source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)), traced);
        AuthenticationException refused = failure(source(secret(() -> "wrong")), traced);
        entra.faults().on(FakeEntra.tokenEndpoint()).first(1).respond(Answers.throttled());
        AuthenticationException throttled = failure(source(secret(() -> "any")), traced);
        entra.faults().on(FakeEntra.tokenEndpoint()).resetBefore();
        AuthenticationException broken = failure(source(secret(() -> "any")), traced);

        assertThat(entra.journal().requests())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(request ->
                        assertThat(request.headers().text("client-request-id")).isEqualTo(CORRELATION_ID));
        assertThat(List.of(refused, throttled, broken))
                .allSatisfy(e -> assertThat(e.correlationId()).contains(CORRELATION_ID));
    }

    @Test
    void acquire_noCorrelationId_makesOneForEachCall() {
        TokenSource source = source(secret(() -> "wrong"));

        assertThat(failure(source, batch).correlationId())
                .isPresent()
                .isNotEqualTo(failure(source, batch).correlationId());
    }

    @Test
    void acquire_challengeAndCapability_areDeclaredTogether() throws IOException {
        String challenge = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}";
        TokenSource source = source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET), "cp1");

        AccessToken first = token(source, batch);
        AccessToken second = token(source, batch.toBuilder().claims(challenge).build());

        assertThat(second.value()).as("never the first one again").isNotEqualTo(first.value());
        assertThat(verified(first).claims().path("xms_cc").toString()).isEqualTo("[\"cp1\"]");
        List<JsonNode> sent = new ArrayList<>();
        for (RecordedRequest request :
                entra.journal().requests(one -> one.path().endsWith("/token"))) {
            sent.add(JSON.readTree(Fields.parse(request.body()).text("claims")));
        }
        assertThat(sent)
                .containsExactly(
                        JSON.readTree("{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"),
                        JSON.readTree("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"},"
                                + "\"xms_cc\":{\"values\":[\"cp1\"]}}}"));
    }

    static Stream<Cause> causes() {
        Class<?> permanent = PermanentAuthenticationException.class;
        Class<?> person = InteractionRequiredException.class;
        Class<?> passing = TransientAuthenticationException.class;
        return Stream.of(
                new Cause(Aadsts.TENANT_NOT_FOUND, permanent, 400, "invalid_request", "", 90002, "No such tenant"),
                new Cause(
                        Aadsts.APP_NOT_FOUND, permanent, 400, "unauthorized_client", "", 700016, "not in this tenant"),
                new Cause(Aadsts.APP_DISABLED, permanent, 400, "unauthorized_client", "", 7000112, "is disabled"),
                new Cause(Aadsts.WRONG_SECRET, permanent, 401, "invalid_client", "", 7000215, "not its id"),
                new Cause(Aadsts.SECRET_EXPIRED, permanent, 401, "invalid_client", "", 7000222, "has expired"),
                new Cause(Aadsts.ASSERTION_INVALID, permanent, 401, "invalid_client", "", 700027, "upload this"),
                new Cause(Aadsts.ASSERTION_TIME, permanent, 401, "invalid_client", "", 700024, "clock"),
                new Cause(Aadsts.RESOURCE_NOT_FOUND, permanent, 400, "invalid_resource", "", 500011, "Azure Batch"),
                new Cause(Aadsts.SCOPE_NOT_DEFAULT, permanent, 400, "invalid_scope", "", 1002012, "/.default"),
                new Cause(Aadsts.CLIENT_LOOPING, permanent, 400, "invalid_grant", "", 50196, "keep the token"),
                new Cause(Aadsts.CONSENT_REQUIRED, person, 400, "invalid_grant", "consent_required", 65001, "Consent"),
                new Cause(Aadsts.MFA_REQUIRED, person, 400, "invalid_grant", "basic_action", 50076, "second factor"),
                new Cause(Aadsts.BLOCKED_BY_POLICY, person, 400, "invalid_grant", "message_only", 53003, "forbids"),
                new Cause(Aadsts.TRANSIENT, passing, 503, "temporarily_unavailable", "", 90033, ""));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void acquire_refused_tellsEveryFact(Cause cause) {
        entra.faults()
                .on(FakeEntra.tokenEndpoint())
                .respond(entra.answers().error(cause.error).header("Retry-After", "11"));

        AuthenticationException e = failure(source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)), batch);

        assertThat(e).isInstanceOf(cause.type);
        assertThat(e.details().statusCode()).hasValue(cause.status);
        assertThat(e.error()).contains(cause.word);
        assertThat(e.details().suberror().orElse("")).isEqualTo(cause.suberror);
        assertThat(e.details().errorCodes()).containsExactly(cause.code);
        assertThat(e.traceId()).isPresent();
        assertThat(e.correlationId()).isPresent();
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(11));
        assertThat(e.remedy().orElse("")).contains(cause.remedy);
    }

    @ParameterizedTest
    @EnumSource(Aadsts.class)
    void acquire_refusedForAnyReasonThatTheFakeKnows_saysWhatToDo(Aadsts error) {
        entra.faults().on(FakeEntra.tokenEndpoint()).respond(entra.answers().error(error));

        AuthenticationException e = failure(source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)), batch);

        assertThat(e.errorCode()).hasValue(error.code());
        if (!e.isTransient()) {
            assertThat(e.remedy().orElse("")).isNotBlank();
        }
        if (error == Aadsts.ADMIN_CONSENT_REQUIRED) {
            assertThat(e.remedy().orElse("")).contains("administrator");
        }
    }

    @Test
    void acquire_claimsInTheError_areHandedOn() {
        String claims = "{\"access_token\":{\"polids\":{\"essential\":true,\"values\":[\"x\"]}}}";
        entra.faults()
                .on(FakeEntra.tokenEndpoint())
                .respond(ServerResponse.json(
                        400,
                        Map.of(
                                "error",
                                "interaction_required",
                                "error_codes",
                                List.of(50076, 50079),
                                "error_description",
                                "AADSTS50076: More is needed. Trace ID: x",
                                "claims",
                                claims)));

        AuthenticationException e = failure(source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)), batch);

        assertThat(e).isInstanceOf(InteractionRequiredException.class);
        assertThat(e.claims()).contains(claims);
        assertThat(e.details().errorCodes()).containsExactly(50076, 50079);
    }

    @Test
    void acquire_throttledWithSeconds_tellsThem() {
        entra.faults().on(FakeEntra.tokenEndpoint()).respond(Answers.throttled(Duration.ofSeconds(9)));

        assertThat(failure(source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)), batch)
                        .retryAfter())
                .contains(Duration.ofSeconds(9));
    }

    /** Why a token is refused, and what the error must say. */
    record Cause(Aadsts error, Class<?> type, int status, String word, String suberror, int code, String remedy) {

        @Override
        public String toString() {
            return error.name();
        }
    }
}
