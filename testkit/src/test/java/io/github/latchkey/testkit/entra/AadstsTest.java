package io.github.latchkey.testkit.entra;

import static io.github.latchkey.testkit.entra.EntraHttp.BATCH_SCOPE;
import static io.github.latchkey.testkit.entra.EntraWorld.ABSENT;
import static io.github.latchkey.testkit.entra.EntraWorld.CERTIFICATE;
import static io.github.latchkey.testkit.entra.EntraWorld.CERTIFICATE_APP;
import static io.github.latchkey.testkit.entra.EntraWorld.DISABLED_APP;
import static io.github.latchkey.testkit.entra.EntraWorld.FEDERATED_APP;
import static io.github.latchkey.testkit.entra.EntraWorld.OTHER_CERTIFICATE;
import static io.github.latchkey.testkit.entra.EntraWorld.PUBLIC_APP;
import static io.github.latchkey.testkit.entra.EntraWorld.ROTATING_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error arises from its cause, with the service's status and body. */
class AadstsTest {

    private static final String SUBJECT = "repo:contoso/app:ref:refs/heads/main";

    private final EntraWorld world = new EntraWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    record Cause(Aadsts error, String words, Function<EntraWorld, Reply> request) {
        @Override
        public String toString() {
            return error + " (" + error.code() + "): " + words;
        }
    }

    static Stream<Cause> causes() {
        return Stream.of(clients(), programs(), assertions(), users(), grants()).flatMap(causes -> causes);
    }

    private static Stream<Cause> clients() {
        return Stream.of(
                new Cause(Aadsts.TENANT_NOT_FOUND, "unknown GUID", w -> w.app("tenant", ABSENT)),
                new Cause(Aadsts.TENANT_NOT_FOUND, "unknown domain", w -> w.app("tenant", "nobody.example")),
                new Cause(Aadsts.MISSING_PARAMETER, "no grant type", w -> w.app("grant_type", "")),
                new Cause(Aadsts.MISSING_PARAMETER, "no client id", w -> w.app("client_id", "")),
                new Cause(Aadsts.MALFORMED_REQUEST, "claims are not JSON", w -> w.app("claims", "{")),
                new Cause(Aadsts.RESOURCE_ON_V2, "resource on v2", w -> w.app("resource", EntraHttp.BATCH)),
                new Cause(Aadsts.UNSUPPORTED_GRANT, "unknown grant", w -> w.app("grant_type", "magic")),
                new Cause(Aadsts.APP_NOT_FOUND, "unknown app", w -> w.app("client_id", ABSENT)),
                new Cause(Aadsts.APP_NOT_FOUND, "app of another tenant", w -> w.app("tenant", "fabrikam.example")),
                new Cause(Aadsts.APP_DISABLED, "disabled app", w -> w.app("client_id", DISABLED_APP)),
                new Cause(Aadsts.WRONG_SECRET, "wrong secret", w -> w.app("client_secret", "wrong")),
                new Cause(Aadsts.SECRET_EXPIRED, "old secret", w -> {
                    w.clock.advance(Duration.ofDays(2));
                    return w.app("client_id", ROTATING_APP, "client_secret", "old");
                }),
                new Cause(
                        Aadsts.PUBLIC_CLIENT_SENT_CREDENTIAL,
                        "secret of a public client",
                        w -> w.password("ada", "client_secret", "s")),
                new Cause(
                        Aadsts.CREDENTIAL_REQUIRED,
                        "confidential app without credential",
                        w -> w.password("ada", "client_id", EntraWorld.API_APP)),
                new Cause(Aadsts.CLIENT_LOOPING, "same request again", w -> {
                    try (FakeEntra impatient = FakeEntra.builder().loopLimit(1).start()) {
                        EntraHttp client = new EntraHttp(impatient);
                        client.appToken();
                        return client.appToken();
                    }
                }),
                new Cause(
                        Aadsts.UNKNOWN_INSTANCE,
                        "foreign host",
                        w -> w.http.get("/common/discovery/instance?authorization_endpoint="
                                + EntraHttp.encode("https://login.evil.example/common/oauth2/authorize"))));
    }

