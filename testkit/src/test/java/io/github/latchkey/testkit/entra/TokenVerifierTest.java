package io.github.latchkey.testkit.entra;

import static io.github.latchkey.testkit.entra.EntraHttp.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.testkit.entra.TokenRejectedException.Reason;
import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final Set<String> BATCH_ONLY = Set.of(BATCH);

    private final TestClock clock = TestClock.frozen();
    private final FakeEntra entra =
            FakeEntra.builder().clock(clock).tokenLifetime(Duration.ofHours(1)).start();
    private final EntraHttp http = new EntraHttp(entra);

    @AfterEach
    void stop() {
        entra.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void verify_goodToken_tellsWhoItIs(boolean discovering) {
        TokenVerifier verifier = discovering
                ? TokenVerifier.discovering(entra.authority(), entra.trust().sslContext(), clock)
                : entra.tokenVerifier();

        VerifiedToken token = verifier.verify(http.appToken().field("access_token"), BATCH_ONLY);

        assertThat(token.tenantId()).isEqualTo(entra.tenantId());
        assertThat(token.objectId()).isEqualTo(entra.servicePrincipalId());
        assertThat(token.clientId()).isEqualTo(entra.clientId());
        assertThat(token.audience()).isEqualTo(BATCH);
        assertThat(token.user()).isFalse();
        assertThat(token.scopes()).isEmpty();
        assertThat(token.roles()).isEmpty();
        assertThat(token.expires()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void verify_expired_isRejected() {
        String token = http.appToken().field("access_token");

        clock.advance(Duration.ofHours(1));

        assertRejected(entra.tokenVerifier(), token, Reason.EXPIRED);
    }

    @Test
    void verify_fromTheFuture_isRejected() {
        String token = http.appToken().field("access_token");

        clock.set(clock.instant().minus(Duration.ofHours(1)));

        assertRejected(entra.tokenVerifier(), token, Reason.NOT_YET_VALID);
    }

    @Test
    void verify_otherAudience_isRejectedAndNamesBoth() {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("scope", "https://batch.core.windows.net/.default");
        String token = http.token(entra.tenantId(), form).field("access_token");

        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> entra.tokenVerifier().verify(token, BATCH_ONLY))
                .withMessageContaining("'https://batch.core.windows.net'")
                .withMessageContaining("['" + BATCH + "']")
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(Reason.AUDIENCE));
    }

    @Test
    void verify_retiredKey_isRejectedAndFoundByLookingAgain() {
        TokenVerifier discovering =
                TokenVerifier.discovering(entra.authority(), entra.trust().sslContext(), clock);
        String old = http.appToken().field("access_token");
        discovering.verify(old, BATCH_ONLY);

        entra.rollOverKeys();
        String fresh = http.appToken().field("access_token");
        entra.retireOldKeys();

        assertThat(discovering.verify(fresh, BATCH_ONLY).clientId()).isEqualTo(entra.clientId());
        assertRejected(entra.tokenVerifier(), old, Reason.UNKNOWN_KEY);
        assertRejected(discovering, old, Reason.UNKNOWN_KEY);
    }

    @Test
    void verify_changedContent_isRejected() {
        String[] parts = http.appToken().field("access_token").split("\\.", -1);
        String[] others = http.appToken().field("access_token").split("\\.", -1);

        assertRejected(entra.tokenVerifier(), parts[0] + "." + others[1] + "." + parts[2], Reason.SIGNATURE);
    }

    @Test
    void verify_otherTenantOrOtherFake_isRejected() {
        String foreign = "7a8c6f7e-1b2d-4e53-9b0a-2f4d5c6e7f80";
        try (FakeEntra other = FakeEntra.builder()
                .tenant(EntraTenant.of(foreign))
                .app(EntraApp.builder("2d9b4c1a-5e6f-4a7b-8c9d-0e1f2a3b4c5d")
                        .tenant(foreign)
                        .secret("s")
                        .build())
                .start()) {
            String token = new EntraHttp(other)
                    .token(
                            foreign,
                            Map.of(
                                    "grant_type", "client_credentials",
                                    "client_id", "2d9b4c1a-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
                                    "client_secret", "s",
                                    "scope", EntraHttp.BATCH_SCOPE))
                    .field("access_token");

            TokenVerifier ofItsDefaultTenant =
                    TokenVerifier.discovering(other.authority(), other.trust().sslContext(), clock);
            assertRejected(ofItsDefaultTenant, token, Reason.ISSUER);
            assertRejected(entra.tokenVerifier(), token, Reason.UNKNOWN_KEY);
        }
    }

    @Test
    void verify_noToken_isRejected() {
        assertRejected(entra.tokenVerifier(), "nonsense", Reason.MALFORMED);
    }

    @Test
    void verify_revoked_isRejectedUntilANewTokenIsAsked() {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");
        String old = http.token(entra.tenantId(), form).field("access_token");

        entra.revokeTokens(entra.servicePrincipalId());

        assertRejected(entra.tokenVerifier(), old, Reason.REVOKED);
        String fresh = http.token(entra.tenantId(), form).field("access_token");
        assertThat(entra.tokenVerifier().verify(fresh, BATCH_ONLY).clientId()).isEqualTo(entra.clientId());
    }

    @Test
    void verify_knownToken_isStillCheckedInEveryOtherWay() {
        TokenVerifier verifier = entra.tokenVerifier();
        String good = http.appToken().field("access_token");
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");
        String revocable = http.token(entra.tenantId(), form).field("access_token");
        for (int i = 0; i < 3; i++) {
            verifier.verify(good, BATCH_ONLY);
            verifier.verify(revocable, BATCH_ONLY);
        }

        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> verifier.verify(good, Set.of("https://other.example/")))
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(Reason.AUDIENCE));
        assertRejected(verifier, good.substring(0, good.length() - 6) + "AAAAAA", Reason.SIGNATURE);
        entra.revokeTokens(entra.servicePrincipalId());
        assertRejected(verifier, revocable, Reason.REVOKED);
        clock.advance(Duration.ofHours(1));
        assertRejected(verifier, good, Reason.EXPIRED);
        entra.rollOverKeys();
        entra.retireOldKeys();
        assertRejected(verifier, good, Reason.UNKNOWN_KEY);
    }

    private static void assertRejected(TokenVerifier verifier, String token, Reason reason) {
        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> verifier.verify(token, BATCH_ONLY))
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }
}
