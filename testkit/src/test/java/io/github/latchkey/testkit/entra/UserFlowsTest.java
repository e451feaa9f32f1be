package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.http.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserFlowsTest {

    private final EntraWorld world = new EntraWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void certificate_goodAssertion_getsATokenThatSaysSo() {
        Reply reply = world.assertion(EntraWorld.CERTIFICATE_APP, world.goodAssertion());

        assertThat(reply.jwt("access_token").claim("appidacr")).isEqualTo("2");
    }

    @Test
    void federated_goodAssertion_getsATokenThatSaysSo() {
        String assertion = world.builds.assertion(
                "repo:contoso/app:ref:refs/heads/main", world.clock.instant(), Duration.ofMinutes(5));

        Reply reply = world.assertion(EntraWorld.FEDERATED_APP, assertion);

        assertThat(reply.jwt("access_token").claim("appidacr")).isEqualTo("2");
    }

    @Test
    void password_version2_getsAllThatAUserGets() {
        Reply reply = world.defaultUser("client_info", "1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("scope")).isEqualTo("openid https://batch.core.windows.net//user_impersonation");
        assertThat(reply.field("refresh_token")).isNotEmpty();
        EntraUser user =
                world.entra.directory().user(FakeEntra.DEFAULT_USER_NAME).orElseThrow();
        assertThat(new String(Base64.getUrlDecoder().decode(reply.field("client_info")), StandardCharsets.UTF_8))
                .isEqualTo("{\"uid\":\"" + user.objectId() + "\",\"utid\":\"" + user.tenantId() + "\"}");
        JsonNode id = reply.jwt("id_token").claims();
        assertThat(id.path("aud").asText()).isEqualTo(EntraWorld.PUBLIC_APP);
        assertThat(id.path("iss").asText()).isEqualTo(world.entra.authority() + "/v2.0");
        assertThat(id.path("preferred_username").asText()).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        JsonNode claims = reply.jwt("access_token").claims();
        assertThat(claims.path("oid").asText()).isEqualTo(user.objectId());
        assertThat(claims.path("sub").asText())
                .isNotEqualTo(user.objectId())
                .isEqualTo(id.path("sub").asText());
        assertThat(claims.path("scp").asText()).isEqualTo("user_impersonation");
        assertThat(claims.path("upn").asText()).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        assertThat(claims.path("unique_name").asText()).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        assertThat(claims.path("name").asText()).isEqualTo("Ada Example");
        assertThat(claims.path("appidacr").asText()).isEqualTo("0");
        assertThat(claims.path("amr").toString()).isEqualTo("[\"pwd\"]");
        assertThat(claims.has("wids")
                        && claims.has("ipaddr")
                        && claims.has("puid")
                        && claims.has("given_name")
                        && claims.has("family_name")
                        && claims.has("acr"))
                .isTrue();
        assertThat(claims.has("idtyp")).isFalse();
    }

    @Test
    void password_version1_getsStringsAndAnIdTokenOfVersion1() {
        Reply reply = world.http.post(
                "/contoso.example/oauth2/token",
                Map.of(
                        "grant_type", "password",
                        "client_id", EntraWorld.PUBLIC_APP,
                        "username", FakeEntra.DEFAULT_USER_NAME,
                        "password", FakeEntra.DEFAULT_USER_PASSWORD,
                        "resource", EntraHttp.BATCH));

        assertThat(reply.json().path("expires_in").isTextual()).isTrue();
        assertThat(reply.field("refresh_token")).isNotEmpty();
        assertThat(reply.jwt("id_token").claim("upn")).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        assertThat(reply.jwt("access_token").claim("scp")).isEqualTo("user_impersonation");
    }

    @Test
    void password_version2Resource_hasTheClaimsOfVersion2() {
        world.entra
                .directory()
                .save(EntraResource.builder("0c1d7d0e-9a34-4f7e-9d5e-0f2f6b1c3a55", "api://orders")
                        .scopes("read")
                        .tokenVersion(2)
                        .build());
        EntraApp app = world.entra.directory().app(EntraWorld.PUBLIC_APP).orElseThrow();
        world.entra
                .directory()
                .save(app.toBuilder().consented("api://orders", "read").build());

        JsonNode claims = world.defaultUser("scope", "api://orders/read")
                .jwt("access_token")
                .claims();

        assertThat(claims.path("preferred_username").asText()).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        assertThat(claims.path("azp").asText()).isEqualTo(EntraWorld.PUBLIC_APP);
        assertThat(claims.path("azpacr").asText()).isEqualTo("0");
        assertThat(claims.has("upn") || claims.has("unique_name") || claims.has("idp"))
                .isFalse();
    }

    @Test
    void subject_ofAUser_isAnotherForEachApplication() {
        String here = world.defaultUser().jwt("access_token").claim("sub");
        String there =
                world.onBehalfOf(world.apiToken("ada")).jwt("access_token").claim("sub");

        assertThat(there).isNotEmpty().isNotEqualTo(here);
    }

    @Test
    void code_version1_getsStringsAndTheResource() {
        Reply page = world.http.get("/contoso.example/oauth2/authorize?response_type=code&client_id="
                + EntraWorld.PUBLIC_APP + "&redirect_uri=" + EntraHttp.encode(EntraWorld.REDIRECT) + "&resource="
                + EntraHttp.encode("https://batch.core.windows.net"));
        String location = world.http
                .post(
                        EntraWorld.formAction(page),
                        Map.of(
                                "action", "sign-in",
                                "username", FakeEntra.DEFAULT_USER_NAME,
                                "password", FakeEntra.DEFAULT_USER_PASSWORD))
                .header("Location");
        String code =
                Fields.parse(location.substring(location.indexOf('?') + 1)).text("code");

        Reply tokens = world.http.post(
                "/contoso.example/oauth2/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", EntraWorld.PUBLIC_APP,
                        "redirect_uri", EntraWorld.REDIRECT,
                        "code", code,
                        "resource", EntraHttp.BATCH));

        assertThat(tokens.field("resource")).isEqualTo(EntraHttp.BATCH);
        assertThat(tokens.json().path("expires_on").isTextual()).isTrue();
        assertThat(tokens.field("refresh_token")).isNotEmpty();
        Reply refreshed = world.http.post(
                "/contoso.example/oauth2/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        EntraWorld.PUBLIC_APP,
                        "refresh_token",
                        tokens.field("refresh_token"),
                        "resource",
                        EntraHttp.BATCH));
        assertThat(refreshed.jwt("access_token").claim("aud")).isEqualTo(EntraHttp.BATCH);
    }

    @Test
    void password_onlyOpenIdScopes_isForGraph() {
        Reply reply = world.defaultUser("scope", "openid profile");

        assertThat(reply.jwt("access_token").claim("aud")).isEqualTo("https://graph.microsoft.com");
        assertThat(reply.jwt("access_token").claim("scp")).isEqualTo("openid profile");
        assertThat(reply.json().has("refresh_token")).isFalse();
    }

    @Test
    void verifier_userToken_tellsUserAndScopes() {
        VerifiedToken token =
                world.entra.tokenVerifier().verify(world.defaultUser().field("access_token"), Set.of(EntraHttp.BATCH));

        assertThat(token.user()).isTrue();
        assertThat(token.scopes()).containsExactly("user_impersonation");
    }

    @Test
    void refresh_again_getsNewTokensAndTheOldOneStaysGood() {
        String first = world.defaultUser().field("refresh_token");
        world.clock.advance(Duration.ofHours(2));

        Reply second = world.refresh(first);
        Reply third = world.refresh(first);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.field("refresh_token")).isNotEmpty().isNotEqualTo(first);
        assertThat(third.status()).isEqualTo(200);
    }

    @Test
    void refresh_userDisabledMeanwhile_isRefused() {
        String token = world.defaultUser().field("refresh_token");
        EntraUser user =
                world.entra.directory().user(FakeEntra.DEFAULT_USER_NAME).orElseThrow();
        world.entra.directory().save(user.toBuilder().disabled(true).build());

        AadstsTest.assertError(world.refresh(token), Aadsts.ACCOUNT_DISABLED);
    }

    @Test
    void deviceCode_approved_getsTokensOnce() {
        Reply issued = world.deviceCode();
        assertThat(issued.json().path("expires_in").asInt()).isEqualTo(900);
        assertThat(issued.json().path("interval").asInt()).isEqualTo(5);
        assertThat(issued.field("verification_uri"))
                .isEqualTo(world.entra.authorityHost() + "/common/oauth2/deviceauth");
        assertThat(issued.field("message")).contains(issued.field("user_code"), issued.field("verification_uri"));
        assertThat(issued.json().has("verification_uri_complete")).isFalse();

        assertThat(world.entra.approveDevice(issued.field("user_code"))).isTrue();

        Reply tokens = world.device(issued.field("device_code"), "grant_type", "device_code");
        assertThat(tokens.jwt("access_token").claim("upn")).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        assertThat(tokens.field("refresh_token")).isNotEmpty();
        AadstsTest.assertError(world.device(issued.field("device_code")), Aadsts.DEVICE_CODE_UNKNOWN);
    }

    @Test
    void deviceCode_version1_hasItsOwnNames() {
        Reply issued = world.http.post(
                "/contoso.example/oauth2/devicecode",
                Map.of("client_id", EntraWorld.PUBLIC_APP, "resource", EntraHttp.BATCH));
        assertThat(issued.field("verification_url")).isNotEmpty();
        assertThat(issued.json().path("expires_in").isTextual()).isTrue();
        world.entra.approveDevice(issued.field("user_code"));

        Reply tokens = world.http.post(
                "/contoso.example/oauth2/token",
                Map.of(
                        "grant_type",
                        "device_code",
                        "client_id",
                        EntraWorld.PUBLIC_APP,
                        "code",
                        issued.field("device_code")));

        assertThat(tokens.field("resource")).isEqualTo(EntraHttp.BATCH);
    }

    @Test
    void deviceCode_interval_isAsTold() {
        try (FakeEntra quick =
                FakeEntra.builder().deviceCodeInterval(Duration.ofSeconds(1)).start()) {
            Reply issued = new EntraHttp(quick)
                    .post(
                            "/contoso.example/oauth2/v2.0/devicecode",
                            Map.of("client_id", quick.clientId(), "scope", EntraWorld.USER_SCOPE));

            assertThat(issued.json().path("interval").asInt()).isEqualTo(1);
        }
    }

    @Test
    void deviceCode_approvedByPost_getsTokens() {
        Reply issued = world.deviceCode();
        String url = world.entra.deviceApproveUrl().replace("{user_code}", issued.field("user_code"));

        assertThat(world.http.post(url, Map.of()).status()).isEqualTo(204);
        assertThat(world.device(issued.field("device_code")).status()).isEqualTo(200);
        assertThat(world.http.post(url, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void scope_askedForAsDefault_isNamedBesideWhatItCameTo() {
        assertThat(world.defaultUser("scope", "openid https://batch.core.windows.net//.default")
                        .field("scope"))
                .isEqualTo("openid https://batch.core.windows.net//user_impersonation"
                        + " https://batch.core.windows.net//.default");
    }

    @Test
    void onBehalfOf_userToken_getsOneForTheNextService() {
        Reply reply = world.onBehalfOf(world.apiToken("ada"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        Jwt token = reply.jwt("access_token");
        assertThat(token.claim("aud")).isEqualTo(EntraHttp.BATCH);
        assertThat(token.claim("appid")).isEqualTo(EntraWorld.API_APP);
        assertThat(token.claim("upn")).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
    }

    @Test
    void onBehalfOf_policyChangesMeanwhile_isInteractionRequiredWithClaims() {
        String token = world.apiToken("ada");
        EntraUser user =
                world.entra.directory().user(FakeEntra.DEFAULT_USER_NAME).orElseThrow();
        world.entra
                .directory()
                .save(user.toBuilder()
                        .secondFactor(EntraUser.SecondFactor.REQUIRED)
                        .build());

        Reply reply = world.onBehalfOf(token);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field("error")).isEqualTo("interaction_required");
        assertThat(reply.field("claims")).contains("polids");
    }

    @Test
    void userFederated_tokenOfTheIssuer_isTheUsersCredential() {
        EntraUser user =
                world.entra.directory().user(FakeEntra.DEFAULT_USER_NAME).orElseThrow();
        world.entra
                .directory()
                .save(user.toBuilder()
                        .federatedCredential(new EntraApp.FederatedCredential(
                                EntraWorld.ISSUER, "agent", EntraApp.FederatedCredential.USUAL_AUDIENCE))
                        .build());

        Reply byName = world.userFederated("agent", "username", user.name());
        Reply byId = world.userFederated("agent", "user_id", user.objectId());

        assertThat(byName.status()).as(byName.text()).isEqualTo(200);
        assertThat(byName.jwt("access_token").claim("upn")).isEqualTo(user.name());
        assertThat(byName.jwt("access_token").claim("appidacr")).isEqualTo("1");
        assertThat(byId.jwt("access_token").claim("oid")).isEqualTo(user.objectId());
        AadstsTest.assertError(world.userFederated("somebody", "username", user.name()), Aadsts.FEDERATED_SUBJECT);
        AadstsTest.assertError(world.userFederated("agent"), Aadsts.MISSING_PARAMETER);
        AadstsTest.assertError(
                world.userFederated("agent", "username", "root@contoso.example"), Aadsts.NO_FEDERATED_CREDENTIAL);
        AadstsTest.assertError(world.userFederated("agent", "user_id", EntraWorld.ABSENT), Aadsts.USER_NOT_FOUND);
    }

    @Test
    void refresh_appUninstalledMeanwhile_isRefused() {
        String token = world.defaultUser().field("refresh_token");
        EntraApp app = world.entra.directory().app(EntraWorld.PUBLIC_APP).orElseThrow();
        world.entra
                .directory()
                .save(EntraApp.builder(EntraWorld.PUBLIC_APP)
                        .tenant(EntraWorld.OTHER_TENANT)
                        .allowPublicClient(true)
                        .build());

        AadstsTest.assertError(world.refresh(token, "tenant", "organizations"), Aadsts.APP_NOT_FOUND);
        world.entra.directory().save(app);
        assertThat(world.refresh(token, "tenant", "organizations").status()).isEqualTo(200);
    }

    @Test
    void continuousAccess_userToken_saysThatTheSessionIsRevocable() {
        Reply reply = world.defaultUser("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");

        assertThat(reply.jwt("access_token").claim("xms_ssm")).isEqualTo("1");
        assertThat(reply.json().path("refresh_in").asInt()).isEqualTo(12 * 3600);
    }
}