    private static Stream<Cause> programs() {
        return Stream.of(
                new Cause(Aadsts.NO_TENANT, "common", w -> w.app("tenant", "common")),
                new Cause(Aadsts.NO_TENANT, "organizations", w -> w.app("tenant", "organizations")),
                new Cause(Aadsts.GRANT_NOT_ON_CONSUMERS, "consumers", w -> w.app("tenant", "consumers")),
                new Cause(Aadsts.MISSING_PARAMETER, "no scope", w -> w.app("scope", "")),
                new Cause(Aadsts.CREDENTIAL_REQUIRED_FOR_GRANT, "no credential", w -> w.app("client_secret", "")),
                new Cause(
                        Aadsts.CREDENTIAL_REQUIRED_FOR_GRANT,
                        "public client",
                        w -> w.app("client_id", PUBLIC_APP, "client_secret", "")),
                new Cause(
                        Aadsts.RESOURCE_NOT_FOUND,
                        "unknown resource",
                        w -> w.app("scope", "https://nowhere.example/.default")),
                new Cause(Aadsts.RESOURCE_DISABLED, "disabled resource", w -> w.app("scope", "api://off/.default")),
                new Cause(
                        Aadsts.SCOPE_NOT_DEFAULT,
                        "a single scope",
                        w -> w.app("scope", "https://batch.core.windows.net//user_impersonation")),
                new Cause(Aadsts.SCOPE_NOT_DEFAULT, "only OpenID Connect", w -> w.app("scope", "openid")),
                new Cause(
                        Aadsts.INVALID_SCOPE,
                        "two resources",
                        w -> w.app("scope", BATCH_SCOPE + " https://management.azure.com//.default")));
    }

    private static Stream<Cause> assertions() {
        return Stream.of(
                new Cause(Aadsts.ASSERTION_MALFORMED, "no token", w -> w.assertion(CERTIFICATE_APP, "nonsense")),
                new Cause(
                        Aadsts.MALFORMED_REQUEST,
                        "other assertion type",
                        w -> w.assertion(CERTIFICATE_APP, w.goodAssertion(), "client_assertion_type", "magic")),
                new Cause(
                        Aadsts.ASSERTION_INVALID,
                        "unknown certificate",
                        w -> w.assertion(
                                CERTIFICATE_APP,
                                w.certificateAssertion(
                                        OTHER_CERTIFICATE, CERTIFICATE_APP, w.tokenEndpoint(), w.clock.instant()))),
                new Cause(Aadsts.ASSERTION_INVALID, "changed content", w -> {
                    String[] one = w.goodAssertion().split("\\.", -1);
                    String[] two = w.goodAssertion().split("\\.", -1);
                    return w.assertion(CERTIFICATE_APP, one[0] + "." + two[1] + "." + one[2]);
                }),
                new Cause(
                        Aadsts.ASSERTION_INVALID,
                        "other subject",
                        w -> w.assertion(
                                CERTIFICATE_APP,
                                w.certificateAssertion(CERTIFICATE, ABSENT, w.tokenEndpoint(), w.clock.instant()))),
                new Cause(
                        Aadsts.ASSERTION_AUDIENCE,
                        "other audience",
                        w -> w.assertion(
                                CERTIFICATE_APP,
                                w.certificateAssertion(
                                        CERTIFICATE,
                                        CERTIFICATE_APP,
                                        "https://elsewhere.example/oauth2/v2.0/token",
                                        w.clock.instant()))),
                new Cause(Aadsts.ASSERTION_TIME, "too old", w -> {
                    String assertion = w.goodAssertion();
                    w.clock.advance(Duration.ofMinutes(16));
                    return w.assertion(CERTIFICATE_APP, assertion);
                }),
                new Cause(
                        Aadsts.ASSERTION_TIME,
                        "from the future",
                        w -> w.assertion(
                                CERTIFICATE_APP,
                                w.certificateAssertion(
                                        CERTIFICATE,
                                        CERTIFICATE_APP,
                                        w.tokenEndpoint(),
                                        w.clock.instant().plus(Duration.ofMinutes(6))))),
                new Cause(
                        Aadsts.CERTIFICATE_EXPIRED,
                        "old certificate",
                        w -> w.assertion(
                                CERTIFICATE_APP,
                                w.certificateAssertion(
                                        EntraWorld.OLD_CERTIFICATE,
                                        CERTIFICATE_APP,
                                        w.tokenEndpoint(),
                                        w.clock.instant()))),
                new Cause(
                        Aadsts.FEDERATED_ISSUER,
                        "other issuer",
                        w -> federated(w, FederatedIssuer.of("https://other.example"), SUBJECT)),
                new Cause(Aadsts.FEDERATED_SUBJECT, "other subject", w -> federated(w, w.builds, "repo:contoso/other")),
                new Cause(
                        Aadsts.FEDERATED_SUBJECT_CASE,
                        "other letter case",
                        w -> federated(w, w.builds, "REPO:contoso/app:ref:refs/heads/main")),
                new Cause(Aadsts.FEDERATED_SUBJECT_FORM, "other form", w -> federated(w, w.builds, SUBJECT + " ")),
                new Cause(
                        Aadsts.FEDERATED_AUDIENCE,
                        "other audience",
                        w -> w.assertion(
                                FEDERATED_APP,
                                w.builds.assertion(SUBJECT, "api://other", w.clock.instant(), Duration.ofMinutes(5)))),
                new Cause(
                        Aadsts.NO_FEDERATED_CREDENTIAL,
                        "app without any",
                        w -> w.assertion(
                                CERTIFICATE_APP,
                                w.builds.assertion(SUBJECT, w.clock.instant(), Duration.ofMinutes(5)))));
    }

