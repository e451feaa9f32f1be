package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.TokenRequest;
import java.net.MalformedURLException;
import java.util.concurrent.CompletableFuture;

/** A service principal by MSAL4J. The application is made for each call: it is cheap, and its cache must not answer. */
final class ClientCredentialsFlow implements MsalFlow {

    private final MsalSettings settings;
    private final ServicePrincipalCredential principal;

    ClientCredentialsFlow(MsalSettings settings, ServicePrincipalCredential principal) {
        this.settings = settings;
        this.principal = principal;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(TokenRequest request, Running running)
            throws MalformedURLException {
        IClientCredential proof = ClientProofs.of(principal, settings.clock());
        ConfidentialClientApplication application = settings.applyTo(
                        ConfidentialClientApplication.builder(principal.clientId(), proof)
                                .sendX5c(ClientProofs.sendsChain(principal)),
                        principal.cloud(),
                        request.tenantId().orElse(principal.tenantId()))
                .build();
        ClientCredentialParameters.ClientCredentialParametersBuilder parameters =
                ClientCredentialParameters.builder(request.scopes()).skipCache(true);
        MsalClaims.of(request).ifPresent(parameters::claims);
        return running.track(application.acquireToken(parameters.build()));
    }
}
