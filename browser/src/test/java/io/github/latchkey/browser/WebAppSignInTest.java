package io.github.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.AuthorizationCodeCredential;
import io.github.latchkey.auth.AuthorizationRequest;
import io.github.latchkey.auth.AuthorizationRequest.ResponseMode;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InteractiveBrowserCredential.Prompt;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.http.Fields;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user signs in to a web application, which redeems the code with its secret and calls Batch. */
@InBrowser
class WebAppSignInTest {

    private static final String CLIENT = "3c5a7e91-0b2d-4f68-a1c3-5e7092b4d6f8";
    private static final String SECRET = "web~secret";

    private final Desktop cloud = new Desktop();
    private WebApp app;

    @BeforeEach
    void register() throws IOException {
        app = new WebApp();
        cloud.entra
                .directory()
                .save(EntraApp.builder(CLIENT)
                        .name("Job portal")
                        .secret(SECRET)
                        .webRedirect(app.redirectUri().toString())
                        .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                        .build());
    }

    @AfterEach
    void close() {
        app.close();
        cloud.close();
    }

    @ParameterizedTest
    @EnumSource
    void signIn_eachResponseMode_givesACodeThatCallsBatch(ResponseMode mode, Browser browser) throws Exception {
        AuthorizationRequest request = request(usual -> usual.responseMode(mode));
        browser.open(request.uri());
        browser.signIn(cloud.entra.userName(), cloud.entra.userPassword());
        browser.see("You are back");

        Fields answer = app.answer();

        assertThat(answer.text("state")).isEqualTo(request.state());
        AccessToken token =
                Desktop.result(cloud.acquire(redeeming(request, answer).build()));
        assertThat(cloud.listJobs(token)).isEmpty();
    }

    @Test
    void redeem_withoutItsVerifierOrWithAnother_isRefused(Browser browser) throws Exception {
        AuthorizationRequest request = request(usual -> {});
        browser.open(request.uri());
        browser.signIn(cloud.entra.userName(), cloud.entra.userPassword());
        AuthorizationCodeCredential.Builder redeeming = redeeming(request, app.answer());

        AuthenticationException other = Desktop.failure(cloud.acquire(
                redeeming.codeVerifier(request(usual -> {}).codeVerifier()).build()));
        AuthenticationException none =
                Desktop.failure(cloud.acquire(redeeming.codeVerifier(null).build()));

        assertThat(other.errorCode()).hasValue(501481);
        assertThat(none.errorCode()).hasValue(50148);
        assertThat(Desktop.result(cloud.acquire(
                        redeeming.codeVerifier(request.codeVerifier()).build())))
                .as("the code is still good for who asked for it")
                .isNotNull();
    }

    @Test
    void promptSelectAccount_withASession_offersItAndTakesAnother(Browser browser) throws Exception {
        signInFirst(browser);
        AuthorizationRequest request = request(usual -> usual.prompt(Prompt.SELECT_ACCOUNT));

        browser.open(request.uri());
        browser.see("Pick an account");
        browser.press(cloud.entra.userName());
        browser.see("You are back");
        assertThat(app.answer().text("state")).isEqualTo(request.state());

        browser.open(request.uri());
        browser.press("Use another account");
        browser.signIn(Desktop.CAREFUL, Desktop.PASSWORD);
        browser.press("Approve");
        browser.see("You are back");
        assertThat(app.answer().has("code")).isTrue();
    }

    @Test
    void promptNone_withAndWithoutASession_neverShowsAPage(Browser browser) throws Exception {
        URI silently = URI.create(request(usual -> {}).uri() + "&prompt=none");

        browser.open(silently);
        browser.see("You are back");
        Fields stranger = app.answer();
        signInFirst(browser);
        browser.open(silently);
        browser.see("You are back");
        Fields known = app.answer();

        assertThat(stranger.text("error")).isEqualTo("login_required");
        assertThat(stranger.text("error_description")).startsWith("AADSTS50058");
        assertThat(known.has("code")).isTrue();
    }

    @Test
    void redirectUri_notRegistered_isShownAndNobodySentThere(Browser browser) {
        AuthorizationRequest request = request(usual -> usual.redirectUri(URI.create("https://elsewhere.example/")));

        browser.open(request.uri());

        browser.see("AADSTS50011");
        assertThat(browser.address()).startsWith(cloud.entra.authorityHost().toString());
    }

    @Test
    void signOut_session_isOver(Browser browser) throws Exception {
        signInFirst(browser);

        browser.open(URI.create(cloud.entra.authority() + "/oauth2/v2.0/logout"));
        browser.see("You signed out of your account");
        browser.open(request(usual -> {}).uri());

        assertThat(browser.field("Password").isDisplayed()).isTrue();
    }

    private void signInFirst(Browser browser) throws InterruptedException {
        browser.open(request(usual -> {}).uri());
        browser.signIn(cloud.entra.userName(), cloud.entra.userPassword());
        browser.see("You are back");
        app.answer();
    }

    private AuthorizationRequest request(Consumer<AuthorizationRequest.Builder> change) {
        AuthorizationRequest.Builder request = AuthorizationRequest.builder()
                .cloud(cloud.cloud)
                .tenantId(cloud.entra.tenantId())
                .clientId(CLIENT)
                .redirectUri(app.redirectUri())
                .scopes(List.of(cloud.cloud.batchScope()));
        change.accept(request);
        return request.build();
    }

    private AuthorizationCodeCredential.Builder redeeming(AuthorizationRequest request, Fields answer) {
        return Credential.authorizationCode()
                .request(request)
                .client(Credential.clientSecret()
                        .cloud(cloud.cloud)
                        .tenantId(cloud.entra.tenantId())
                        .clientId(CLIENT)
                        .clientSecret(SECRET)
                        .build())
                .code(answer.text("code"));
    }
}
