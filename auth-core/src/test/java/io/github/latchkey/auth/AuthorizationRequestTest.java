package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.http.Fields;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizationRequestTest {

    private static AuthorizationRequest.Builder request() {
        return AuthorizationRequest.builder()
                .clientId("app")
                .redirectUri(URI.create("https://app.example/back?x=1"))
                .scopes(List.of(Cloud.PUBLIC.batchScope()));
    }

    @Test
    void uri_ofARequest_holdsItsParametersAndTheChallengeOfItsVerifier() throws NoSuchAlgorithmException {
        AuthorizationRequest request = request()
                .tenantId("contoso.example")
                .loginHint("ada@contoso.example")
                .claims("{}")
                .build();

        Fields query = Fields.parse(request.uri().getRawQuery());
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(request.codeVerifier().getBytes(StandardCharsets.US_ASCII));
        assertThat(request.uri().toString())
                .startsWith("https://login.microsoftonline.com/contoso.example/oauth2/v2.0/authorize?");
        assertThat(query.text("client_id")).isEqualTo("app");
        assertThat(query.text("response_type")).isEqualTo("code");
        assertThat(query.text("redirect_uri")).isEqualTo("https://app.example/back?x=1");
        assertThat(query.text("scope"))
                .isEqualTo("https://batch.core.windows.net//.default openid profile offline_access");
        assertThat(query.text("state")).isEqualTo(request.state());
        assertThat(query.text("code_challenge_method")).isEqualTo("S256");
        assertThat(query.text("code_challenge"))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        assertThat(query.text("login_hint")).isEqualTo("ada@contoso.example");
        assertThat(query.text("claims")).isEqualTo("{}");
    }

    @Test
    void uri_withoutFurtherWords_asksForTheQueryAndForNothingMoreOfTheUser() {
        Fields query = Fields.parse(request().build().uri().getRawQuery());

        assertThat(query.text("response_mode")).isEqualTo("query");
        assertThat(query.has("prompt")).isFalse();
    }

    @Test
    void uri_responseModeAndPrompt_areInEntrasWords() {
        AuthorizationRequest request = request()
                .responseMode(AuthorizationRequest.ResponseMode.FORM_POST)
                .prompt(InteractiveBrowserCredential.Prompt.SELECT_ACCOUNT)
                .build();

        Fields query = Fields.parse(request.uri().getRawQuery());
        assertThat(query.text("response_mode")).isEqualTo("form_post");
        assertThat(query.text("prompt")).isEqualTo("select_account");
    }

    @Test
    void build_twice_hasNewSecrets() {
        AuthorizationRequest one = request().build();
        AuthorizationRequest two = request().build();

        assertThat(one.state()).isNotEqualTo(two.state()).isNotEqualTo(one.codeVerifier());
        assertThat(one.codeVerifier()).isNotEqualTo(two.codeVerifier()).hasSizeBetween(43, 128);
        assertThat(one.toString()).doesNotContain(one.state(), one.codeVerifier());
    }

    @Test
    void request_givenToACredential_fillsIt() {
        AuthorizationRequest request = request().build();

        AuthorizationCodeCredential credential =
                Credential.authorizationCode().request(request).code("code").build();

        assertThat(credential.clientId()).isEqualTo("app");
        assertThat(credential.tenantId()).isEqualTo("organizations");
        assertThat(credential.codeVerifier()).contains(request.codeVerifier());
        assertThat(credential.redirectUri()).isEqualTo(request.redirectUri());
    }
}
