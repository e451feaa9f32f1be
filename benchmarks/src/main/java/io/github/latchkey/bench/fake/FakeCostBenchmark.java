package io.github.latchkey.bench.fake;

import com.sun.management.OperatingSystemMXBean;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.bench.process.Child;
import io.github.latchkey.bench.process.Lines;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/**
 * Question: would a fake be the bottleneck of a client's benchmark? Says how long the fakes take to start, what heap
 * they hold, and what a small GET of FakeBatch costs in CPU time beside a bare reactor-netty handler that returns the
 * same bytes; {@link FakesQuestion} makes the report of it.
 *
 * <p>Both servers live in this process, with one TLS set-up, and take turns; the client is {@link GetLoad} in a process
 * of its own, whose part is not counted.
 */
public final class FakeCostBenchmark {

    private static final String STORE_PASSWORD = "changeit";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private FakeCostBenchmark() {}

    /**
     * Measures.
     *
     * @param args how often to start the fakes, how many requests make a round, how many rounds; then, if a bare HTTPS
     *     server of reactor-netty shall have been started and asked before, any word
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 3) {
            startBare();
        }
        long before = usedHeap();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            long start = System.nanoTime();
            try (FakeAzure azure = FakeAzure.start()) {
                Lines.say(
                        "start",
                        i,
                        "millis",
                        (System.nanoTime() - start) / 1e6,
                        "url",
                        azure.batch().url());
                if (i == 0) {
                    Lines.say("heapBytes", usedHeap() - before);
                }
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
            compare(entra, batch, credential, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        }
        System.exit(0);
    }

    private static void startBare() {
        long start = System.nanoTime();
        DisposableServer bare = bare(TestAuthority.shared(), new byte[1]);
        Lines.say("bareMillis", (System.nanoTime() - start) / 1e6);
        GetLoad.get(TestAuthority.shared().httpClient(), "https://localhost:" + bare.port())
                .block();
        bare.disposeNow();
    }

    private static DisposableServer bare(TestAuthority trust, byte[] body) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(spec -> spec.sslContext(
                        trust.issueServerCertificate(List.of("localhost")).serverContext()))
                .handle((request, response) -> response.header(
                                HttpHeaderNames.CONTENT_TYPE, "application/json;odata=minimalmetadata")
                        .sendByteArray(Mono.just(body)))
                .bindNow();
    }

    private static void compare(FakeEntra entra, FakeBatch batch, Credential credential, int requests, int rounds)
            throws IOException, InterruptedException {
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
        byte[] body =
                Objects.requireNonNull(GetLoad.get(http, batch.url() + path).block());
        DisposableServer bare = bare(entra.trust(), body);
        String bareUrl = "https://localhost:" + bare.port();
        Path trust = Files.createTempFile("trust", ".p12");
        entra.trust().writeTrustStore(trust, STORE_PASSWORD);
        List<String> trusting =
                List.of("-Djavax.net.ssl.trustStore=" + trust, "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD);
        try (Child load = Child.of(GetLoad.class).options(trusting).start()) {
            load.ask(authorization, PATIENCE);
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                microsecondsOfCpu(load, bareUrl + path, requests);
                microsecondsOfCpu(load, batch.url() + path, requests);
            }
            for (int round = 0; round < rounds; round++) {
                double plain = microsecondsOfCpu(load, bareUrl + path, requests);
                double fake = microsecondsOfCpu(load, batch.url() + path, requests);
                Lines.say("bareMicros", plain, "fakeMicros", fake);
            }
        }
        Files.delete(trust);
        bare.disposeNow();
    }

    /** Counts this process alone: the servers. */
    private static double microsecondsOfCpu(Child load, String url, int requests) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        load.ask(url + " " + requests, PATIENCE);
        return (system.getProcessCpuTime() - before) / 1_000.0 / requests;
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50); // lets reference handlers run
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
