package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Requests;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FakeEntraTest {

    @Test
    void start_manyAtOnce_keepToThemselves() {
        List<Long> counts = IntStream.range(0, 40)
                .parallel()
                .mapToObj(number -> {
                    try (FakeEntra entra = FakeEntra.start()) {
                        EntraHttp http = new EntraHttp(entra);
                        for (int i = 0; i <= number % 3; i++) {
                            assertThat(http.appToken().status()).isEqualTo(200);
                        }
                        return entra.tokenRequests().count() - number % 3;
                    }
                })
                .toList();

        assertThat(counts).hasSize(40).containsOnly(1L);
    }

    @Test
    void close_twice_freesThePort() {
        FakeEntra entra = FakeEntra.start();
        EntraHttp http = new EntraHttp(entra);
        int port = entra.authorityHost().getPort();
        entra.close();
        entra.close();

        assertThatThrownBy(http::appToken).hasRootCauseInstanceOf(IOException.class);
        assertThatCode(() -> FakeEntra.builder().port(port).start().close()).doesNotThrowAnyException();
    }

    @Test
    void trust_ownAuthority_isNotThatOfOthers() {
        try (FakeEntra entra = FakeEntra.builder().trust(TestAuthority.create()).start()) {
            assertThat(new EntraHttp(entra).appToken().status()).isEqualTo(200);
            assertThatThrownBy(() -> TestAuthority.shared()
                            .httpClient()
                            .get()
                            .uri(entra.authorityHost() + "/common/discovery/keys")
                            .response()
                            .block(Duration.ofSeconds(20)))
                    .hasCauseInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void start_appInUnknownTenant_saysSo() {
        EntraApp app = EntraApp.builder(EntraWorld.PUBLIC_APP)
                .tenant(EntraWorld.OTHER_TENANT)
                .build();

        assertThatThrownBy(() -> FakeEntra.builder().app(app).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(EntraWorld.PUBLIC_APP)
                .hasMessageContaining(EntraWorld.OTHER_TENANT)
                .hasMessageContaining("tenant(...)");
    }

    @Test
    void options_outOfRange_nameOptionAndValue() {
        assertThatThrownBy(() -> FakeEntra.builder().tokenLifetime(Duration.ZERO))
                .hasMessageContaining("token lifetime")
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> FakeEntra.builder().loopLimit(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> EntraApp.builder("app")).hasMessageContaining("'app' is not a GUID");
        assertThatThrownBy(() -> EntraApp.builder(EntraWorld.PUBLIC_APP).secret(" "))
                .hasMessageContaining("must not be blank");
        assertThatThrownBy(() -> EntraUser.builder("ada", "x")).hasMessageContaining("'ada' has no domain");
        assertThatThrownBy(() ->
                        EntraResource.builder(EntraWorld.PUBLIC_APP, "api://x").tokenVersion(3))
                .hasMessageContaining("3");
    }

    @Test
    void toString_everything_showsNoSecret() {
        EntraApp app = EntraApp.builder(EntraWorld.PUBLIC_APP).secret("hidden").build();
        EntraUser user = EntraUser.builder("ada@contoso.example", "hidden").build();

        assertThat(List.of(app, app.secrets(), user).toString()).doesNotContain("hidden");
    }

    @Test
    void reset_afterChanges_isAsAtTheStart() {
        try (FakeEntra entra = FakeEntra.start()) {
            EntraHttp http = new EntraHttp(entra);
            EntraApp app = entra.directory().app(entra.clientId()).orElseThrow();
            entra.directory().save(app.toBuilder().noSecrets().build());
            entra.directory().save(EntraTenant.of(EntraWorld.OTHER_TENANT));
            entra.faults().on(Requests.any()).respondStatus(500);
            assertThat(http.appToken().status()).isEqualTo(500);

            entra.reset();

            assertThat(entra.journal().requests()).isEmpty();
            assertThat(entra.tokenRequests().count()).isZero();
            assertThat(entra.directory().tenants()).hasSize(1);
            assertThat(http.appToken().status()).isEqualTo(200);
        }
    }

    @Test
    void issuedTokens_afterSome_haveClaimsButNoSignature() {
        try (FakeEntra entra = FakeEntra.start()) {
            String token = new EntraHttp(entra).appToken().field("access_token");

            assertThat(entra.issuedTokens())
                    .singleElement()
                    .satisfies(
                            claims -> assertThat(claims.path("appid").asText()).isEqualTo(entra.clientId()));
            assertThat(entra.issuedTokens().toString()).doesNotContain(token.substring(token.lastIndexOf('.')));
        }
    }

    @Test
    void clientCertificate_defaultApp_maySignInWithIt() {
        try (FakeEntra entra = FakeEntra.start()) {
            assertThat(entra.clientCertificate()).isSameAs(entra.clientCertificate());
            assertThat(entra.directory().app(entra.clientId()).orElseThrow().certificates())
                    .containsExactly(entra.clientCertificate().certificate());
        }
    }

    @Test
    void errorPage_ofAnError_explainsIt() {
        try (FakeEntra entra = FakeEntra.start()) {
            EntraHttp http = new EntraHttp(entra);
            Reply refused = http.token(entra.tenantId(), Map.of());

            assertThat(http.get(refused.field("error_uri")).text()).contains("AADSTS900144");
            assertThat(http.get("/error?code=%3Cb%3E").text()).contains("&lt;b&gt;");
        }
    }

    @Test
    void insufficientClaims_answer_carriesTheClaims() {
        String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";

        String header = Answers.insufficientClaims("https://localhost/common/oauth2/authorize", claims)
                .headers()
                .text("WWW-Authenticate");

        String encoded = header.substring(header.indexOf("claims=\"") + 8, header.length() - 1);
        assertThat(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
                .isEqualTo(claims);
        assertThat(header).startsWith("Bearer realm=\"\"").contains("error=\"insufficient_claims\"");
    }
}
