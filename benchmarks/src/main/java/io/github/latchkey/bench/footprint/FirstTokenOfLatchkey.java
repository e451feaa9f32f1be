package io.github.latchkey.bench.footprint;

import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;

/** A program that wants one token. Needs nothing but the libraries and itself on its class path. */
public final class FirstTokenOfLatchkey {

    private FirstTokenOfLatchkey() {}

    /**
     * Gets it and says so.
     *
     * @param args authority, tenant, client, secret
     */
    public static void main(String[] args) {
        Credential credential = Credential.clientSecret()
                .cloud(Cloud.custom("fake", URI.create(args[0]), Cloud.PUBLIC.batchResource()))
                .tenantId(args[1])
                .clientId(args[2])
                .clientSecret(args[3])
                .build();
        TokenProvider provider = TokenProvider.builder(
                        EntraClient.builder().build().source(credential),
                        TokenRequest.forScopes(Cloud.PUBLIC.batchScope()))
                .build();
        int length = provider.token().blockOptional().orElseThrow().value().length();
        System.out.println("@ {\"length\":" + length + ",\"classes\":"
                + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() + "}");
        System.exit(0);
    }
}
