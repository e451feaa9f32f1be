package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.latchkey.auth.ServicePrincipalCredential;
import java.util.concurrent.CompletableFuture;

/** A service principal by MSAL4J. Its cache must not answer, so the application is made for each call and forgotten. */
final class ClientCredentialsFlow implements MsalFlow {

    private final MsalApplications applications;
    private final ServicePrincipalCredential principal;

    ClientCredentialsFlow(MsalApplications applications, ServicePrincipalCredential principal) {
        this.applications = applications;
        this.principal = principal;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(MsalCall call) {
        return call.track(applications.confidential(principal, principal.tenantId(), call))
                .thenCompose(application -> call.track(application.acquireToken(parameters(call))));
    }

    private static ClientCredentialParameters parameters(MsalCall call) {
        ClientCredentialParameters.ClientCredentialParametersBuilder parameters =
                ClientCredentialParameters.builder(call.scopes()).skipCache(true);
        call.claims().ifPresent(parameters::claims);
        return parameters.build();
    }
}
