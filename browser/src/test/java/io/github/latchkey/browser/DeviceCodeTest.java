package io.github.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.DeviceCodePrompt;
import io.github.latchkey.auth.InteractionRequiredException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program without a browser shows a code; its user brings the code to the page. */
@InBrowser
class DeviceCodeTest {

    private final Desktop desktop = new Desktop();
    private final Device device = Device.of(desktop);

    @AfterEach
    void close() {
        desktop.close();
    }

    @Test
    void code_typedAndConfirmed_callsBatchInTheUsersName(Browser browser) throws Exception {
        DeviceCodePrompt prompt = device.prompt();
        browser.open(prompt.verificationUri());
        browser.type("Code displayed on your app or device", prompt.userCode().toLowerCase(Locale.ROOT));
        browser.press("Next");
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());

        browser.see("Are you trying to sign in to Render desk?");
        browser.press("Continue");
        browser.see("You have signed in to the Render desk application on your device.");

        assertThat(desktop.listJobs(Desktop.result(device.token()))).isEmpty();
    }

    @Test
    void code_wrong_isSaidAndThenMended(Browser browser) throws Exception {
        DeviceCodePrompt prompt = device.prompt();
        browser.open(prompt.verificationUri());
        browser.type("Code displayed on your app or device", "WRONGCODE");
        browser.press("Next");

        browser.see("That code didn't work");
        browser.type("Code displayed on your app or device", prompt.userCode());
        browser.press("Next");
        browser.see("Render desk");

        assertThat(browser.field("Password").isDisplayed()).isTrue();
        device.token().cancel(true);
    }

    @Test
    void code_declined_isATypedError(Browser browser) throws Exception {
        DeviceCodePrompt prompt = device.prompt();
        browser.open(prompt.verificationUri());
        browser.type("Code displayed on your app or device", prompt.userCode());
        browser.press("Next");
        browser.signIn(desktop.entra.userName(), desktop.entra.userPassword());
        browser.see("Are you trying to sign in to Render desk?");
        browser.press("Cancel");
        browser.see("You have not signed in");

        AuthenticationException failure = Desktop.failure(device.token());

        assertThat(failure).isInstanceOf(InteractionRequiredException.class);
        assertThat(failure.error()).hasValue("authorization_declined");
    }

    /** A program that waits for its user. */
    record Device(CompletableFuture<DeviceCodePrompt> prompted, CompletableFuture<AccessToken> token) {

        static Device of(Desktop desktop) {
            CompletableFuture<DeviceCodePrompt> prompted = new CompletableFuture<>();
            CompletableFuture<AccessToken> token = desktop.acquire(Credential.deviceCode()
                    .cloud(desktop.cloud)
                    .tenantId(desktop.entra.tenantId())
                    .clientId(Desktop.CLIENT)
                    .prompt(prompted::complete)
                    .build());
            return new Device(prompted, token);
        }

        /** What the program shows its user. */
        DeviceCodePrompt prompt() throws Exception {
            return Desktop.result(prompted);
        }
    }
}
