package io.github.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InteractiveBrowserCredential.Prompt;
import io.github.latchkey.browser.Desktop.SigningIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user of a program signs in with the browser, and the program calls Batch in the user's name. */
@InBrowser
class InteractiveSignInTest {

    private static final String SIGNED_IN = "You have signed in";

    private final Desktop desktop = new Desktop();

    @AfterEach
    void close() {
        desktop.close();
    }

    @Test
    void batchCall_needsAUser_succeedsWhenTheUserHasSignedIn(Browser browser) throws Exception {
        CompletableFuture<URI> page = new CompletableFuture<>();
        CompletableFuture<List<String>> jobs = desktop.listJobs(Credential.interactiveBrowser()
                .cloud(desktop.cloud)
                .tenantId(desktop.entra.tenantId())
                .clientId(Desktop.CLIENT)
                .browser(page::complete)
                .build());

        browser.open(Desktop.result(page));
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see(SIGNED_IN);

        assertThat(Desktop.result(jobs)).isEmpty();
        assertThat(desktop.batch.journal().requests()).hasSize(1);
        assertThat(desktop.entra.tokenRequests().grant("authorization_code").count())
                .isEqualTo(1);
    }

    @Test
    void signIn_wrongPassword_isSaidAndThenMended(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn();
        browser.open(signingIn.page());

        browser.signIn(desktop.entra.userName(), "wrong");
        browser.see("Your account or password is incorrect");
        assertThat(browser.field("User name").getDomProperty("value")).isEqualTo(desktop.entra.userName());
        assertThat(browser.field("Password").getDomProperty("value")).isEmpty();
        browser.type("Password", desktop.entra.userPassword());
        browser.press("Sign in");
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(signingIn.token()))).isEmpty();
    }

    @Test
    void signIn_unknownUser_isSaidAndThenMended(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn();
        browser.open(signingIn.page());

        browser.signIn("nobody@contoso.example", "wrong");
        browser.see("We couldn't find an account with that username");
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(signingIn.token()))).isEmpty();
    }

    @Test
    void consent_missing_isGivenOnThePage(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn(credential -> credential.clientId(Desktop.NOSY_CLIENT));
        browser.open(signingIn.page());
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());

        browser.see("Permissions requested");
        assertThat(browser.text()).contains("Nosy desk", "user_impersonation", desktop.entra.userName());
        browser.press("Accept");
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(signingIn.token()))).isEmpty();
    }

    @Test
    void consent_declined_isATypedErrorWithItsNumber(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn(credential -> credential.clientId(Desktop.NOSY_CLIENT));
        browser.open(signingIn.page());
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see("Permissions requested");
        browser.press("Cancel");

        AuthenticationException failure = Desktop.failure(signingIn.token());

        assertThat(failure).isInstanceOf(InteractionRequiredException.class);
        assertThat(failure.errorCode()).hasValue(65004);
        assertThat(failure.error()).hasValue("access_denied");
    }

    @Test
    void secondFactor_approved_givesATokenForBatch(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn();
        browser.open(signingIn.page());
        browser.signIn(Desktop.CAREFUL, Desktop.PASSWORD);

        browser.see("Approve sign in request");
        browser.press("Approve");
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(signingIn.token()))).isEmpty();
    }

    @Test
    void secondFactor_notSetUpYet_isSetUpOnThePage(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn();
        browser.open(signingIn.page());
        browser.signIn(Desktop.NEW, Desktop.PASSWORD);

        browser.see("More information required");
        browser.press("Set up and approve");
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(signingIn.token()))).isEmpty();
    }

    @Test
    void conditionalAccess_blocks_isATypedErrorWithItsNumber(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn();
        browser.open(signingIn.page());
        browser.signIn(Desktop.BLOCKED, Desktop.PASSWORD);

        AuthenticationException failure = Desktop.failure(signingIn.token());
        assertThat(failure.errorCode()).hasValue(53003);
    }

    @Test
    void page_closedByTheUser_endsWithATypedErrorAndFreesThePort(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn(credential -> credential.signInTimeout(Duration.ofSeconds(2)));
        browser.open(signingIn.page());
        browser.forget();

        AuthenticationException failure = Desktop.failure(signingIn.token());

        assertThat(failure)
                .isInstanceOf(InteractionRequiredException.class)
                .hasMessageContaining("Nobody signed in with the browser within PT2S");
        assertThat(failure.remedy().orElse("")).contains("Ask the user again");
        assertThat(isFree(signingIn.port())).isTrue();
    }

    @Test
    void program_cancels_freesThePort(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn();
        browser.open(signingIn.page());

        signingIn.token().cancel(true);

        int port = signingIn.port();
        browser.waitFor(page -> isFree(port));
    }

    @Test
    void session_secondTime_needsNoPassword(Browser browser) throws Exception {
        SigningIn first = desktop.signIn();
        browser.open(first.page());
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see(SIGNED_IN);
        Desktop.result(first.token());

        SigningIn second = desktop.signIn();
        browser.open(second.page());
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(second.token()))).isEmpty();
    }

    @Test
    void promptLogin_withASession_asksForThePasswordAgain(Browser browser) throws Exception {
        SigningIn first = desktop.signIn();
        browser.open(first.page());
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see(SIGNED_IN);

        SigningIn second = desktop.signIn(credential -> credential.prompt(Prompt.LOGIN));
        browser.open(second.page());
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(second.token()))).isEmpty();
    }

    @Test
    void loginHint_given_standsInTheForm(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn(credential -> credential.loginHint(Desktop.CAREFUL));
        browser.open(signingIn.page());

        assertThat(browser.field("User name").getDomProperty("value")).isEqualTo(Desktop.CAREFUL);
        assertThat(browser.focused()).isEqualTo(browser.field("Password"));
    }

    @Test
    void tenant_leftOpen_isThatOfTheUser(Browser browser) throws Exception {
        SigningIn signingIn = desktop.signIn(credential -> credential.tenantId("organizations"));
        browser.open(signingIn.page());
        assertThat(signingIn.page().getPath()).startsWith("/organizations/");
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see(SIGNED_IN);

        assertThat(desktop.listJobs(Desktop.result(signingIn.token()))).isEmpty();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
