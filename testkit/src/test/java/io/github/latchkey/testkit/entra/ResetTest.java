package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a new beginning leaves of what users and clients have done, and what it does not. */
class ResetTest {

    private final EntraWorld world = new EntraWorld(builder -> builder.loopLimit(2));

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void reset_consentThatAUserHasGiven_isAskedForAgain() {
        Reply consent = signIn(authorize("", "openid User.Read"));
        act(consent, "accept");
        assertThat(world.defaultUser("scope", "User.Read").status()).isEqualTo(200);

        world.entra.reset();

        AadstsTest.assertError(world.defaultUser("scope", "User.Read"), Aadsts.CONSENT_REQUIRED);
    }

    @Test
    void reset_consentForEverybody_isAskedForAgain() {
        Reply consent = signIn(authorize("", "openid Directory.Read.All"), "root", EntraWorld.PASSWORD);
        world.http.post(EntraWorld.formAction(consent), Map.of("action", "accept", "for_everybody", "on"));
        assertThat(world.defaultUser("scope", "Directory.Read.All").status()).isEqualTo(200);

        world.entra.reset();

        AadstsTest.assertError(world.defaultUser("scope", "Directory.Read.All"), Aadsts.CONSENT_REQUIRED);
    }

    @Test
    void reset_clientThatWasLooping_beginsToCountAnew() {
        world.app();
        world.app();
        AadstsTest.assertError(world.app(), Aadsts.CLIENT_LOOPING);

        world.entra.reset();

        assertThat(world.app().status()).isEqualTo(200);
    }

    @Test
    void reset_sessionOfABrowser_isOver() {
        String cookie =
                signIn(authorize("", EntraWorld.USER_SCOPE)).response().headers().allValues("Set-Cookie").stream()
                        .filter(one -> one.startsWith("ESTSAUTH="))
                        .findFirst()
                        .orElseThrow();
        String session = cookie.substring(0, cookie.indexOf(';'));
        assertThat(authorize(session, EntraWorld.USER_SCOPE).status()).isEqualTo(302);

        world.entra.reset();

        assertThat(authorize(session, EntraWorld.USER_SCOPE).text()).contains("name=\"password\"");
    }

    @Test
    void reset_pageThatIsOpen_leadsNowhere() {
        Reply page = authorize("", EntraWorld.USER_SCOPE);

        world.entra.reset();

        assertThat(signIn(page).status()).isEqualTo(400);
    }

    @Test
    void reset_deviceCode_isUnknown() {
        Reply issued = world.deviceCode();
        AadstsTest.assertError(world.device(issued.field("device_code")), Aadsts.DEVICE_PENDING);

        world.entra.reset();

        assertThat(world.entra.approveDevice(issued.field("user_code"))).isFalse();
        AadstsTest.assertError(world.device(issued.field("device_code")), Aadsts.DEVICE_CODE_UNKNOWN);
    }

    @Test
    void reset_tokensAndAuthorizationCodes_stayGood() {
        String code = world.code();
        String refreshToken = world.defaultUser().field("refresh_token");
        String accessToken = world.app().field("access_token");

        world.entra.reset();

        assertThat(world.redeem(code).status()).isEqualTo(200);
        assertThat(world.refresh(refreshToken).status()).isEqualTo(200);
        assertThat(world.entra
                        .tokenVerifier()
                        .verify(accessToken, Set.of(EntraHttp.BATCH))
                        .clientId())
                .isEqualTo(FakeEntra.DEFAULT_CLIENT_ID);
    }

    private Reply authorize(String cookie, String scope) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", EntraWorld.PUBLIC_APP);
        parameters.put("response_type", "code");
        parameters.put("redirect_uri", EntraWorld.REDIRECT);
        parameters.put("scope", scope);
        String path = "/contoso.example/oauth2/v2.0/authorize?" + EntraHttp.encode(parameters);
        return cookie.isEmpty() ? world.http.get(path) : world.http.get(path, "Cookie", cookie);
    }

    private Reply signIn(Reply page) {
        return signIn(page, "ada", FakeEntra.DEFAULT_USER_PASSWORD);
    }

    private Reply signIn(Reply page, String user, String password) {
        return world.http.post(
                EntraWorld.formAction(page),
                Map.of("action", "sign-in", "username", user + "@contoso.example", "password", password));
    }

    private Reply act(Reply page, String action) {
        return world.http.post(EntraWorld.formAction(page), Map.of("action", action));
    }
}
