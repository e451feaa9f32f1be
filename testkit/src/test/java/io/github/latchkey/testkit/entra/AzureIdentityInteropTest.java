package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.AuthorizationCodeCredentialBuilder;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DeviceCodeCredentialBuilder;
import com.azure.identity.OnBehalfOfCredentialBuilder;
import com.azure.identity.UsernamePasswordCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.microsoft.aad.msal4j.MsalServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's identity library for Java signs in to the fake, through its public API and with nothing patched. */
class AzureIdentityInteropTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String USER_SCOPE = "https://batch.core.windows.net//user_impersonation";

    private final EntraWorld world = new EntraWorld();
    private final HttpClient client = new NettyAsyncHttpClientBuilder(world.entra.httpClient()).build();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void secret_right_getsAToken() {
        TokenCredential credential = pointed(new ClientSecretCredentialBuilder(), FakeEntra.DEFAULT_CLIENT_ID)
                .clientSecret(FakeEntra.DEFAULT_CLIENT_SECRET)
                .build();

        assertToken(credential, EntraHttp.BATCH_SCOPE, FakeEntra.DEFAULT_CLIENT_ID);
    }

    @Test
    void secret_wrong_isTheExceptionOfItsEngine() {
        TokenCredential credential = pointed(new ClientSecretCredentialBuilder(), FakeEntra.DEFAULT_CLIENT_ID)
                .clientSecret("wrong")
                .build();

        assertThatThrownBy(() -> token(credential, EntraHttp.BATCH_SCOPE))
                .isInstanceOf(MsalServiceException.class)
                .hasMessageContaining("AADSTS7000215");
    }

    @Test
    void certificate_known_getsAToken() {
        String pem = EntraWorld.CERTIFICATE.privateKeyPem() + EntraWorld.CERTIFICATE.certificatePem();
        world.clock.run();

        TokenCredential credential = pointed(new ClientCertificateCredentialBuilder(), EntraWorld.CERTIFICATE_APP)
                .pemCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .build();

        assertToken(credential, EntraHttp.BATCH_SCOPE, EntraWorld.CERTIFICATE_APP);
    }

    @Test
    void assertion_federated_getsAToken() {
        TokenCredential credential = pointed(new ClientAssertionCredentialBuilder(), EntraWorld.FEDERATED_APP)
                .clientAssertion(() -> world.builds.assertion(
                        "repo:contoso/app:ref:refs/heads/main", world.clock.instant(), Duration.ofMinutes(5)))
                .build();

        assertToken(credential, EntraHttp.BATCH_SCOPE, EntraWorld.FEDERATED_APP);
    }

    @Test
    void deviceCode_approved_getsAToken() {
        TokenCredential credential = pointed(new DeviceCodeCredentialBuilder(), EntraWorld.PUBLIC_APP)
                .challengeConsumer(code -> world.entra.approveDevice(code.getUserCode()))
                .build();

        assertToken(credential, USER_SCOPE, EntraWorld.PUBLIC_APP);
    }

    @Test
    @SuppressWarnings("deprecation") // The vendor advises against passwords; tests are what they are for.
    void password_right_getsAToken() {
        TokenCredential credential = pointed(new UsernamePasswordCredentialBuilder(), EntraWorld.PUBLIC_APP)
                .username(FakeEntra.DEFAULT_USER_NAME)
                .password(FakeEntra.DEFAULT_USER_PASSWORD)
                .build();

        assertToken(credential, USER_SCOPE, EntraWorld.PUBLIC_APP);
    }

    @Test
    void workloadIdentity_tokenFile_getsAToken(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("token"),
                world.builds.assertion(
                        "repo:contoso/app:ref:refs/heads/main", world.clock.instant(), Duration.ofMinutes(5)));
        TokenCredential credential = pointed(new WorkloadIdentityCredentialBuilder(), EntraWorld.FEDERATED_APP)
                .tokenFilePath(file.toString())
                .build();

        assertToken(credential, EntraHttp.BATCH_SCOPE, EntraWorld.FEDERATED_APP);
    }

    @Test
    void onBehalfOf_userToken_getsTheNextOne() {
        TokenCredential credential = pointed(new OnBehalfOfCredentialBuilder(), EntraWorld.API_APP)
                .clientSecret("s")
                .userAssertion(world.apiToken("ada"))
                .build();

        assertToken(credential, USER_SCOPE, EntraWorld.API_APP);
    }

    @Test
    void code_ofAWebApplication_getsAToken() {
        TokenCredential credential = pointed(new AuthorizationCodeCredentialBuilder(), EntraWorld.API_APP)
                .clientSecret("s")
                .authorizationCode(world.code("client_id", EntraWorld.API_APP, "redirect_uri", EntraWorld.WEB_REDIRECT))
                .redirectUrl(EntraWorld.WEB_REDIRECT)
                .build();

        assertToken(credential, USER_SCOPE, EntraWorld.API_APP);
    }

    private <T extends AadCredentialBuilderBase<T>> T pointed(T builder, String clientId) {
        return builder.authorityHost(world.entra.authorityHost().toString())
                .disableInstanceDiscovery()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(clientId)
                .httpClient(client);
    }

    private void assertToken(TokenCredential credential, String scope, String clientId) {
        VerifiedToken token = world.entra.tokenVerifier().verify(token(credential, scope), Set.of(EntraHttp.BATCH));
        assertThat(token.clientId()).isEqualTo(clientId);
    }

    private static String token(TokenCredential credential, String scope) {
        return credential
                .getToken(new TokenRequestContext().addScopes(scope))
                .blockOptional(LIMIT)
                .orElseThrow()
                .getToken();
    }
}
