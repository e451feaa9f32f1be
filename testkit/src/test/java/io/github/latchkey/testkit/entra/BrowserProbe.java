package io.github.latchkey.testkit.entra;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.InteractiveBrowserCredentialBuilder;
import java.time.Duration;

/** Signs a user in by the system's browser with Microsoft's library, and prints the token. */
final class BrowserProbe {

    private BrowserProbe() {}

    /** Takes authority host, tenant, client and scope. */
    public static void main(String[] arguments) {
        System.out.println(ManagedIdentityProbe.PREFIX
                + new InteractiveBrowserCredentialBuilder()
                        .authorityHost(arguments[0])
                        .tenantId(arguments[1])
                        .clientId(arguments[2])
                        .disableInstanceDiscovery()
                        .build()
                        .getToken(new TokenRequestContext().addScopes(arguments[3]))
                        .blockOptional(Duration.ofSeconds(60))
                        .orElseThrow()
                        .getToken());
        System.exit(0);
    }
}
