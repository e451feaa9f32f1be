package io.github.latchkey.samples.quickstart;

import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.testkit.ClientCredentials;
import io.github.latchkey.testkit.FakeAzure;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * Where the job shall run: on the embedded fakes, or in Azure when all four variables are set. Everything else is the
 * same code.
 *
 * @param name what to tell the reader
 * @param credential who we are
 * @param accountUrl where Batch is
 * @param http an HTTP client that trusts the servers
 * @param tokenRequests how many token requests Entra ID has seen, {@code null} where nobody can know
 * @param end what to stop in the end
 */
record Target(
        String name,
        Credential credential,
        URI accountUrl,
        HttpClient http,
        @Nullable LongSupplier tokenRequests,
        Runnable end)
        implements AutoCloseable {

    private static final List<String> VARIABLES =
            List.of("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "BATCH_ACCOUNT_URL");

    /** Chooses by the variables. Some of them and not all is a mistake that deserves an answer. */
    static Target from(Map<String, String> environment) {
        Map<String, String> given = new LinkedHashMap<>();
        VARIABLES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .forEach(name -> given.put(name, environment.getOrDefault(name, "")));
        if (given.isEmpty()) {
            return fakes();
        }
        String missing =
                VARIABLES.stream().filter(name -> !given.containsKey(name)).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("To run in Azure, set " + missing
                    + " as well. To run on the fakes, unset " + String.join(", ", given.keySet()) + ".");
        }
        return new Target(
                "Azure Batch",
                Credential.clientSecret(
                        environment.get("AZURE_TENANT_ID"),
                        environment.get("AZURE_CLIENT_ID"),
                        environment.get("AZURE_CLIENT_SECRET")),
                URI.create(environment.get("BATCH_ACCOUNT_URL")),
                HttpClient.create(),
                null,
                () -> {});
    }

    private static Target fakes() {
        FakeAzure azure = FakeAzure.start();
        ClientCredentials known = azure.credentials();
        Cloud cloud = Cloud.custom("fake", known.authorityHost(), Cloud.PUBLIC.batchResource());
        return new Target(
                "the embedded fakes of Entra ID and Batch",
                Credential.clientSecret()
                        .cloud(cloud)
                        .tenantId(known.tenantId())
                        .clientId(known.clientId())
                        .clientSecret(known.clientSecret())
                        .build(),
                azure.batch().url(),
                azure.httpClient(),
                () -> azure.tokenRequests().count(),
                azure::close);
    }

    @Override
    public void close() {
        end.run();
    }
}
