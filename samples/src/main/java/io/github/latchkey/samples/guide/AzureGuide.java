package io.github.latchkey.samples.guide;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InteractiveBrowserCredential;
import io.github.latchkey.auth.ManagedIdentityCredential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.chain.DefaultTokenSource;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.auth.reactive.msal.ReactorNettyMsalClient;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.Job;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * What Azure's guide "Authenticate Azure Batch services with Microsoft Entra ID" does, done with Latchkey; quoted by
 * {@code docs/guides/from-the-azure-guide.md}.
 *
 * @param cloud the Azure cloud
 * @param tenantId the tenant's id
 * @param clientId the application (client) id
 * @param accountUrl the Batch account's URL
 * @param http the program's HTTP client: trust, proxy, connections
 */
record AzureGuide(Cloud cloud, String tenantId, String clientId, URI accountUrl, HttpClient http) {

    /** The endpoints of a cloud, which the guide keeps in constants. */
    static List<String> endpoints() {
        // tag::endpoints[]
        Cloud cloud = Cloud.PUBLIC; // or CHINA, US_GOVERNMENT
        URI authority = cloud.authorityHost(); // https://login.microsoftonline.com
        String resource = cloud.batchResource(); // https://batch.core.windows.net/
        String scope = cloud.batchScope(); // https://batch.core.windows.net//.default
        // end::endpoints[]
        return List.of(authority.toString(), resource, scope);
    }

    /** Integrated authentication: a person signs in, and the client is given what gets their tokens. */
    BatchClient person(MsalEngine engine, Consumer<URI> browser) {
        // tag::person[]
        InteractiveBrowserCredential.Builder person =
                Credential.interactiveBrowser().cloud(cloud).tenantId(tenantId).clientId(clientId);
        // end::person[]
        person.browser(browser);
        // tag::person[]
        TokenSource source = engine.source(person.build());
        TokenProvider provider = TokenProvider.builder(source, TokenRequest.forScopes(cloud.batchScope()))
                .flightTimeout(Duration.ofMinutes(5)) // as long as a person may take
                .build();
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl)
                .tokenProvider(provider)
                .httpClient(http)
                .build();
        // end::person[]
        return batch;
    }

    /** The engine for people. */
    MsalEngine engine() {
        // tag::engine[]
        MsalEngine engine = MsalEngine.builder()
                .httpClient(ReactorNettyMsalClient.of(http, Duration.ofSeconds(30)))
                .build();
        // end::engine[]
        return engine;
    }

    /** The same for a person at another device. */
    TokenSource personElsewhere(MsalEngine engine, Consumer<String> screen) {
        // tag::device[]
        TokenSource source = engine.source(Credential.deviceCode()
                .cloud(cloud)
                .tenantId(tenantId)
                .clientId(clientId)
                .prompt(prompt -> screen.accept(prompt.message()))
                .build());
        // end::device[]
        return source;
    }

    /** A service principal with a secret. */
    BatchClient secret(String clientSecret) {
        // tag::secret[]
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl)
                .credential(Credential.clientSecret()
                        .cloud(cloud)
                        .tenantId(tenantId)
                        .clientId(clientId)
                        .clientSecret(clientSecret)
                        .build())
                .httpClient(http)
                .build();
        // end::secret[]
        return batch;
    }

    /** A service principal with a certificate, which the guide leaves to its reader. */
    BatchClient certificate(Path file, String password) {
        // tag::certificate[]
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl)
                .credential(Credential.clientCertificate()
                        .cloud(cloud)
                        .tenantId(tenantId)
                        .clientId(clientId)
                        .certificateFile(file, password) // PEM or PKCS#12; read again when it changes
                        .build())
                .httpClient(http)
                .build();
        // end::certificate[]
        return batch;
    }

    /** A machine or service in Azure that has an identity of its own. */
    BatchClient machine(Map<String, String> environment) {
        // tag::machine[]
        ManagedIdentityCredential.Builder machine = Credential.managedIdentity();
        // end::machine[]
        machine.environment(environment);
        // tag::machine[]
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl)
                .credential(machine.build())
                .httpClient(http)
                .build();
        // end::machine[]
        return batch;
    }

    /** Whatever this machine has. */
    BatchClient whateverThereIs(Map<String, String> environment) {
        // tag::default[]
        EntraClient entra = EntraClient.builder().httpClient(http).build();
        DefaultTokenSource ways = DefaultTokenSource.builder(entra);
        // end::default[]
        ways.environment(environment);
        // tag::default[]
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl)
                .tokenProvider(TokenProvider.builder(ways.build(), TokenRequest.forScopes(cloud.batchScope()))
                        .build())
                .httpClient(http)
                .build();
        // end::default[]
        return batch;
    }

    /** One provider for several clients, or for other uses of the token. */
    TokenProvider shared(Credential credential) {
        // tag::provider[]
        EntraClient entra = EntraClient.builder().httpClient(http).build();
        TokenProvider provider = TokenProvider.builder(
                        entra.source(credential), TokenRequest.forScopes(cloud.batchScope()))
                .build();
        // end::provider[]
        return provider;
    }

    /** The guide's delegate: a function of the program that brings a token. */
    BatchClient function(TokenProvider provider) {
        // tag::function[]
        Supplier<Mono<String>> function = () -> provider.token().map(AccessToken::value);
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl)
                .tokenSupplier(function)
                .httpClient(http)
                .build();
        // end::function[]
        return batch;
    }

    /** The account's key, which the guide contrasts with tokens. */
    BatchClient key(String accountName, String accountKey) {
        // tag::key[]
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl)
                .sharedKey(accountName, accountKey)
                .httpClient(http)
                .build();
        // end::key[]
        return batch;
    }

    /** What every example of the guide does in the end. */
    static Mono<List<String>> jobs(BatchClient batch) {
        // tag::jobs[]
        Mono<List<String>> ids = batch.jobs().list().map(Job::id).collectList();
        // end::jobs[]
        return ids;
    }
}
