package io.github.latchkey.interop;

import static io.github.latchkey.interop.Suite.check;
import static io.github.latchkey.interop.Suite.claim;
import static io.github.latchkey.interop.Suite.equal;
import static io.github.latchkey.interop.Suite.kit;
import static io.github.latchkey.interop.Suite.refused;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.InteractiveRequestParameters;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4j.SystemBrowserOptions;
import com.microsoft.aad.msal4j.UserNamePasswordParameters;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** MSAL for Java, unchanged but for authority and instance discovery. */
final class Msal {

    private final Suite suite = new Suite("msal4j", PublicClientApplication.class);
    private final String client = kit("CLIENT_ID");
    private final Set<String> appScopes = Set.of(kit("BATCH_SCOPE"));
    private final Set<String> userScopes = Set.of(kit("BATCH_RESOURCE") + "/user_impersonation");

    void run() {
        suite.scenario("get a token with a secret", () -> {
            String token = appToken(secret(kit("CLIENT_SECRET")));
            claim(token, "aud", kit("BATCH_RESOURCE"));
            claim(token, "appid", client);
        });
        suite.scenario("get a token with a certificate", () -> claim(appToken(certificate()), "appidacr", "2"));
        suite.scenario("get a token with user name and password", () -> claim(
                person(kit("USER_PASSWORD")).accessToken(), "upn", kit("USER_NAME")));
        suite.scenario("get a token with a device code that a POST approves", () -> {
            DeviceCodeFlowParameters parameters = DeviceCodeFlowParameters.builder(
                            userScopes, code -> People.approve(code.userCode()))
                    .build();
            claim(application("").acquireToken(parameters).get().accessToken(), "upn", kit("USER_NAME"));
        });
        suite.scenario("get a token with an authorization code", () -> {
            String redirect = kit("AUTO_REDIRECT_URI");
            String code = People.code(authority("AUTO_") + "/oauth2/v2.0/authorize?client_id=" + client
                    + "&response_type=code&redirect_uri=" + encode(redirect) + "&scope="
                    + encode(userScopes.iterator().next() + " openid offline_access"));
            AuthorizationCodeParameters parameters = AuthorizationCodeParameters.builder(code, URI.create(redirect))
                    .scopes(userScopes)
                    .build();
            claim(
                    confidential(secret(kit("AUTO_CLIENT_SECRET")), "AUTO_")
                            .acquireToken(parameters)
                            .get()
                            .accessToken(),
                    "upn",
                    kit("USER_NAME"));
        });
        suite.scenario("sign a person in by a browser, with PKCE and a loopback redirect", () -> {
            InteractiveRequestParameters parameters = InteractiveRequestParameters.builder(
                            URI.create("http://localhost"))
                    .scopes(userScopes)
                    .systemBrowserOptions(SystemBrowserOptions.builder()
                            .openBrowserAction(url -> browse(url.toString()))
                            .build())
                    .build();
            claim(application("AUTO_").acquireToken(parameters).get().accessToken(), "upn", kit("USER_NAME"));
        });
        // With a port in an authority of the usual kind this client forgets the port when it renews.
        suite.scenario("renew a person's token silently, with an OpenID Connect authority", () -> {
            PublicClientApplication application = PublicClientApplication.builder(client)
                    .oidcAuthority(authority("") + "/v2.0")
                    .build();
            IAuthenticationResult first = person(application, kit("USER_PASSWORD"));
            IAuthenticationResult renewed = application
                    .acquireTokenSilently(SilentParameters.builder(userScopes, first.account())
                            .forceRefresh(true)
                            .build())
                    .get();
            check(!renewed.accessToken().equals(first.accessToken()), "the token is not a new one");
        });
        suite.scenario("get a token of a managed identity (App Service)", () -> claim(
                ManagedIdentityApplication.builder(ManagedIdentityId.systemAssigned())
                        .build()
                        .acquireTokenForManagedIdentity(ManagedIdentityParameters.builder(kit("BATCH_RESOURCE"))
                                .build())
                        .get()
                        .accessToken(),
                "aud",
                kit("BATCH_RESOURCE")));
        suite.scenario("wrong secret is a MsalServiceException with AADSTS7000215", () -> {
            MsalServiceException error = refused(MsalServiceException.class, () -> appToken(secret("wrong")));
            equal(error.errorCode(), "invalid_client", "the error code");
            equal(error.statusCode(), 401, "the status");
            check(error.getMessage().contains("AADSTS7000215"), "the message is " + error.getMessage());
        });
        suite.scenario("wrong password is refused with AADSTS50126", () -> {
            MsalServiceException error = refused(MsalServiceException.class, () -> person("wrong"));
            check(error.getMessage().contains("AADSTS50126"), "the message is " + error.getMessage());
        });
    }

    private static void browse(String url) {
        try {
            People.browse(URI.create(url));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String appToken(IClientCredential credential) throws Exception {
        return confidential(credential, "")
                .acquireToken(ClientCredentialParameters.builder(appScopes).build())
                .get()
                .accessToken();
    }

    private IAuthenticationResult person(String password) throws Exception {
        return person(application(""), password);
    }

    private IAuthenticationResult person(PublicClientApplication application, String password) throws Exception {
        return application
                .acquireToken(UserNamePasswordParameters.builder(userScopes, kit("USER_NAME"), password.toCharArray())
                        .build())
                .get();
    }

    private static IClientCredential secret(String value) {
        return ClientCredentialFactory.createFromSecret(value);
    }

    private static IClientCredential certificate() throws Exception {
        String pem = Files.readString(Path.of(kit("CLIENT_CERT_PEM")));
        String keyText = pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*)-----END PRIVATE KEY-----.*", "$1");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(keyText)));
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.substring(pem.indexOf("-----BEGIN CERTIFICATE"))
                        .getBytes(StandardCharsets.US_ASCII)));
        return ClientCredentialFactory.createFromCertificate(key, certificate);
    }

    private String authority(String prefix) {
        return kit(prefix + "ENTRA_AUTHORITY") + "/" + kit("TENANT_ID");
    }

    private ConfidentialClientApplication confidential(IClientCredential credential, String prefix) throws Exception {
        return ConfidentialClientApplication.builder(client, credential)
                .authority(authority(prefix))
                .instanceDiscovery(false)
                .build();
    }

    private PublicClientApplication application(String prefix) throws Exception {
        return PublicClientApplication.builder(client)
                .authority(authority(prefix))
                .instanceDiscovery(false)
                .build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
