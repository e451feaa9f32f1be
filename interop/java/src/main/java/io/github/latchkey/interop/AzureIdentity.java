package io.github.latchkey.interop;

import static io.github.latchkey.interop.Suite.check;
import static io.github.latchkey.interop.Suite.claim;
import static io.github.latchkey.interop.Suite.kit;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.AuthorizationCodeCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DeviceCodeCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.UsernamePasswordCredentialBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** azure-identity for Java, unchanged but for the authority host and instance discovery. */
final class AzureIdentity {

    private final Suite suite = new Suite("azure-identity", ClientSecretCredentialBuilder.class);
    private final String appScope = kit("BATCH_SCOPE");
    private final String userScope = kit("BATCH_RESOURCE") + "/user_impersonation";


    @SuppressWarnings("deprecation") // The vendor advises against passwords; tests are what they are for.
    void run() {
        suite.scenario("get a token with a secret", () -> {
            String token = token(secret(kit("CLIENT_SECRET")), appScope);
            claim(token, "aud", kit("BATCH_RESOURCE"));
            claim(token, "appid", kit("CLIENT_ID"));
        });
        suite.scenario("get a token with a certificate", () -> claim(
                token(
                        pointed(new ClientCertificateCredentialBuilder())
                                .pemCertificate(kit("CLIENT_CERT_PEM"))
                                .build(),
                        appScope),
                "appidacr",
                "2"));
        suite.scenario("get a token with user name and password", () -> claim(
                token(
                        pointed(new UsernamePasswordCredentialBuilder())
                                .username(kit("USER_NAME"))
                                .password(kit("USER_PASSWORD"))
                                .build(),
                        userScope),
                "upn",
                kit("USER_NAME")));
        suite.scenario("get a token with a device code that a POST approves", () -> claim(
                token(
                        pointed(new DeviceCodeCredentialBuilder())
                                .challengeConsumer(code -> People.approve(code.getUserCode()))
                                .build(),
                        userScope),
                "upn",
                kit("USER_NAME")));
        suite.scenario("get a token with an authorization code", () -> {
            String redirect = kit("AUTO_REDIRECT_URI");
            String code = People.code(kit("AUTO_ENTRA_AUTHORITY") + "/" + kit("TENANT_ID")
                    + "/oauth2/v2.0/authorize?client_id=" + kit("CLIENT_ID") + "&response_type=code&redirect_uri="
                    + encode(redirect) + "&scope=" + encode(userScope + " openid offline_access"));
            claim(
                    token(
                            pointed(new AuthorizationCodeCredentialBuilder())
                                    .authorityHost(kit("AUTO_ENTRA_AUTHORITY"))
                                    .clientSecret(kit("AUTO_CLIENT_SECRET"))
                                    .authorizationCode(code)
                                    .redirectUrl(redirect)
                                    .build(),
                            userScope),
                    "upn",
                    kit("USER_NAME"));
        });
        suite.scenario("get a token of a managed identity (App Service)", () -> claim(
                token(new ManagedIdentityCredentialBuilder().build(), appScope), "aud", kit("BATCH_RESOURCE")));
        suite.scenario("wrong secret is refused with AADSTS7000215", () -> {
            Exception error = Suite.refused(Exception.class, () -> token(secret("wrong"), appScope));
            check(error.getMessage().contains("AADSTS7000215"), "the message is " + error.getMessage());
        });
    }

    private static TokenCredential secret(String value) {
        return pointed(new ClientSecretCredentialBuilder()).clientSecret(value).build();
    }

    private static <T extends AadCredentialBuilderBase<T>> T pointed(T builder) {
        return builder.authorityHost(kit("ENTRA_AUTHORITY"))
                .disableInstanceDiscovery()
                .tenantId(kit("TENANT_ID"))
                .clientId(kit("CLIENT_ID"));
    }

    private static String token(TokenCredential credential, String scope) {
        return credential
                .getToken(new TokenRequestContext().addScopes(scope))
                .block()
                .getToken();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
