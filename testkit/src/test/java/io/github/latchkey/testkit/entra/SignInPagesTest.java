package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.http.Fields;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInPagesTest {

    private static final String NONE = "";

    private final EntraWorld world = new EntraWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void authorize_anybody_showsAnAccessiblePage() {
        Reply page = authorize("login_hint", "ada@contoso.example");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("<html lang=\"en\">", "<title>Sign in to your account</title>", "name=\"viewport\"")
                .contains("<label for=\"username\">", "<label for=\"password\">", "value=\"ada@contoso.example\"")
                .contains("<strong>" + EntraWorld.PUBLIC_APP + "</strong>")
                .doesNotContain("role=\"alert\"");
    }

    @Test
    void authorize_hostileHint_isEscaped() {
        assertThat(authorize("login_hint", "\"><script>alert(1)</script>").text())
                .contains("&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void signIn_rightPassword_goesBackWithCodeAndState() {
        Fields answer = query(signIn(authorize(), "ada", FakeEntra.DEFAULT_USER_PASSWORD));

        assertThat(answer.text("state")).isEqualTo("my state");
        assertThat(answer.text("session_state")).isNotEmpty();
        Reply tokens = world.redeem(answer.text("code"));
        assertThat(tokens.jwt("access_token").claim("upn")).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        assertThat(tokens.jwt("id_token").claim("nonce")).isEqualTo("my nonce");
    }

    @Test
    void signIn_withProofKey_isRedeemedWithTheVerifier() throws Exception {
        String verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        Reply page = authorize("code_challenge", challenge, "code_challenge_method", "S256");
        String code =
                query(signIn(page, "ada", FakeEntra.DEFAULT_USER_PASSWORD)).text("code");

        assertThat(world.redeem(code, "code_verifier", verifier).status()).isEqualTo(200);
    }

    @Test
    void signIn_fragment_comesBackBehindTheHash() {
        Reply back = signIn(authorize("response_mode", "fragment"), "ada", FakeEntra.DEFAULT_USER_PASSWORD);

        assertThat(back.header("Location")).startsWith(EntraWorld.REDIRECT + "#code=0.");
    }

    @Test
    void signIn_formPost_postsItselfWithAndWithoutScripts() {
        Reply back = signIn(
                authorize("response_mode", "form_post", "client_info", "1"), "ada", FakeEntra.DEFAULT_USER_PASSWORD);

        assertThat(back.status()).isEqualTo(200);
        assertThat(back.text())
                .contains("<form method=\"post\" action=\"" + EntraWorld.REDIRECT + "\">")
                .contains("name=\"code\" value=\"0.", "name=\"state\" value=\"my state\"", "name=\"client_info\"")
                .contains("document.forms[0].submit()", "<noscript>");
    }

    @ParameterizedTest
    @CsvSource({
        "ada,      wrong,   AADSTS50126",
        "nobody,   letmein, AADSTS50034",
        "locked,   letmein, AADSTS50053",
        "disabled, letmein, AADSTS50057"
    })
    void signIn_refused_showsWhyAndLetsTryAgain(String user, String password, String code) {
        Reply page = signIn(authorize(), user, password);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("role=\"alert\"", code, "name=\"password\"");
        assertThat(cookies(page)).noneMatch(cookie -> cookie.startsWith("ESTSAUTH="));
    }

    @Test
    void signIn_secondFactor_asksForItAndIsContentAfterwards() {
        Reply second = signIn(authorize(), "careful", EntraWorld.PASSWORD);
        assertThat(second.text()).contains("Approve sign in request");

        Fields answer = query(act(second, "approve"));

        Reply tokens = world.redeem(answer.text("code"));
        assertThat(tokens.status()).as(tokens.text()).isEqualTo(200);
        assertThat(tokens.jwt("access_token").claims().path("amr").toString()).isEqualTo("[\"pwd\",\"mfa\"]");
    }

    @Test
    void signIn_blockedByPolicy_goesBackWithAccessDenied() {
        Fields answer = query(signIn(authorize(), "blocked", EntraWorld.PASSWORD));

        assertThat(answer.text("error")).isEqualTo("access_denied");
        assertThat(answer.text("error_description")).startsWith("AADSTS53003");
        assertThat(answer.text("state")).isEqualTo("my state");
    }

    @Test
    void consent_missing_isAskedForAndRemembered() {
        Reply consent = signIn(authorize("scope", "openid User.Read"), "ada", FakeEntra.DEFAULT_USER_PASSWORD);
        assertThat(consent.text()).contains("Permissions requested", "https://graph.microsoft.com/User.Read");

        Fields answer = query(act(consent, "accept"));

        assertThat(world.redeem(answer.text("code")).status()).isEqualTo(200);
        assertThat(world.defaultUser("scope", "User.Read").status()).isEqualTo(200);
    }

    @Test
    void consent_declined_goesBackWithAccessDenied() {
        Reply consent = signIn(authorize("scope", "openid User.Read"), "ada", FakeEntra.DEFAULT_USER_PASSWORD);

        Fields answer = query(act(consent, "cancel"));

        assertThat(answer.text("error")).isEqualTo("access_denied");
        assertThat(answer.text("error_description")).startsWith("AADSTS65004");
    }

    @Test
    void consent_promptConsent_isAskedForThoughItWasGiven() {
        Reply consent = signIn(authorize("prompt", "consent"), "ada", FakeEntra.DEFAULT_USER_PASSWORD);
        assertThat(consent.text()).contains("Permissions requested");

        assertThat(query(act(consent, "accept")).text("code")).isNotEmpty();
    }

    @Test
    void session_secondTime_needsNoPage() {
        String cookie = cookie(signIn(authorize(), "ada", FakeEntra.DEFAULT_USER_PASSWORD));

        assertThat(query(authorizeWith(cookie)).text("code")).isNotEmpty();
        assertThat(query(authorizeWith(cookie, "prompt", "none")).text("code")).isNotEmpty();
        assertThat(authorizeWith(cookie, "prompt", "login").text()).contains("name=\"password\"");
        assertThat(authorizeWith(cookie, "login_hint", "new@contoso.example").text())
                .contains("name=\"password\"");
        assertThat(query(authorizeWith(cookie, "prompt", "none", "scope", "User.Read"))
                        .text("error"))
                .isEqualTo("consent_required");
    }

    @Test
    void session_selectAccount_isOfferedAndTakenOrNot() {
        String cookie = cookie(signIn(authorize(), "ada", FakeEntra.DEFAULT_USER_PASSWORD));

        Reply picker = authorizeWith(cookie, "prompt", "select_account");
        assertThat(picker.text())
                .contains("Pick an account", FakeEntra.DEFAULT_USER_NAME)
                .doesNotContain("password");
        assertThat(query(act(picker, "pick")).text("code")).isNotEmpty();

        Reply other = act(authorizeWith(cookie, "prompt", "select_account"), "other");
        assertThat(query(signIn(other, "root", EntraWorld.PASSWORD)).text("code"))
                .isNotEmpty();
    }

    @Test
    void session_userDisabledMeanwhile_isOver() {
        String cookie = cookie(signIn(authorize(), "ada", FakeEntra.DEFAULT_USER_PASSWORD));
        EntraUser user =
                world.entra.directory().user(FakeEntra.DEFAULT_USER_NAME).orElseThrow();
        world.entra.directory().save(user.toBuilder().disabled(true).build());

        assertThat(authorizeWith(cookie).text()).contains("name=\"password\"");
    }

    @Test
    void session_userOfAnotherTenant_isNotTakenForThisOne() {
        Reply page = authorizeAt("organizations", NONE);
        Reply back = world.http.post(
                EntraWorld.formAction(page),
                Map.of("action", "sign-in", "username", "eve@fabrikam.example", "password", EntraWorld.PASSWORD));
        String cookie = cookie(back);

        assertThat(query(authorizeAt("organizations", cookie)).text("code")).isNotEmpty();
        assertThat(authorizeAt("contoso.example", cookie).text()).contains("name=\"password\"");
        assertThat(authorizeAt("organizations", cookie, "client_id", FakeEntra.DEFAULT_CLIENT_ID)
                        .text())
                .as("the app is not installed in the session's tenant")
                .contains("name=\"password\"");
    }

    @Test
    void signIn_appNotInTheUsersTenant_isShown() {
        Reply page = authorizeAt("organizations", NONE, "client_id", FakeEntra.DEFAULT_CLIENT_ID);

        Reply refused = world.http.post(
                EntraWorld.formAction(page),
                Map.of("action", "sign-in", "username", "eve@fabrikam.example", "password", EntraWorld.PASSWORD));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("AADSTS700016", EntraWorld.OTHER_TENANT);
    }

    @Test
    void signIn_consumers_takesNobodyOfAnOrganization() {
        Reply page = authorizeAt("consumers", NONE);

        assertThat(signIn(page, "ada", FakeEntra.DEFAULT_USER_PASSWORD).text()).contains("AADSTS50034");
    }

    @Test
    void consent_administratorsOnly_isNotTheUsersToGive() {
        Reply page = signIn(authorize("scope", "openid Directory.Read.All"), "ada", FakeEntra.DEFAULT_USER_PASSWORD);
        assertThat(page.text())
                .contains("Need admin approval", "AADSTS90094", "https://graph.microsoft.com/Directory.Read.All");

        assertThat(act(page, "accept").text()).contains("Need admin approval");
        Fields answer = query(act(page, "cancel"));

        assertThat(answer.text("error")).isEqualTo("access_denied");
        assertThat(answer.text("error_description")).startsWith("AADSTS65004");
    }

    @Test
    void consent_byAnAdministratorForEverybody_letsTheOthersIn() {
        Reply page = signIn(authorize("scope", "openid Directory.Read.All"), "root", EntraWorld.PASSWORD);
        assertThat(page.text()).contains("Consent on behalf of your organization");
        world.http.post(EntraWorld.formAction(page), Map.of("action", "accept", "for_everybody", "on"));

        Reply ada = world.defaultUser("scope", "openid Directory.Read.All");

        assertThat(ada.jwt("access_token").claim("scp")).isEqualTo("Directory.Read.All");
        assertThat(world.password("root").jwt("access_token").claims().path("wids"))
                .hasSize(2);
    }

    @Test
    void pages_all_stayOutOfFramesAndLoadNothing() {
        Reply page = authorize();
        Reply form = signIn(authorize("response_mode", "form_post"), "ada", FakeEntra.DEFAULT_USER_PASSWORD);

        assertThat(page.header("Cache-Control")).isEqualTo("no-store, no-cache");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("script-src", "unsafe");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(form.header("Content-Security-Policy"))
                .contains("script-src 'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void session_none_isLoginRequired() {
        Fields answer = query(authorize("prompt", "none"));

        assertThat(answer.text("error")).isEqualTo("login_required");
        assertThat(answer.text("error_description")).startsWith("AADSTS50058");
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED, 50076", "NOT_REGISTERED, 50079"})
    void session_secondFactorWantedMeanwhile_isInteractionRequiredWhereNoPageMayBeShown(
            EntraUser.SecondFactor factor, String code) {
        String cookie = cookie(signIn(authorize(), "ada", FakeEntra.DEFAULT_USER_PASSWORD));
        EntraUser user =
                world.entra.directory().user(FakeEntra.DEFAULT_USER_NAME).orElseThrow();
        world.entra.directory().save(user.toBuilder().secondFactor(factor).build());

        Fields answer = query(authorizeWith(cookie, "prompt", "none"));

        assertThat(answer.text("error")).isEqualTo("interaction_required");
        assertThat(answer.text("error_description")).startsWith("AADSTS" + code + ":");
        assertThat(answer.text("state")).isEqualTo("my state");
        assertThat(answer.has("code")).isFalse();
    }

    @Test
    void error_byFragment_comesBackBehindTheHash() {
        Reply back = authorize("prompt", "none", "response_mode", "fragment");

        assertThat(back.status()).isEqualTo(302);
        String location = back.header("Location");
        assertThat(location).startsWith(EntraWorld.REDIRECT + "#").doesNotContain("?");
        Fields answer = Fields.parse(location.substring(location.indexOf('#') + 1));
        assertThat(answer.text("error")).isEqualTo("login_required");
        assertThat(answer.text("error_description")).startsWith("AADSTS50058");
        assertThat(answer.text("state")).isEqualTo("my state");
    }

    @Test
    void error_byFormPost_postsItself() {
        Reply page = authorize("prompt", "none", "response_mode", "form_post");

        assertThat(page.status()).isEqualTo(200);
        assertThat(EntraWorld.formAction(page)).isEqualTo(EntraWorld.REDIRECT);
        assertThat(page.text())
                .contains("name=\"error\" value=\"login_required\"", "name=\"state\" value=\"my state\"")
                .doesNotContain("name=\"code\"");
    }

    @Test
    void logout_session_endsItAndGoesOn() {
        String cookie = cookie(signIn(authorize(), "ada", FakeEntra.DEFAULT_USER_PASSWORD));

        Reply out = world.http.get(
                "/contoso.example/oauth2/v2.0/logout?post_logout_redirect_uri="
                        + EntraHttp.encode(EntraWorld.WEB_REDIRECT) + "&state=s",
                "Cookie",
                cookie);

        assertThat(out.header("Location")).isEqualTo(EntraWorld.WEB_REDIRECT + "?state=s");
        assertThat(cookies(out))
                .anySatisfy(one -> assertThat(one).startsWith("ESTSAUTH=").contains("Max-Age=0"));
        assertThat(authorizeWith(cookie).text()).contains("name=\"password\"");
    }

    @Test
    void logout_stateWithSpecialCharacters_comesBackAsItWas() {
        String state = "a b&c=d#e\r\nX-Injected: yes";

        Reply out = world.http.get("/contoso.example/oauth2/v2.0/logout?post_logout_redirect_uri="
                + EntraHttp.encode(EntraWorld.WEB_REDIRECT) + "&state=" + EntraHttp.encode(state));

        assertThat(query(out).text("state")).isEqualTo(state);
        assertThat(out.header("X-Injected")).isEmpty();
    }

    @Test
    void logout_unknownTarget_staysHere() {
        Reply out =
                world.http.get("/contoso.example/oauth2/logout?post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F");

        assertThat(out.status()).isEqualTo(200);
        assertThat(out.text()).contains("You signed out of your account");
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri,  https://evil.example/,                AADSTS50011",
        "client_id,     00000000-dead-4eef-8000-000000000000, AADSTS700016",
        "client_id,     e3b0c442-98fc-4c14-9afb-f4c8996fb924, AADSTS7000112",
        "client_id,     '',                                   AADSTS900144",
        "redirect_uri,  '',                                   AADSTS900144"
    })
    void authorize_doubtfulTarget_isShownAndNeverSentThere(String name, String value, String code) {
        Reply page = authorize(name, value);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.header("Location")).isEmpty();
        assertThat(page.text()).contains("having trouble signing you in", code);
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token,                                   unsupported_response_type",
        "response_type, '',                                      invalid_request",
        "code_challenge_method, S512,                            invalid_request",
        "scope,         https://batch.core.windows.net//conquer, invalid_scope",
        "scope,         https://nowhere.example/.default,        invalid_resource"
    })
    void authorize_wrongParameter_isSentBack(String name, String value, String error) {
        Fields answer = query(authorize(name, value));

        assertThat(answer.text("error")).isEqualTo(error);
        assertThat(answer.text("state")).isEqualTo("my state");
    }

    @Test
    void webRedirect_code_needsTheCredential() {
        Reply page = authorize("client_id", EntraWorld.API_APP, "redirect_uri", EntraWorld.WEB_REDIRECT);
        String code =
                query(signIn(page, "ada", FakeEntra.DEFAULT_USER_PASSWORD)).text("code");
        String[] client = {"client_id", EntraWorld.API_APP, "redirect_uri", EntraWorld.WEB_REDIRECT};

        AadstsTest.assertError(world.redeem(code, client), Aadsts.CREDENTIAL_REQUIRED);
        Reply tokens = world.redeem(
                code, "client_id", EntraWorld.API_APP, "redirect_uri", EntraWorld.WEB_REDIRECT, "client_secret", "s");
        assertThat(tokens.status()).isEqualTo(200);
    }

    @Test
    void devicePages_codeThenPassword_approveTheDevice() {
        Reply issued = world.deviceCode();
        String page = URI.create(issued.field("verification_uri")).getPath();
        assertThat(world.http.get(page).text()).contains("<label for=\"user_code\">");
        assertThat(world.http.post(page, Map.of("user_code", "WRONG")).text())
                .contains("role=\"alert\"", "AADSTS70018");

        Reply signIn = world.http.post(
                page, Map.of("user_code", issued.field("user_code").toLowerCase(Locale.ROOT)));
        Reply confirm = signIn(signIn, "ada", FakeEntra.DEFAULT_USER_PASSWORD);
        assertThat(confirm.text()).contains("Are you trying to sign in to");
        AadstsTest.assertError(world.device(issued.field("device_code")), Aadsts.DEVICE_PENDING);
        Reply done = act(confirm, "continue");

        assertThat(done.text()).contains("You may now close this window.");
        assertThat(world.device(issued.field("device_code")).status()).isEqualTo(200);
    }

    @Test
    void devicePages_cancel_declinesTheDevice() {
        Reply issued = world.deviceCode();
        Reply signIn = world.http.post(DeviceEndpoint.PAGE, Map.of("user_code", issued.field("user_code")));

        act(signIn(signIn, "ada", FakeEntra.DEFAULT_USER_PASSWORD), "cancel");

        AadstsTest.assertError(world.device(issued.field("device_code")), Aadsts.DEVICE_DECLINED);
    }

    @Test
    void autoApprove_both_needNobody() {
        try (FakeEntra entra = FakeEntra.builder().autoApprove(true).start()) {
            EntraHttp http = new EntraHttp(entra);
            String scope = EntraHttp.encode(EntraWorld.USER_SCOPE);
            Reply back = http.get("/organizations/oauth2/v2.0/authorize?client_id=" + entra.clientId()
                    + "&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A80&scope=" + scope);
            Reply issued = http.post(
                    "/organizations/oauth2/v2.0/devicecode",
                    Map.of("client_id", entra.clientId(), "scope", EntraWorld.USER_SCOPE));

            Reply tokens = http.token(
                    "organizations",
                    Map.of(
                            "grant_type", "device_code",
                            "client_id", entra.clientId(),
                            "device_code", issued.field("device_code")));

            assertThat(query(back).text("code")).isNotEmpty();
            assertThat(tokens.status()).isEqualTo(200);
        }
    }

    private Reply authorize(String... changes) {
        return authorizeWith(NONE, changes);
    }

    private Reply authorizeWith(String cookie, String... changes) {
        return authorizeAt("contoso.example", cookie, changes);
    }

    private Reply authorizeAt(String tenant, String cookie, String... changes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", EntraWorld.PUBLIC_APP);
        parameters.put("response_type", "code");
        parameters.put("redirect_uri", EntraWorld.REDIRECT);
        parameters.put("scope", EntraWorld.USER_SCOPE);
        parameters.put("state", "my state");
        parameters.put("nonce", "my nonce");
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        String path = "/" + tenant + "/oauth2/v2.0/authorize?" + EntraHttp.encode(parameters);
        return cookie.isEmpty() ? world.http.get(path) : world.http.get(path, "Cookie", cookie);
    }

    private Reply signIn(Reply page, String user, String password) {
        Map<String, String> form = new HashMap<>();
        form.put("action", "sign-in");
        form.put("username", user + "@contoso.example");
        form.put("password", password);
        return world.http.post(EntraWorld.formAction(page), form);
    }

    private Reply act(Reply page, String action) {
        return world.http.post(EntraWorld.formAction(page), Map.of("action", action));
    }

    private static String cookie(Reply reply) {
        String header = cookies(reply).stream()
                .filter(cookie -> cookie.startsWith("ESTSAUTH="))
                .findFirst()
                .orElseThrow();
        assertThat(header).contains("Secure", "HttpOnly");
        return header.substring(0, header.indexOf(';'));
    }

    private static List<String> cookies(Reply reply) {
        return reply.response().headers().allValues("Set-Cookie");
    }

    private static Fields query(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(302);
        String location = reply.header("Location");
        return Fields.parse(location.substring(location.indexOf('?') + 1));
    }
}