    private static Reply federated(EntraWorld world, FederatedIssuer issuer, String subject) {
        Instant now = world.clock.instant();
        return world.assertion(FEDERATED_APP, issuer.assertion(subject, now, Duration.ofMinutes(5)));
    }

    private static Stream<Cause> users() {
        return Stream.of(
                new Cause(Aadsts.GRANT_NOT_ON_COMMON, "password on common", w -> w.password("ada", "tenant", "common")),
                new Cause(
                        Aadsts.GRANT_NOT_ON_COMMON,
                        "password on consumers",
                        w -> w.password("ada", "tenant", "consumers")),
                new Cause(Aadsts.USER_NOT_FOUND, "unknown user", w -> w.password("nobody")),
                new Cause(
                        Aadsts.USER_NOT_FOUND,
                        "user of another tenant",
                        w -> w.password("ada", "tenant", "fabrikam.example")),
                new Cause(Aadsts.WRONG_PASSWORD, "wrong password", w -> w.password("ada", "password", "wrong")),
                new Cause(Aadsts.ACCOUNT_LOCKED, "locked account", w -> w.password("locked")),
                new Cause(Aadsts.PASSWORD_EXPIRED, "old password", w -> w.password("old")),
                new Cause(
                        Aadsts.APP_NOT_FOUND,
                        "app is not in the user's tenant",
                        w -> w.password(
                                "ada",
                                "tenant",
                                "organizations",
                                "client_id",
                                FakeEntra.DEFAULT_CLIENT_ID,
                                "client_secret",
                                FakeEntra.DEFAULT_CLIENT_SECRET,
                                "username",
                                "eve@fabrikam.example")),
                new Cause(Aadsts.ACCOUNT_DISABLED, "disabled account", w -> w.password("disabled")),
                new Cause(Aadsts.MFA_REQUIRED, "second factor", w -> w.password("careful")),
                new Cause(Aadsts.MFA_REGISTRATION_REQUIRED, "no second factor yet", w -> w.password("new")),
                new Cause(Aadsts.BLOCKED_BY_POLICY, "conditional access", w -> w.password("blocked")),
                new Cause(
                        Aadsts.CONSENT_REQUIRED,
                        "no consent",
                        w -> w.defaultUser("scope", "https://graph.microsoft.com/User.Read")),
                new Cause(
                        Aadsts.CONSENT_REQUIRED,
                        "no consent to anything",
                        w -> w.defaultUser("scope", "https://graph.microsoft.com/.default")),
                new Cause(
                        Aadsts.INVALID_SCOPE,
                        "unknown scope",
                        w -> w.defaultUser("scope", "https://batch.core.windows.net//conquer")),
                new Cause(
                        Aadsts.INVALID_SCOPE,
                        "scopes of two resources",
                        w -> w.defaultUser("scope", "User.Read https://batch.core.windows.net//user_impersonation")),
                new Cause(Aadsts.INVALID_SCOPE, "malformed scope", w -> w.defaultUser("scope", "\"quoted\"")));
    }

