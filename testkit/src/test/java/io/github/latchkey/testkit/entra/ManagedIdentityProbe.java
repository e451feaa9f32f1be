package io.github.latchkey.testkit.entra;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import java.time.Duration;
import java.util.List;

/** Gets tokens by managed identity with Microsoft's libraries, and prints them. */
final class ManagedIdentityProbe {

    static final String PREFIX = "TOKEN=";

    private ManagedIdentityProbe() {}

    /** Takes the client id of a user-assigned identity, or an empty text; and the libraries. */
    public static void main(String[] arguments) throws Exception {
        String clientId = arguments[0];
        for (String library : List.of(arguments).subList(1, arguments.length)) {
            System.out.println(PREFIX + (library.equals("msal4j") ? byMsal(clientId) : byAzureIdentity(clientId)));
        }
        System.exit(0);
    }

    private static String byMsal(String clientId) throws Exception {
        ManagedIdentityId id = clientId.isEmpty()
                ? ManagedIdentityId.systemAssigned()
                : ManagedIdentityId.userAssignedClientId(clientId);
        return ManagedIdentityApplication.builder(id)
                .build()
                .acquireTokenForManagedIdentity(
                        ManagedIdentityParameters.builder(EntraHttp.BATCH).build())
                .get()
                .accessToken();
    }

    private static String byAzureIdentity(String clientId) {
        ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder();
        if (!clientId.isEmpty()) {
            builder.clientId(clientId);
        }
        return builder.build()
                .getToken(new TokenRequestContext().addScopes(EntraHttp.BATCH_SCOPE))
                .blockOptional(Duration.ofSeconds(30))
                .orElseThrow()
                .getToken();
    }
}
