package io.github.latchkey.bench.footprint;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.lang.management.ManagementFactory;

/** The same program with the vendor's library. */
public final class FirstTokenOfAzureIdentity {

    private FirstTokenOfAzureIdentity() {}

    /**
     * Gets it and says so.
     *
     * @param args authority, tenant, client, secret
     */
    public static void main(String[] args) {
        TokenCredential credential = new ClientSecretCredentialBuilder()
                .authorityHost(args[0])
                .tenantId(args[1])
                .clientId(args[2])
                .clientSecret(args[3])
                .disableInstanceDiscovery()
                .build();
        int length = credential
                .getToken(new TokenRequestContext().addScopes("https://batch.core.windows.net//.default"))
                .blockOptional()
                .orElseThrow()
                .getToken()
                .length();
        System.out.println("@ {\"length\":" + length + ",\"classes\":"
                + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() + "}");
        System.exit(0);
    }
}