    private static Stream<Cause> grants() {
        return Stream.of(
                new Cause(Aadsts.MALFORMED_GRANT, "no refresh token", w -> w.refresh("nonsense")),
                new Cause(Aadsts.GRANT_UNUSABLE, "unknown refresh token", w -> w.refresh("1.unknown")),
                new Cause(Aadsts.GRANT_UNUSABLE, "refresh token of another app", w -> {
                    String token = w.defaultUser().field("refresh_token");
                    return w.refresh(token, "client_id", FakeEntra.DEFAULT_CLIENT_ID);
                }),
                new Cause(Aadsts.GRANT_OF_OTHER_TENANT, "refresh token of another tenant", w -> {
                    String token = w.defaultUser().field("refresh_token");
                    return w.refresh(token, "tenant", "fabrikam.example");
                }),
                new Cause(Aadsts.REFRESH_TOKEN_EXPIRED, "old refresh token", w -> {
                    String token = w.defaultUser().field("refresh_token");
                    w.clock.advance(Duration.ofDays(91));
                    return w.refresh(token);
                }),
                new Cause(Aadsts.MALFORMED_GRANT, "no code", w -> w.redeem("nonsense")),
                new Cause(Aadsts.GRANT_UNUSABLE, "unknown code", w -> w.redeem("0.unknown")),
                new Cause(Aadsts.CODE_REDEEMED, "code used twice", w -> {
                    String code = w.code();
                    assertThat(w.redeem(code).status()).isEqualTo(200);
                    return w.redeem(code);
                }),
                new Cause(Aadsts.CODE_EXPIRED, "old code", w -> {
                    String code = w.code();
                    w.clock.advance(Duration.ofMinutes(11));
                    return w.redeem(code);
                }),
                new Cause(
                        Aadsts.GRANT_OF_OTHER_TENANT,
                        "code of another tenant",
                        w -> w.redeem(w.code(), "tenant", "fabrikam.example")),
                new Cause(
                        Aadsts.REDIRECT_MISMATCH,
                        "other redirect address",
                        w -> w.redeem(w.code(), "redirect_uri", "http://localhost:1/")),
                new Cause(
                        Aadsts.WRONG_CODE_VERIFIER,
                        "other code verifier",
                        w -> w.redeem(
                                w.code("code_challenge", "abc", "code_challenge_method", "S256"),
                                "code_verifier",
                                "other")),
                new Cause(
                        Aadsts.NO_CODE_VERIFIER,
                        "no code verifier",
                        w -> w.redeem(w.code("code_challenge", "abc", "code_challenge_method", "S256"))),
                new Cause(
                        Aadsts.DEVICE_PENDING,
                        "nobody has approved",
                        w -> w.device(w.deviceCode().field("device_code"))),
                new Cause(Aadsts.DEVICE_CODE_UNKNOWN, "unknown device code", w -> w.device("unknown")),
                new Cause(Aadsts.DEVICE_DECLINED, "declined", w -> {
                    Reply issued = w.deviceCode();
                    w.entra.declineDevice(issued.field("user_code"));
                    return w.device(issued.field("device_code"));
                }),
                new Cause(Aadsts.DEVICE_CODE_EXPIRED, "old device code", w -> {
                    Reply issued = w.deviceCode();
                    w.clock.advance(Duration.ofMinutes(16));
                    return w.device(issued.field("device_code"));
                }),
                new Cause(Aadsts.OBO_ASSERTION_INVALID, "no token", w -> w.onBehalfOf("nonsense")),
                new Cause(
                        Aadsts.OBO_ASSERTION_INVALID,
                        "token for somebody else",
                        w -> w.onBehalfOf(w.defaultUser().field("access_token"))),
                new Cause(Aadsts.OBO_ASSERTION_EXPIRED, "old token", w -> {
                    String token = w.apiToken("ada");
                    w.clock.advance(Duration.ofHours(2));
                    return w.onBehalfOf(token);
                }),
                new Cause(
                        Aadsts.MALFORMED_REQUEST,
                        "other use",
                        w -> w.onBehalfOf(w.apiToken("ada"), "requested_token_use", "fun")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("causes")
    void cause_always_givesTheError(Cause cause) {
        assertError(cause.request().apply(world), cause.error());
    }

    @Test
    void causes_together_areAllErrorsButThoseOfPagesAndFaults() {
        Set<Aadsts> here = causes().map(Cause::error).collect(Collectors.toSet());

        assertThat(here)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.copyOf(AadstsTableTest.ELSEWHERE.keySet())));
    }

    @Test
    void error_correlationId_isThatOfTheRequest() {
        Reply reply = world.http.post(
                "/contoso.example/oauth2/v2.0/token", Map.of(), "client-request-id", "0d0f8a47-5c2e-4c0b-a2f6");

        assertThat(reply.field("correlation_id")).isEqualTo("0d0f8a47-5c2e-4c0b-a2f6");
        assertThat(reply.header("client-request-id")).isEqualTo("0d0f8a47-5c2e-4c0b-a2f6");
    }

    @Test
    void error_withoutCorrelationId_makesOne() {
        assertThat(world.app("client_secret", "wrong").field("correlation_id")).matches("[0-9a-f-]{36}");
    }

    @Test
    void error_missingParameter_isNamed() {
        assertThat(world.app("client_id", "").field("error_description")).contains("'client_id'");
    }

    @Test
    void error_policy_carriesAClaimsChallenge() {
        assertThat(world.password("blocked").field("claims")).contains("\"polids\":{\"essential\":true");
        assertThat(world.password("careful").json().has("claims")).isFalse();
    }

    @Test
    void error_secondFactorOnVersion1_isInteractionRequiredWithClaims() {
        Reply reply = world.http.post(
                "/contoso.example/oauth2/token",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        PUBLIC_APP,
                        "username",
                        "careful@contoso.example",
                        "password",
                        EntraWorld.PASSWORD,
                        "resource",
                        EntraHttp.BATCH));

        assertThat(reply.field("error")).isEqualTo("interaction_required");
        assertThat(reply.field("suberror")).isEqualTo("basic_action");
        assertThat(reply.field("claims")).contains("polids");
    }

