package io.github.latchkey.testkit.entra;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import java.time.Duration;

/** Gets a token by managed identity with each of Microsoft's libraries, and prints it. */
final class ManagedIdentityProbe {

    static final String PREFIX = "TOKEN=";

    private ManagedIdentityProbe() {}

    /** Takes the client id of a user-assigned identity, or an empty text. */
    public static void main(String[] arguments) throws Exception {
        String clientId = arguments[0];
        ManagedIdentityId id = clientId.isEmpty()
                ? ManagedIdentityId.systemAssigned()
                : ManagedIdentityId.userAssignedClientId(clientId);
        System.out.println(PREFIX
                + ManagedIdentityApplication.builder(id)
                        .build()
                        .acquireTokenForManagedIdentity(ManagedIdentityParameters.builder(EntraHttp.BATCH)
                                .build())
                        .get()
                        .accessToken());

        ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder();
        if (!clientId.isEmpty()) {
            builder.clientId(clientId);
        }
        System.out.println(PREFIX
                + builder.build()
                        .getToken(new TokenRequestContext().addScopes(EntraHttp.BATCH_SCOPE))
                        .blockOptional(Duration.ofSeconds(30))
                        .orElseThrow()
                        .getToken());
        System.exit(0);
    }
}
