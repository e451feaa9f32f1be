package io.github.latchkey.samples.client;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.job.Job;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** How a client is made, and how a single call differs from the others. */
final class Clients {

    private Clients() {}

    static BatchClient client(URI accountUrl, Credential credential, HttpClient http) {
        // tag::client[]
        BatchClient batch = BatchClient.builder()
                .accountUrl(accountUrl) // https://{account}.{region}.batch.azure.com
                .credential(credential)
                .httpClient(http)
                .serviceVersion(ServiceVersion.V2024_02_01)
                .timeout(Duration.ofMinutes(2))
                .userAgent("night-render/2.1")
                .build();
        // end::client[]
        return batch;
    }

    static Mono<Job> quickly(BatchClient batch, String jobId, String requestId) {
        // tag::call[]
        RequestOptions quickly = RequestOptions.builder()
                .timeout(Duration.ofSeconds(10))
                .maxAttempts(1)
                .clientRequestId(requestId)
                .select("id", "state")
                .build();
        Mono<Job> job = batch.jobs().get(jobId, quickly);
        // end::call[]
        return job;
    }
}
