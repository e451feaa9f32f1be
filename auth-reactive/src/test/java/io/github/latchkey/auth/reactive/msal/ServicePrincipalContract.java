package io.github.latchkey.auth.reactive.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraTenant;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine owes to whoever signs a program in with a secret or a certificate. */
abstract class ServicePrincipalContract {

    private static final String OTHER_TENANT = "11111111-2222-3333-4444-555555555555";
    private static final TestCertificate CERTIFICATE = TestCertificate.selfSigned("app");

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

    /** Returns the engine's source for a credential. */
    abstract TokenSource source(Credential credential);

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
                .certificate(ClientCertificate.of(certificate.privateKey(), List.of(certificate.certificate())))
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

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(Fault.respond(Answers.throttled(Duration.ofSeconds(7))), true, 429),
                Arguments.of(Fault.respond(Answers.throttled()), true, 429),
                Arguments.of(Fault.respond(Answers.gatewayPage(503)), true, 503),
                Arguments.of(Fault.resetBefore(), true, 0),
                Arguments.of(Fault.halfBody(), true, 0),
                Arguments.of(Fault.respond(ServerResponse.text(403, "Forbidden")), false, 403),
                Arguments.of(
                        Fault.respond(ServerResponse.json(503, Map.of("error", "temporarily_unavailable"))),
                        true,
                        503));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void acquire_inTrouble_failsTypedAfterOneRequest(Fault fault, boolean passes, int status) {
        entra.faults().on(FakeEntra.tokenEndpoint()).fault(fault);

        AuthenticationException e = failure(source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)), batch);

        assertThat(e.isTransient()).as(e.getMessage()).isEqualTo(passes);
        if (passes) {
            assertThat(e).isInstanceOf(TransientAuthenticationException.class);
        }
        if (status != 0) {
            assertThat(e.details().statusCode()).hasValue(status);
        }
        assertThat(entra.tokenRequests().count()).isEqualTo(1);
    }

    @Test
    void acquire_throttledWithSeconds_tellsThem() {
        entra.faults().on(FakeEntra.tokenEndpoint()).respond(Answers.throttled(Duration.ofSeconds(9)));

        assertThat(failure(source(secret(() -> FakeEntra.DEFAULT_CLIENT_SECRET)), batch)
                        .retryAfter())
                .contains(Duration.ofSeconds(9));
    }
}
