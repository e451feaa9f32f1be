package io.github.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.latchkey.auth.AuthorizationRequest;
import io.github.latchkey.auth.AuthorizationRequest.ResponseMode;
import io.github.latchkey.auth.InteractiveBrowserCredential.Prompt;
import io.github.latchkey.browser.Desktop.SigningIn;
import io.github.latchkey.testkit.entra.EntraUser;
import io.github.latchkey.testkit.http.Fields;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Everybody can use the pages: with a screen reader, by keyboard alone, without scripts. */
@InBrowser
class AccessiblePagesTest {

    private static final String ADMINISTRATOR = "root@contoso.example";

    private final Desktop desktop = new Desktop();
    private WebApp app;

    @BeforeEach
    void start() throws IOException {
        app = new WebApp();
        desktop.entra
                .directory()
                .save(EntraUser.builder(ADMINISTRATOR, Desktop.PASSWORD)
                        .administrator(true)
                        .build());
    }

    @AfterEach
    void close() {
        app.close();
        desktop.close();
    }

    @Test
    void signInPages_everyStep_passTheChecker(Browser browser) {
        browser.open(page(usual -> {}));
        assertAccessible(browser, "Sign in to your account");

        browser.signIn(desktop.entra.userName(), "wrong");
        browser.see("incorrect");
        assertAccessible(browser, "Error: Sign in to your account");

        browser.signIn(Desktop.CAREFUL, Desktop.PASSWORD);
        browser.see("Approve sign in request");
        assertAccessible(browser, "Approve sign in request");

        browser.press("Approve");
        browser.see("You are back");
        browser.open(page(usual -> usual.prompt(Prompt.SELECT_ACCOUNT)));
        browser.see("Pick an account");
        assertAccessible(browser, "Sign in to your account");

        browser.press("Use another account");
        browser.signIn(Desktop.NEW, Desktop.PASSWORD);
        browser.see("More information required");
        assertAccessible(browser, "More information required");

        browser.open(URI.create(desktop.entra.authority() + "/oauth2/v2.0/logout"));
        browser.see("You signed out");
        assertAccessible(browser, "You signed out of your account");
    }

    @Test
    void consentPages_ofUserAndAdministrator_passTheChecker(Browser browser) {
        Consumer<AuthorizationRequest.Builder> nosy =
                request -> request.scopes(List.of("https://graph.microsoft.com/Directory.Read.All"));

        browser.open(page(nosy));
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see("Need admin approval");
        assertAccessible(browser, "Need admin approval");

        browser.open(page(nosy.andThen(usual -> usual.prompt(Prompt.LOGIN))));
        browser.signIn(ADMINISTRATOR, Desktop.PASSWORD);
        browser.see("Permissions requested");
        assertAccessible(browser, "Permissions requested");
        assertThat(browser.field("Consent on behalf of your organization").isDisplayed())
                .isTrue();
    }

    @Test
    void devicePages_everyStep_passTheChecker(Browser browser) throws Exception {
        DeviceCodeTest.Device device = DeviceCodeTest.Device.of(desktop);
        browser.open(device.prompt().verificationUri());
        assertAccessible(browser, "Sign in to your account");

        browser.type("Code displayed on your app or device", "WRONG");
        browser.press("Next");
        browser.see("That code didn't work");
        assertAccessible(browser, "Error: Sign in to your account");

        browser.type("Code displayed on your app or device", device.prompt().userCode());
        browser.press("Next");
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see("Are you trying to sign in");
        assertAccessible(browser, "Confirm sign in");

        browser.press("Continue");
        browser.see("You may now close this window");
        assertAccessible(browser, "Render desk");
    }

    @Test
    void otherPages_errorsAndAnswers_passTheChecker(Browser browser) throws Exception {
        browser.open(page(request -> request.redirectUri(URI.create("https://elsewhere.example/"))));
        browser.see("AADSTS50011");
        assertAccessible(browser, "Sign in to your account");

        browser.open(URI.create(desktop.entra.authorityHost() + "/error?code=50011"));
        assertAccessible(browser, "AADSTS50011");

        SigningIn signingIn = desktop.signIn();
        browser.open(signingIn.page());
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see("You have signed in");
        assertAccessible(browser, "You have signed in");
    }

    @Test
    void journey_byKeyboardAlone_reachesItsEnd(Browser browser) throws Exception {
        browser.open(page(request -> request.clientId(Desktop.NOSY_CLIENT)));

        browser.waitFor(page -> browser.focused().equals(browser.field("User name")));
        browser.keys(desktop.entra.userName(), Keys.TAB, "wrong", Keys.ENTER);
        browser.see("incorrect");
        assertThat(browser.focused()).isEqualTo(browser.field("Password"));
        assertThat(browser.focused().getDomAttribute("aria-describedby")).isEqualTo("error");
        browser.keys(desktop.entra.userPassword(), Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Sign in");
        assertThat(browser.focused().getCssValue("outline-style")).isEqualTo("solid");
        browser.keys(Keys.ENTER);

        browser.see("Permissions requested");
        browser.keys(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Accept");
        browser.keys(Keys.ENTER);
        browser.see("You are back");

        assertThat(app.answer().has("code")).isTrue();
    }

    @Test
    void unknownUser_error_isReadAtTheNameOfTheUser(Browser browser) {
        browser.open(page(usual -> {}));

        browser.signIn("nobody@contoso.example", "x");
        browser.see("couldn't find an account");

        assertThat(browser.focused()).isEqualTo(browser.field("User name"));
        assertThat(browser.focused().getDomAttribute("aria-invalid")).isEqualTo("true");
    }

    @Test
    void journey_withoutScripts_reachesItsEndByAButton(Browser browser) throws Exception {
        browser.scripts(false);
        browser.open(page(request -> request.responseMode(ResponseMode.FORM_POST)));
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());

        browser.see("Script is disabled");
        // The checker is a script; the page stays as it was loaded.
        browser.scripts(true);
        assertAccessible(browser, "Working...");
        browser.press("Submit");
        browser.see("You are back");

        Fields answer = app.answer();
        assertThat(answer.has("code")).isTrue();
    }

    private URI page(Consumer<AuthorizationRequest.Builder> change) {
        AuthorizationRequest.Builder request = AuthorizationRequest.builder()
                .cloud(desktop.cloud)
                .tenantId(desktop.entra.tenantId())
                .clientId(Desktop.CLIENT)
                .redirectUri(URI.create("http://localhost:" + app.redirectUri().getPort()))
                .scopes(List.of(desktop.cloud.batchScope()));
        change.accept(request);
        return request.build().uri();
    }

    /**
     * Runs the rules of the Web Content Accessibility Guidelines and good practice; and sees that nothing was loaded.
     */
    @SuppressWarnings("deprecation") // The newer mode opens a window for what it finds in frames; there are none here.
    private static void assertAccessible(Browser browser, String title) {
        assertThat(browser.title()).isEqualTo(title);
        assertThat(browser.loads()).isZero();
        List<Rule> violations =
                new AxeBuilder().setLegacyMode(true).analyze(browser.driver()).getViolations();
        assertThat(violations)
                .as(browser.text())
                .extracting(rule -> Map.entry(rule.getId(), rule.getNodes().toString()))
                .isEmpty();
    }
}
