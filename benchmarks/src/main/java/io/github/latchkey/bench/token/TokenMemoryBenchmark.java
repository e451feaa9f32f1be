package io.github.latchkey.bench.token;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.auth.reactive.TokenProviders;
import io.github.latchkey.bench.process.Lines;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Question: with 10,000 tenants, how many bytes of heap does one tenant take that has a token? Says a line for each
 * contender; {@link TenantsQuestion} makes the report of them.
 *
 * <p>The heap is compared before and after, collected, with a token of the usual size (1.4 kB) that is a string of its
 * own for each tenant. Everything a tenant needs counts: credential, cache, provider.
 */
public final class TokenMemoryBenchmark {

    static final String TEXT = "the token's text alone";
    static final String OURS = "latchkey";
    static final String IDENTITY = "azure-identity";
    static final String MSAL = "msal4j";

    private static final String SCOPE = Cloud.PUBLIC.batchScope();

    private TokenMemoryBenchmark() {}

    /**
     * Measures.
     *
     * @param args the number of tenants
     */
    public static void main(String[] args) throws Exception {
        int tenants = Integer.parseInt(args[0]);
        measure(TEXT, tenants, tenant -> InMemoryEntra.token());
        TokenProviders registry = TokenProviders.builder(credential ->
                        request -> CompletableFuture.completedFuture(AccessToken.builder(
                                        InMemoryEntra.token(),
                                        Instant.now(),
                                        Instant.now().plusSeconds(86_400))
                                .build()))
                .build();
        measure(OURS, tenants, tenant -> {
            Credential credential = Credential.clientSecret(tenant(tenant), InMemoryEntra.CLIENT, "secret");
            TokenProvider provider = registry.get(credential, TokenRequest.forScopes(SCOPE));
            provider.token().block();
            return provider;
        });
        registry.dispose();
        measure(IDENTITY, tenants, TokenMemoryBenchmark::azureIdentity);
        measure(MSAL, tenants, TokenMemoryBenchmark::msal4j);
        System.exit(0); // the peers leave threads behind
    }

    private static Object azureIdentity(int tenant) {
        TokenCredential credential = new ClientSecretCredentialBuilder()
                .tenantId(tenant(tenant))
                .clientId(InMemoryEntra.CLIENT)
                .clientSecret("secret")
                .disableInstanceDiscovery()
                .httpClient(InMemoryEntra.azureHttpClient())
                .build();
        credential.getToken(new TokenRequestContext().addScopes(SCOPE)).block();
        return credential;
    }

    private static Object msal4j(int tenant) {
        try {
            ConfidentialClientApplication application = ConfidentialClientApplication.builder(
                            InMemoryEntra.CLIENT, ClientCredentialFactory.createFromSecret("secret"))
                    .authority("https://login.microsoftonline.com/" + tenant(tenant))
                    .instanceDiscovery(false)
                    .httpClient(InMemoryEntra.msalHttpClient())
                    .build();
            application
                    .acquireToken(
                            ClientCredentialParameters.builder(Set.of(SCOPE)).build())
                    .join();
            return application;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tenant(int number) {
        return String.format(Locale.ROOT, "72f988bf-86f1-41af-91ab-%012d", number);
    }

    private static void measure(String contender, int tenants, IntFunction<Object> make) throws InterruptedException {
        Object[] kept = new Object[tenants + 1];
        kept[tenants] = make.apply(0); // classes, pools and connections do not count
        long before = usedHeap();
        for (int i = 0; i < tenants; i++) {
            kept[i] = make.apply(i + 1);
        }
        long after = usedHeap();
        Lines.say("contender", contender, "bytes", (after - before) / tenants);
        if (kept[tenants] == null) {
            throw new IllegalStateException("nothing was kept");
        }
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50); // lets reference handlers run
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
