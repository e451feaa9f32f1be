package io.github.latchkey.testkit.entra;

import static io.github.latchkey.testkit.entra.EntraHttp.BATCH_SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.InteractiveRequestParameters;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.OpenBrowserAction;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4j.SystemBrowserOptions;
import com.microsoft.aad.msal4j.UserAssertion;
import com.microsoft.aad.msal4j.UserFederatedIdentityCredentialParameters;
import com.microsoft.aad.msal4j.UserNamePasswordParameters;
import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Microsoft's own library for Java signs in to the fake, through its public API and with nothing patched. */
class MsalInteropTest {

    private static final Set<String> APP_SCOPE = Set.of(BATCH_SCOPE);
    private static final Set<String> USER_SCOPE = Set.of("https://batch.core.windows.net//user_impersonation");

    private final EntraWorld world = new EntraWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void secret_right_getsAToken() throws Exception {
        IAuthenticationResult result = confidential(
                        FakeEntra.DEFAULT_CLIENT_ID,
                        ClientCredentialFactory.createFromSecret(FakeEntra.DEFAULT_CLIENT_SECRET))
                .acquireToken(ClientCredentialParameters.builder(APP_SCOPE).build())
                .get();

        assertToken(result, FakeEntra.DEFAULT_CLIENT_ID);
    }