    @Test
    void answers_suberrorAndSlowDown_canBeChosen() {
        String mismatch = new String(
                world.entra
                        .answers()
                        .error(Aadsts.GRANT_UNUSABLE, "client_mismatch")
                        .body(),
                StandardCharsets.UTF_8);
        String slowDown = new String(world.entra.answers().slowDown().body(), StandardCharsets.UTF_8);

        assertThat(Json.read(mismatch).path("suberror").asText()).isEqualTo("client_mismatch");
        assertThat(Json.read(slowDown).path("error").asText()).isEqualTo("slow_down");
        assertThat(world.entra.answers().slowDown().status()).isEqualTo(400);
    }

    @Test
    void answers_error_canBeMadeWithoutItsCause() {
        for (Aadsts error : Aadsts.values()) {
            assertThat(world.entra.answers().error(error).status()).isEqualTo(error.status());
        }
        assertThat(Arrays.stream(Aadsts.values()).filter(error -> error.status() >= 500))
                .containsExactly(Aadsts.TRANSIENT, Aadsts.SERVER_ERROR);
        assertThat(Aadsts.byCode(7000215)).contains(Aadsts.WRONG_SECRET);
    }

    static void assertError(Reply reply, Aadsts expected) {
        assertThat(reply.json().path("error_codes"))
                .as(reply.text())
                .singleElement()
                .satisfies(code -> assertThat(code.asInt()).isEqualTo(expected.code()));
        assertThat(reply.status()).isEqualTo(expected.status());
        assertThat(reply.field("error")).isEqualTo(expected.error());
        assertThat(reply.field("suberror")).isEqualTo(expected.suberror());
        assertThat(reply.field("error_description"))
                .startsWith("AADSTS" + expected.code() + ": ")
                .endsWith(" Trace ID: " + reply.field("trace_id") + " Correlation ID: " + reply.field("correlation_id")
                        + " Timestamp: " + reply.field("timestamp"));
        assertThat(reply.field("timestamp")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ");
        assertThat(reply.field("error_uri")).endsWith("/error?code=" + expected.code());
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store, no-cache");
    }
}
