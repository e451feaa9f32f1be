package io.github.latchkey.testkit.entra;

import static io.github.latchkey.testkit.entra.EntraHttp.BATCH;
import static io.github.latchkey.testkit.entra.EntraHttp.BATCH_SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.time.TestClock;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class ClientCredentialsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final TestClock clock = TestClock.frozenAt(NOW);
    private FakeEntra entra;
    private EntraHttp http;

    @BeforeEach
    void start() {
        entra = FakeEntra.builder()
                .clock(clock)
                .tokenLifetime(Duration.ofHours(1))
                .start();
        http = new EntraHttp(entra);
    }

    @AfterEach
    void stop() {
        entra.close();
    }

    @Test
    void token_version2_hasNumbersAndNoScope() {
        Reply reply = http.appToken();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().fieldNames())
                .toIterable()
                .containsExactly("token_type", "expires_in", "ext_expires_in", "access_token");
        assertThat(reply.json().path("expires_in").isInt()).isTrue();
        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(3599);
    }

    @Test
    void token_version1_hasStringsAndTheResource() {
        Reply reply = http.post(
                "/" + entra.tenantId() + "/oauth2/token",
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        entra.clientId(),
                        "client_secret",
                        entra.clientSecret(),
                        "resource",
                        BATCH));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("expires_in").isTextual()).isTrue();
        assertThat(reply.field("expires_on")).isEqualTo(Long.toString(NOW.getEpochSecond() + 3600));
        assertThat(reply.field("not_before")).isEqualTo(Long.toString(NOW.getEpochSecond() - 300));
        assertThat(reply.field("resource")).isEqualTo(BATCH);
    }

    @Test
    void token_forBatch_hasTheClaimsOfAnApplication() {
        JsonNode claims = http.appToken().jwt("access_token").claims();

        assertThat(claims.path("aud").asText()).isEqualTo(BATCH);
        assertThat(claims.path("iss").asText()).isEqualTo("https://sts.windows.net/" + entra.tenantId() + "/");
        assertThat(claims.path("idp").asText()).isEqualTo(claims.path("iss").asText());
        assertThat(claims.path("ver").asText()).isEqualTo("1.0");
        assertThat(claims.path("appid").asText()).isEqualTo(entra.clientId());
        assertThat(claims.path("appidacr").asText()).isEqualTo("1");
        assertThat(claims.path("idtyp").asText()).isEqualTo("app");
        assertThat(claims.path("oid").asText()).isEqualTo(entra.servicePrincipalId());
        assertThat(claims.path("sub").asText()).isEqualTo(entra.servicePrincipalId());
        assertThat(claims.path("tid").asText()).isEqualTo(entra.tenantId());
        assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond() - 300);
        assertThat(claims.path("nbf").asLong()).isEqualTo(NOW.getEpochSecond() - 300);
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 3600);
        assertThat(claims.has("aio") && claims.has("uti") && claims.has("rh")).isTrue();
        assertThat(claims.has("roles")).isFalse();
        assertThat(claims.has("scp")).isFalse();
    }

    @Test
    void token_singleSlashScope_hasTheAudienceWithoutTheSlash() {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("scope", "https://batch.core.windows.net/.default");

        Jwt token = http.token(entra.tenantId(), form).jwt("access_token");

        assertThat(token.claim("aud")).isEqualTo("https://batch.core.windows.net");
    }

    @Test
    void token_openIdScopesBesides_areIgnored() {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("scope", "openid profile offline_access " + BATCH_SCOPE);

        Reply reply = http.token(entra.tenantId(), form);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("id_token")).isFalse();
        assertThat(reply.json().has("refresh_token")).isFalse();
    }

    @Test
    void token_basicAuthentication_isTaken() {
        Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", BATCH_SCOPE);
        String pair = EntraHttp.encode(entra.clientId()) + ":" + EntraHttp.encode(entra.clientSecret());
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        Reply reply = http.post("/" + entra.tenantId() + "/oauth2/v2.0/token", form, "Authorization", "Basic " + basic);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(entra.tokenRequests().client(entra.clientId()).count()).isEqualTo(1);
    }

    @Test
    void token_domainInAnyLetterCase_isTheTenant() {
        assertThat(http.token("Contoso.Example", EntraHttp.appForm()).status()).isEqualTo(200);
    }

    @Test
    void token_reactorNettyClient_isIssued() {
        String form = EntraHttp.encode(EntraHttp.appForm());

        Mono<String> type = entra.httpClient()
                .headers(headers -> headers.set("Content-Type", "application/x-www-form-urlencoded"))
                .post()
                .uri(entra.authority() + "/oauth2/v2.0/token")
                .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(form, StandardCharsets.UTF_8)))
                .responseSingle((response, content) -> content.asString())
                .map(json -> Json.read(json).path("token_type").asText());

        assertThat(type.block(Duration.ofSeconds(20))).isEqualTo("Bearer");
    }

    @Test
    void token_version2Resource_hasTheClaimsOfVersion2() {
        entra.directory()
                .save(EntraResource.builder("0c1d7d0e-9a34-4f7e-9d5e-0f2f6b1c3a55", "api://orders")
                        .tokenVersion(2)
                        .build());
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("scope", "api://orders/.default");

        Jwt token = http.token(entra.tenantId(), form).jwt("access_token");

        assertThat(token.claim("aud")).isEqualTo("0c1d7d0e-9a34-4f7e-9d5e-0f2f6b1c3a55");
        assertThat(token.claim("iss")).isEqualTo(entra.authority() + "/v2.0");
        assertThat(token.claim("ver")).isEqualTo("2.0");
        assertThat(token.claim("azp")).isEqualTo(entra.clientId());
        assertThat(token.claim("azpacr")).isEqualTo("1");
        assertThat(token.claims().has("appid")).isFalse();
        assertThat(token.header("typ")).isEqualTo("JWT");
        assertThat(token.header("alg")).isEqualTo("RS256");
        assertThat(token.header("kid")).isNotEmpty();
        assertThat(token.header("x5t")).as("only version 1").isEmpty();
        form.remove("scope");
        form.put("resource", "api://orders");
        assertThat(http.post("/contoso.example/oauth2/token", form)
                        .jwt("access_token")
                        .claim("ver"))
                .as("the resource decides, not the endpoint")
                .isEqualTo("2.0");
    }

    @Test
    void secret_rotated_oldAndNewWorkUntilTheOldEnds() {
        try (EntraWorld world = new EntraWorld()) {
            String[] old = {"client_id", EntraWorld.ROTATING_APP, "client_secret", "old"};
            String[] young = {"client_id", EntraWorld.ROTATING_APP, "client_secret", "new"};

            assertThat(world.app(old).status()).isEqualTo(200);
            assertThat(world.app(young).status()).isEqualTo(200);
            world.clock.advance(Duration.ofDays(2));
            AadstsTest.assertError(world.app(old), Aadsts.SECRET_EXPIRED);
            assertThat(world.app(young).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"RS256, x5t, SHA-1, URL", "PS256, x5t#S256, SHA-256, URL", "PS256, x5t#S256, SHA-256, STANDARD"})
    void assertion_eachForm_isTaken(String algorithm, String header, String digest, String encoding) {
        try (EntraWorld world = new EntraWorld()) {
            byte[] thumbprint = SigningKey.thumbprint(EntraWorld.CERTIFICATE.certificate(), digest);
            Base64.Encoder encoder =
                    encoding.equals("URL") ? Base64.getUrlEncoder().withoutPadding() : Base64.getEncoder();

            Reply reply = world.assertion(
                    EntraWorld.CERTIFICATE_APP,
                    world.certificateAssertion(algorithm, header, encoder.encodeToString(thumbprint)));

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        }
    }

    @Test
    void token_rolesGranted_areInTheToken() {
        entra.directory()
                .save(entra.directory().app(entra.clientId()).orElseThrow().toBuilder()
                        .roles(BATCH, "Jobs.Write", "Jobs.Read")
                        .build());

        JsonNode roles = http.appToken().jwt("access_token").claims().path("roles");

        assertThat(roles).extracting(JsonNode::asText).containsExactly("Jobs.Read", "Jobs.Write");
    }

    @Test
    void token_continuousAccessClient_livesLongerAndCanBeRevoked() {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");
        try (FakeEntra usual = FakeEntra.builder().clock(clock).start()) {
            Reply first = new EntraHttp(usual).token(usual.tenantId(), form);
            int life = first.json().path("expires_in").asInt() + 1;
            assertThat(life).isBetween(20 * 3600, 28 * 3600);
            assertThat(first.json().path("refresh_in").asInt()).isEqualTo(life / 2);
            assertThat(first.jwt("access_token").claims().path("xms_cc").path(0).asText())
                    .isEqualTo("CP1");
        }
    }

    @Test
    void token_continuousAccessClient_livesAsLongAsTold() {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");

        assertThat(http.token(entra.tenantId(), form).json().path("expires_in").asInt())
                .as("the lifetime that was set for all tokens")
                .isEqualTo(3599);
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token, 200",
        "https://login.microsoftonline.com/3fa1c9e2-6d0b-4c57-9a83-5be0d1f27a46/oauth2/token, 200",
        "https://login.partner.microsoftonline.cn/contoso.example/oauth2/v2.0/token, 200",
        "https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token, 200",
        "https://login.sovcloud-identity.fr/contoso.example/oauth2/v2.0/token, 200",
        "https://westeurope.login.microsoft.com/contoso.example/oauth2/v2.0/token, 200",
        "https://login.microsoftonline.com/contoso.example/v2.0, 200",
        "https://login.microsoftonline.com/contoso.example/, 200",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token, 401",
        "https://login.microsoftonline.com.evil.example/contoso.example/oauth2/v2.0/token, 401",
        "https://login.microsoftonline.com/fabrikam.example/oauth2/v2.0/token, 401",
        "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/authorize, 401"
    })
    void assertion_audience_isThisTenantAtAnyHostOfTheService(String audience, int status) {
        try (EntraWorld world = new EntraWorld()) {
            String assertion = world.certificateAssertion(
                    EntraWorld.CERTIFICATE, EntraWorld.CERTIFICATE_APP, audience, world.clock.instant());

            Reply reply = world.assertion(EntraWorld.CERTIFICATE_APP, assertion);

            assertThat(reply.status()).isEqualTo(status);
            if (status != 200) {
                AadstsTest.assertError(reply, Aadsts.ASSERTION_AUDIENCE);
            }
        }
    }

    @Test
    void path_inAnyLetterCase_isFound() {
        Reply reply = http.post("/CONTOSO.example/OAuth2/V2.0/Token", EntraHttp.appForm());

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void headers_ofTheAnswer_areThoseOfTheService() {
        Reply reply = http.post(
                "/" + entra.tenantId() + "/oauth2/v2.0/token", EntraHttp.appForm(), "client-request-id", "my-id");

        assertThat(reply.header("Cache-Control")).isEqualTo("no-store, no-cache");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.header("client-request-id")).isEqualTo("my-id");
        assertThat(reply.header("x-ms-request-id")).isNotEmpty();
        assertThat(reply.header("x-ms-ests-server")).startsWith("2.1.").endsWith("ProdSlices");
        assertThat(reply.header("Pragma")).isEqualTo("no-cache");
        assertThat(reply.header("Expires")).isEqualTo("-1");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("X-XSS-Protection")).isEqualTo("0");
        assertThat(reply.header("P3P")).startsWith("CP=");
        assertThat(reply.header("Date")).isEqualTo("Mon, 23 Nov 2026 10:00:00 GMT");
    }

    @Test
    void headers_cookies_areThoseOfTheService() {
        assertThat(http.appToken().response().headers().allValues("Set-Cookie"))
                .extracting(cookie -> cookie.substring(0, cookie.indexOf('=')))
                .containsExactlyInAnyOrder("x-ms-gateway-slice", "stsservicecookie", "fpc", "esctx");
    }

    @Test
    void headers_strictTransportSecurity_isForTheRealHostsOnly() {
        String path = "/common/discovery/keys";

        assertThat(http.get(path).header("Strict-Transport-Security"))
                .as("a browser would apply it to all of localhost")
                .isEmpty();
        assertThat(strictTransportSecurity(path, "kit.local:8443"))
                .as("and to the admin page, which has no TLS")
                .isEmpty();
        assertThat(strictTransportSecurity(path, "login.microsoftonline.com")).startsWith("max-age=31536000");
    }

    private String strictTransportSecurity(String path, String host) {
        return Objects.requireNonNull(entra.httpClient()
                .headers(headers -> headers.set("Host", host))
                .get()
                .uri(entra.authorityHost() + path)
                .response()
                .map(response -> response.responseHeaders().get("Strict-Transport-Security", ""))
                .block(Duration.ofSeconds(20)));
    }

    @Test
    void options_styleAndRefreshIn_showInTheAnswer() {
        try (FakeEntra other = FakeEntra.builder()
                .numberStyle(NumberStyle.STRINGS)
                .refreshIn(Duration.ofMinutes(7))
                .start()) {
            Reply reply = new EntraHttp(other).appToken();

            assertThat(reply.json().path("expires_in").isTextual()).isTrue();
            assertThat(reply.field("refresh_in")).isEqualTo("420");
            assertThat(reply.json().path("expires_in").asInt()).isBetween(3599, 5399);
        }
    }

    @Test
    void options_clockSkew_movesTokensAndDate() {
        try (FakeEntra ahead =
                FakeEntra.builder().clock(clock).clockSkew(Duration.ofHours(1)).start()) {
            Reply reply = new EntraHttp(ahead).appToken();

            assertThat(reply.header("Date")).isEqualTo("Mon, 23 Nov 2026 11:00:00 GMT");
            assertThat(reply.jwt("access_token").claims().path("iat").asLong())
                    .isEqualTo(NOW.plusSeconds(3300).getEpochSecond());
        }
    }

    @Test
    void tokenRequests_differentOnes_areCountedByKind() {
        http.appToken();
        http.appToken();
        http.token("common", EntraHttp.appForm());
        entra.faults().on(FakeEntra.tokenEndpoint()).first(1).respondStatus(503);
        assertThat(http.appToken().status()).isEqualTo(503);

        TokenRequests requests = entra.tokenRequests();
        assertThat(requests.count()).isEqualTo(4);
        assertThat(requests.tenant(entra.tenantId()).count()).isEqualTo(3);
        assertThat(requests.tenant("common").client(entra.clientId()).count()).isEqualTo(1);
        assertThat(requests.grant("client_credentials").scope(BATCH_SCOPE).count())
                .isEqualTo(4);
        assertThat(requests.grant("password").count()).isZero();
        assertThat(requests.withClaims().count()).isZero();
        assertThat(requests.claims("").count()).isEqualTo(4);
        requests.clear();
        assertThat(requests.count()).isZero();
    }

    @Test
    void faults_byStatus_areAsTheServiceSendsThem() {
        entra.faults().on(FakeEntra.tokenEndpoint()).nth(1).respondStatus(429);
        entra.faults().on(FakeEntra.tokenEndpoint()).nth(2).respondStatus(504);
        entra.faults().on(FakeEntra.tokenEndpoint()).nth(3).respondStatus(500);
        entra.faults()
                .on(FakeEntra.tokenEndpoint())
                .nth(4)
                .respond(entra.answers().error(Aadsts.TENANT_THROTTLED));

        Reply throttled = http.appToken();
        Reply page = http.appToken();
        Reply broken = http.appToken();
        Reply tenant = http.appToken();

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.text()).isEqualTo("Too Many Requests");
        assertThat(throttled.header("Retry-After")).isEqualTo("60");
        assertThat(page.status()).isEqualTo(504);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.field("error")).isEqualTo("server_error");
        assertThat(tenant.status()).isEqualTo(429);
        assertThat(tenant.json().path("error_codes").path(0).asInt()).isEqualTo(90055);
        assertThat(tenant.header("Retry-After")).isEqualTo("10");
    }

    @Test
    void journal_afterATokenRequest_holdsNoSecret() {
        http.appToken();

        assertThat(entra.journal().requests().toString()).contains("/oauth2/v2.0/token");
        assertThat(entra.journal().requests().get(0).body())
                .contains("client_secret=***")
                .doesNotContain(entra.clientSecret());
    }
}