    @Test
    void secret_wrong_isItsServiceException() throws Exception {
        ConfidentialClientApplication client =
                confidential(FakeEntra.DEFAULT_CLIENT_ID, ClientCredentialFactory.createFromSecret("wrong"));

        assertThatThrownBy(() -> client.acquireToken(
                                ClientCredentialParameters.builder(APP_SCOPE).build())
                        .get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(MsalServiceException.class, refused -> {
                    assertThat(refused.errorCode()).isEqualTo("invalid_client");
                    assertThat(refused.statusCode()).isEqualTo(401);
                    assertThat(refused).hasMessageContaining("AADSTS7000215");
                });
    }

    @Test
    void certificate_known_getsAToken() throws Exception {
        IClientCredential certificate = ClientCredentialFactory.createFromCertificate(
                EntraWorld.CERTIFICATE.privateKey(), EntraWorld.CERTIFICATE.certificate());
        // MSAL dates its assertions by the machine's clock.
        world.clock.run();

        IAuthenticationResult result = confidential(EntraWorld.CERTIFICATE_APP, certificate)
                .acquireToken(ClientCredentialParameters.builder(APP_SCOPE).build())
                .get();

        assertToken(result, EntraWorld.CERTIFICATE_APP);
    }

    @Test
    @SuppressWarnings("deprecation") // The vendor advises against passwords; tests are what they are for.
    void password_right_getsTokensAndAnAccount() throws Exception {
        IAuthenticationResult result = publicClient()
                .acquireToken(UserNamePasswordParameters.builder(
                                USER_SCOPE, FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD.toCharArray())
                        .build())
                .get();

        assertToken(result, EntraWorld.PUBLIC_APP);
        assertThat(result.account().username()).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
        assertThat(result.account().homeAccountId()).endsWith("." + FakeEntra.DEFAULT_TENANT_ID);
        assertThat(world.entra.journal().requests(request -> request.path().contains("/userrealm/")))
                .hasSize(1);
    }

    @Test
    @SuppressWarnings("deprecation") // The vendor advises against passwords; tests are what they are for.
    void password_secondFactor_isInteractionRequired() throws Exception {
        PublicClientApplication client = publicClient();

        assertThatThrownBy(() -> client.acquireToken(UserNamePasswordParameters.builder(
                                        USER_SCOPE, "careful@contoso.example", EntraWorld.PASSWORD.toCharArray())
                                .build())
                        .get())
                .cause()
                .isInstanceOf(MsalInteractionRequiredException.class)
                .hasMessageContaining("AADSTS50076");
    }

    @Test
    void deviceCode_approved_getsTokens() throws Exception {
        IAuthenticationResult result = publicClient()
                .acquireToken(
                        DeviceCodeFlowParameters.builder(USER_SCOPE, code -> world.entra.approveDevice(code.userCode()))
                                .build())
                .get();

        assertToken(result, EntraWorld.PUBLIC_APP);
    }

    @Test
    void interactive_pagesFollowed_getsTokens() throws Exception {
        IAuthenticationResult result = publicClient()
                .acquireToken(interactive(
                        address -> browse(address, FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD)))
                .get();

        assertToken(result, EntraWorld.PUBLIC_APP);
        assertThat(result.account().username()).isEqualTo(FakeEntra.DEFAULT_USER_NAME);
    }

    /** Why Latchkey listens for the browser itself: decision 7. When this fails, MSAL4J has mended it. */
    @Test
    void interactive_refused_losesTheReason() throws Exception {
        PublicClientApplication client = publicClient();

        assertThatThrownBy(() -> client.acquireToken(
                                interactive(address -> browse(address, "blocked@contoso.example", EntraWorld.PASSWORD)))
                        .get())
                .cause()
                .isInstanceOf(MsalClientException.class)
                .hasMessageContaining("No Authorization code was returned")
                .hasMessageNotContaining("53003");
    }

    private static InteractiveRequestParameters interactive(OpenBrowserAction browser) {
        return InteractiveRequestParameters.builder(URI.create("http://localhost"))
                .scopes(USER_SCOPE)
                .systemBrowserOptions(SystemBrowserOptions.builder()
                        .openBrowserAction(browser)
                        .build())
                .build();
    }

    @Test
    void onBehalfOf_userToken_getsTheNextOne() throws Exception {
        IAuthenticationResult result = confidential(EntraWorld.API_APP, ClientCredentialFactory.createFromSecret("s"))
                .acquireToken(OnBehalfOfParameters.builder(USER_SCOPE, new UserAssertion(world.apiToken("ada")))
                        .build())
                .get();

        assertToken(result, EntraWorld.API_APP);
    }

    @Test
    void certificate_withItsChain_getsAToken() throws Exception {
        world.clock.run();
        ConfidentialClientApplication client = ConfidentialClientApplication.builder(
                        EntraWorld.CERTIFICATE_APP,
                        ClientCredentialFactory.createFromCertificate(
                                EntraWorld.CERTIFICATE.privateKey(), EntraWorld.CERTIFICATE.certificate()))
                .authority(world.entra.authority().toString())
                .instanceDiscovery(false)
                .sendX5c(true)
                .sslSocketFactory(world.entra.trust().sslContext().getSocketFactory())
                .build();

        assertToken(
                client.acquireToken(
                                ClientCredentialParameters.builder(APP_SCOPE).build())
                        .get(),
                EntraWorld.CERTIFICATE_APP);
    }

    @Test
    void assertion_ofAnotherIssuer_getsAToken() throws Exception {
        IClientCredential assertion = ClientCredentialFactory.createFromCallback(() -> world.builds.assertion(
                "repo:contoso/app:ref:refs/heads/main", world.clock.instant(), Duration.ofMinutes(5)));

        assertToken(
                confidential(EntraWorld.FEDERATED_APP, assertion)
                        .acquireToken(
                                ClientCredentialParameters.builder(APP_SCOPE).build())
                        .get(),
                EntraWorld.FEDERATED_APP);
    }

    @Test
    void userFederated_tokenOfAnotherIssuer_getsTheUsersToken() throws Exception {
        EntraUser user =
                world.entra.directory().user(FakeEntra.DEFAULT_USER_NAME).orElseThrow();
        world.entra
                .directory()
                .save(user.toBuilder()
                        .federatedCredential(new EntraApp.FederatedCredential(
                                EntraWorld.ISSUER, "agent", EntraApp.FederatedCredential.USUAL_AUDIENCE))
                        .build());
        String assertion = world.builds.assertion("agent", world.clock.instant(), Duration.ofMinutes(5));
        ConfidentialClientApplication client =
                confidential(EntraWorld.API_APP, ClientCredentialFactory.createFromSecret("s"));

        assertToken(
                client.acquireToken(
                                UserFederatedIdentityCredentialParameters.builder(USER_SCOPE, user.name(), assertion)
                                        .build())
                        .get(),
                EntraWorld.API_APP);
        assertToken(
                client.acquireToken(UserFederatedIdentityCredentialParameters.builder(
                                        USER_SCOPE, UUID.fromString(user.objectId()), assertion)
                                .build())
                        .get(),
                EntraWorld.API_APP);
    }

    @Test
    void capability_declared_getsATokenThatCanBeRevoked() throws Exception {
        ConfidentialClientApplication client = ConfidentialClientApplication.builder(
                        FakeEntra.DEFAULT_CLIENT_ID,
                        ClientCredentialFactory.createFromSecret(FakeEntra.DEFAULT_CLIENT_SECRET))
                .authority(world.entra.authority().toString())
                .instanceDiscovery(false)
                .clientCapabilities(Set.of("CP1"))
                .sslSocketFactory(world.entra.trust().sslContext().getSocketFactory())
                .build();

        IAuthenticationResult result = client.acquireToken(
                        ClientCredentialParameters.builder(APP_SCOPE).build())
                .get();

        assertThat(Jwt.parse(result.accessToken())
                        .orElseThrow()
                        .claims()
                        .path("xms_cc")
                        .path(0)
                        .asText())
                .isEqualTo("CP1");
    }

    @Test
    void code_withProofKey_getsTokensThenTheCachedOneAndThenAFreshOne() throws Exception {
        ConfidentialClientApplication client = atRealHost(EntraWorld.API_APP, "s", redirecting());
        String verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
        String code = world.code(
                "client_id",
                EntraWorld.API_APP,
                "redirect_uri",
                EntraWorld.WEB_REDIRECT,
                "code_challenge",
                verifier,
                "code_challenge_method",
                "plain");

        IAuthenticationResult first = client.acquireToken(
                        AuthorizationCodeParameters.builder(code, URI.create(EntraWorld.WEB_REDIRECT))
                                .scopes(USER_SCOPE)
                                .codeVerifier(verifier)
                                .build())
                .get();
        IAuthenticationResult cached = client.acquireTokenSilently(
                        SilentParameters.builder(USER_SCOPE, first.account()).build())
                .get();
        IAuthenticationResult fresh = client.acquireTokenSilently(SilentParameters.builder(USER_SCOPE, first.account())
                        .forceRefresh(true)
                        .build())
                .get();

        assertToken(first, EntraWorld.API_APP);
        assertThat(cached.accessToken()).isEqualTo(first.accessToken());
        assertToken(fresh, EntraWorld.API_APP);
        assertThat(fresh.accessToken()).isNotEqualTo(first.accessToken());
        assertThat(world.entra.tokenRequests().grant("authorization_code").count())
                .isEqualTo(1);
        assertThat(world.entra.tokenRequests().grant("refresh_token").count()).isEqualTo(1);
    }

    @Test
    void refreshToken_ofAnotherLibrary_getsTokens() throws Exception {
        String refreshToken = world.defaultUser().field("refresh_token");

        IAuthenticationResult result = publicClient()
                .acquireToken(
                        RefreshTokenParameters.builder(USER_SCOPE, refreshToken).build())
                .get();

        assertToken(result, EntraWorld.PUBLIC_APP);
    }

    @Test
    void authority_ofAnUnknownHost_isInvalidInstance() throws Exception {
        ConfidentialClientApplication client = ConfidentialClientApplication.builder(
                        FakeEntra.DEFAULT_CLIENT_ID,
                        ClientCredentialFactory.createFromSecret(FakeEntra.DEFAULT_CLIENT_SECRET))
                .authority("https://login.evil.example/" + FakeEntra.DEFAULT_TENANT_ID)
                .httpClient(redirecting())
                .build();

        assertThatThrownBy(() -> client.acquireToken(
                                ClientCredentialParameters.builder(APP_SCOPE).build())
                        .get())
                .cause()
                .isInstanceOf(MsalServiceException.class)
                .hasMessageContaining("AADSTS50049");
    }

    @Test
    void openIdAuthority_secret_getsAToken() throws Exception {
        IAuthenticationResult result = ConfidentialClientApplication.builder(
                        FakeEntra.DEFAULT_CLIENT_ID,
                        ClientCredentialFactory.createFromSecret(FakeEntra.DEFAULT_CLIENT_SECRET))
                .oidcAuthority(world.entra.authority() + "/v2.0")
                .sslSocketFactory(world.entra.trust().sslContext().getSocketFactory())
                .build()
                .acquireToken(ClientCredentialParameters.builder(APP_SCOPE).build())
                .get();

        assertToken(result, FakeEntra.DEFAULT_CLIENT_ID);
    }

    @Test
    void realHost_redirectedByTheTransport_getsATokenAndThenTheCachedOne() throws Exception {
        ConfidentialClientApplication client =
                atRealHost(FakeEntra.DEFAULT_CLIENT_ID, FakeEntra.DEFAULT_CLIENT_SECRET, redirecting());
        ClientCredentialParameters parameters =
                ClientCredentialParameters.builder(APP_SCOPE).build();

        String first = client.acquireToken(parameters).get().accessToken();
        String second = client.acquireToken(parameters).get().accessToken();

        assertThat(second).isEqualTo(first);
        assertThat(world.entra.tokenRequests().count()).isEqualTo(1);
        assertThat(world.entra.journal().requests(request -> request.path().equals("/common/discovery/instance")))
                .hasSize(1);
    }

    /** As a program is in production; the transport alone is another one. */
    private static ConfidentialClientApplication atRealHost(String clientId, String secret, IHttpClient transport)
            throws MalformedURLException {
        return ConfidentialClientApplication.builder(clientId, ClientCredentialFactory.createFromSecret(secret))
                .authority("https://login.microsoftonline.com/" + FakeEntra.DEFAULT_TENANT_ID)
                .httpClient(transport)
                .build();
    }

    private ConfidentialClientApplication confidential(String clientId, IClientCredential credential)
            throws MalformedURLException {
        return ConfidentialClientApplication.builder(clientId, credential)
                .authority(world.entra.authority().toString())
                .instanceDiscovery(false)
                .sslSocketFactory(world.entra.trust().sslContext().getSocketFactory())
                .build();
    }

    private PublicClientApplication publicClient() throws MalformedURLException {
        return PublicClientApplication.builder(EntraWorld.PUBLIC_APP)
                .authority(world.entra.authority().toString())
                .instanceDiscovery(false)
                .sslSocketFactory(world.entra.trust().sslContext().getSocketFactory())
                .build();
    }

    private void assertToken(IAuthenticationResult result, String clientId) {
        VerifiedToken token = world.entra.tokenVerifier().verify(result.accessToken(), Set.of(EntraHttp.BATCH));
        assertThat(token.clientId()).isEqualTo(clientId);
    }

    /** Does what a browser and its user do: sign in, and post the form that comes back to the waiting application. */
    private void browse(URL address, String userName, String password) {
        Reply page = world.http.get(address.toString());
        Reply form = world.http.post(
                EntraWorld.formAction(page),
                Map.of(
                        "action", "sign-in",
                        "username", userName,
                        "password", password));
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = Pattern.compile("name=\"([^\"]+)\" value=\"([^\"]*)\"").matcher(form.text());
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        world.http.post(EntraWorld.formAction(form), fields);
    }

    /** Sends what is meant for the real hosts to the fake, as an adapter for this library does. */
    private IHttpClient redirecting() {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(world.entra.trust().sslContext())
                .build();
        return request -> {
            String target = world.entra.authorityHost() + request.url().getFile();
            HttpRequest.Builder copy = HttpRequest.newBuilder(URI.create(target))
                    .method(
                            request.httpMethod().name(),
                            request.body() == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(request.body()));
            request.headers().forEach(copy::header);
            return send(client, copy.build());
        };
    }

    private static HttpResponse send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        java.net.http.HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        HttpResponse response =
                new HttpResponse().statusCode(answer.statusCode()).body(answer.body());
        response.addHeaders(answer.headers().map());
        return response;
    }
}
