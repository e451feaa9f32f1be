package io.github.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.FakeEntra;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake's sign-in page, as a person meets it. */
@InBrowser
class SignInPageTest {

    private FakeEntra entra;

    @BeforeEach
    void start() {
        entra = FakeEntra.start();
    }

    @AfterEach
    void close() {
        entra.close();
    }

    @Test
    void signInPage_wrongPassword_isSaidAndMayBeMended(Browser browser) {
        browser.open(URI.create(entra.authority() + "/oauth2/v2.0/authorize?client_id=" + entra.clientId()
                + "&response_type=code&scope=openid&redirect_uri=http%3A%2F%2Flocalhost&code_challenge="
                + "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"));
        browser.type("User name", entra.userName());
        browser.type("Password", "wrong");
        browser.press("Sign in");
        browser.see("password");
        assertThat(browser.text()).contains("incorrect");
        assertThat(browser.field("Password").getDomProperty("value")).isEmpty();
    }
}
