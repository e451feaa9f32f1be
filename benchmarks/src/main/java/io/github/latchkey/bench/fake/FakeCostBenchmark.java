package io.github.latchkey.bench.fake;

import com.sun.management.OperatingSystemMXBean;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/**
 * Question: would a fake be the bottleneck of a client's benchmark? Prints how long the fakes take to start, and what a small
 * GET of FakeBatch costs in CPU time beside a bare reactor-netty handler that returns the same bytes; run
 * {@code java -cp benchmarks/target/benchmarks.jar io.github.latchkey.bench.fake.FakeCostBenchmark}.
 *
 * <p>Client and server share the process and one TLS set-up; the client's part is the same in both, so that the ratio of the
 * two is below the ratio of the servers alone, and the difference is what FakeBatch adds.
 */
public final class FakeCostBenchmark {

    private static final int REQUESTS = 20_000;
    private static final int ROUNDS = 5;

    private FakeCostBenchmark() {}

    /**
     * Measures and prints.
     *
     * @param args none
     */
    public static void main(String[] args) {
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            try (FakeEntra entra = FakeEntra.start();
                    FakeBatch batch = FakeBatch.builder().issuer(entra).start()) {
                System.out.printf(
                        Locale.ROOT,
                        "start %d of both fakes: %d ms (%s)%n",
                        i + 1,
                        Duration.ofNanos(System.nanoTime() - start).toMillis(),
                        batch.url());
            }
        }
        try (FakeEntra entra = FakeEntra.start();
                FakeBatch batch = FakeBatch.builder().issuer(entra).start()) {
            Credential credential = Credential.clientSecret()
                    .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                    .tenantId(entra.tenantId())
                    .clientId(entra.clientId())
                    .clientSecret(entra.clientSecret())
                    .build();
            compare(entra, batch, credential);
        }
        System.exit(0);
    }

    private static void compare(FakeEntra entra, FakeBatch batch, Credential credential) {
        BatchClient client = BatchClient.builder()
                .accountUrl(batch.url())
                .credential(credential)
                .httpClient(entra.httpClient())
                .build();
        client.jobs()
                .create(JobCreate.builder()
                        .id("job")
                        .poolInfo(PoolInformation.builder().poolId("pool").build())
                        .build())
                .then(client.close())
                .block();
        String authorization = Mono.fromCompletionStage(() -> EntraClient.builder()
                        .httpClient(entra.httpClient())
                        .build()
                        .source(credential)
                        .acquire(TokenRequest.forScopes(Cloud.PUBLIC.batchScope())))
                .blockOptional()
                .orElseThrow()
                .authorizationHeader();
        HttpClient http =
                entra.httpClient().headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, authorization));
        String path = "/jobs/job?api-version=2024-02-01.19.0";
        byte[] body = Objects.requireNonNull(get(http, batch.url() + path).block());
        DisposableServer bare = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(spec -> spec.sslContext(entra.trust()
                        .issueServerCertificate(List.of("localhost"))
                        .serverContext()))
                .handle((request, response) -> response.header(
                                HttpHeaderNames.CONTENT_TYPE, "application/json;odata=minimalmetadata")
                        .sendByteArray(Mono.just(body)))
                .bindNow();
        String bareUrl = "https://localhost:" + bare.port();
        System.out.printf(Locale.ROOT, "GET of a job, %,d bytes, %,d requests a round%n", body.length, REQUESTS);
        double[] ratios = new double[ROUNDS];
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            microsecondsOfCpu(http, bareUrl + path);
            microsecondsOfCpu(http, batch.url() + path);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            double plain = microsecondsOfCpu(http, bareUrl + path);
            double fake = microsecondsOfCpu(http, batch.url() + path);
            ratios[round - 1] = fake / plain;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: bare handler %5.0f us, FakeBatch %5.0f us of CPU a request, client included; ratio %.2f%n",
                    round,
                    plain,
                    fake,
                    fake / plain);
        }
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "median ratio of %d rounds: %.2f%n", ROUNDS, ratios[ROUNDS / 2]);
        bare.disposeNow();
    }

    private static double microsecondsOfCpu(HttpClient http, String url) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        Flux.range(0, REQUESTS).flatMap(i -> get(http, url), 16).blockLast();
        return (system.getProcessCpuTime() - before) / 1_000.0 / REQUESTS;
    }

    private static Mono<byte[]> get(HttpClient http, String url) {
        return http.get().uri(url).responseSingle((response, bytes) -> {
            if (response.status().code() != 200) {
                throw new IllegalStateException(url + " answered " + response.status());
            }
            return bytes.asByteArray();
        });
    }
}
