package io.github.latchkey.samples.webflux;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.netty.http.client.HttpClient;

/** Who the service is, and where Batch is. */
@Configuration(proxyBeanMethods = false)
class AzureConfiguration {

    private static final List<String> VARIABLES =
            List.of("AZURE_AUTHORITY_HOST", "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET");

    // tag::client[]
    @Bean
    BatchClient batchClient(Environment environment, HttpClient azureHttpClient) {
        return BatchClient.builder()
                .accountUrl(environment.getRequiredProperty("BATCH_ACCOUNT_URL"))
                .credential(Credential.environment(variables(environment)))
                .httpClient(azureHttpClient)
                .build();
    }

    /** Trusts what Java trusts, or the SSL bundle {@code azure} where there is one. */
    @Bean
    HttpClient azureHttpClient(SslBundles bundles) throws SSLException {
        if (!bundles.getBundleNames().contains("azure")) {
            return HttpClient.create();
        }
        SslContext context = SslContextBuilder.forClient()
                .trustManager(bundles.getBundle("azure").getManagers().getTrustManagerFactory())
                .build();
        return HttpClient.create().secure(tls -> tls.sslContext(context));
    }
    // end::client[]

    private static Map<String, String> variables(Environment environment) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : VARIABLES) {
            String value = environment.getProperty(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        return variables;
    }
}
