package io.github.latchkey.bench.token;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Question: when many ask at once and there is no token, how many requests does Entra ID see, who gets an error, when has
 * the last one its answer, and how many threads does it take? A program and not a JMH benchmark, since what counts are
 * counts: run {@code java -cp benchmarks/target/benchmarks.jar io.github.latchkey.bench.token.TokenStormBenchmark}.
 *
 * <p>Everybody talks to a FakeEntra over TLS in the same process. The peers keep {@code login.microsoftonline.com} as their
 * authority and are led to the fake below it, since they do not hit their own caches when the authority has a port.
 */
public final class TokenStormBenchmark {

    private static final String SCOPE = Cloud.PUBLIC.batchScope();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TokenStormBenchmark() {}

    /**
     * Runs all storms and prints a table.
     *
     * @param args the numbers of subscribers, default 1000 and 10000
     */
    public static void main(String[] args) throws Exception {
        List<Integer> sizes = args.length == 0
                ? List.of(1_000, 10_000)
                : java.util.Arrays.stream(args).map(Integer::valueOf).toList();
        System.out.printf(
                Locale.ROOT,
                "%-16s %-22s %11s %8s %7s %7s %12s %13s%n",
                "contender",
                "endpoint",
                "subscribers",
                "requests",
                "tokens",
                "errors",
                "last after",
                "threads added");
        for (Contender contender : Contender.values()) {
            run(contender, Weather.AT_ONCE, 1); // warms up classes and connections, not shown
            for (int size : sizes) {
                for (Weather weather : Weather.values()) {
                    System.out.println(run(contender, weather, size));
                }
            }
        }
        System.exit(0); // the peers leave threads behind
    }

    private static Result run(Contender contender, Weather weather, int subscribers) throws Exception {
        try (FakeEntra entra = FakeEntra.start();
                Storm storm = contender.prepare(entra, weather == Weather.WRONG_SECRET)) {
            weather.set(entra);
            int threads = Thread.activeCount();
            int most = threads;
            AtomicInteger tokens = new AtomicInteger();
            AtomicInteger errors = new AtomicInteger();
            CountDownLatch signals = new CountDownLatch(subscribers);
            long start = System.nanoTime();
            List<Disposable> waiting = new ArrayList<>();
            for (int i = 0; i < subscribers; i++) {
                waiting.add(storm.token()
                        .doFinally(signal -> signals.countDown())
                        .subscribe(token -> tokens.incrementAndGet(), error -> errors.incrementAndGet()));
                if (i == 0 && weather == Weather.FIRST_CANCELS) {
                    waiting.get(0).dispose();
                }
                if (i % 100 == 0) {
                    most = Math.max(most, Thread.activeCount());
                }
            }
            boolean all = signals.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            long last = System.nanoTime() - start;
            most = Math.max(most, Thread.activeCount());
            waiting.forEach(Disposable::dispose);
            return new Result(
                    contender,
                    weather,
                    subscribers,
                    entra.tokenRequests().count(),
                    tokens.get(),
                    errors.get(),
                    all ? Duration.ofNanos(last).toMillis() : -1,
                    most - threads);
        }
    }

    /** What the token endpoint does. */
    private enum Weather {
        AT_ONCE("answers at once"),
        SLOW("answers after 200 ms"),
        FAILS_ONCE("fails once (503)"),
        WRONG_SECRET("refuses the secret"),
        FIRST_CANCELS("first one cancels");

        private final String label;

        Weather(String label) {
            this.label = label;
        }

        void set(FakeEntra entra) {
            if (this == SLOW) {
                entra.faults()
                        .on(FakeEntra.tokenEndpoint())
                        .delayed(Duration.ofMillis(200))
                        .pass();
            } else if (this == FAILS_ONCE) {
                entra.faults().on(FakeEntra.tokenEndpoint()).first(1).respondStatus(503);
            }
        }
    }

    /** Who asks. */
    private enum Contender {
        LATCHKEY("latchkey") {
            @Override
            Storm prepare(FakeEntra entra, boolean wrongSecret) {
                Cloud cloud = Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource());
                EntraClient client =
                        EntraClient.builder().httpClient(entra.httpClient()).build();
                TokenProvider provider = TokenProvider.builder(
                                client.source(Credential.clientSecret()
                                        .cloud(cloud)
                                        .tenantId(entra.tenantId())
                                        .clientId(entra.clientId())
                                        .clientSecret(secret(entra, wrongSecret))
                                        .build()),
                                TokenRequest.forScopes(SCOPE))
                        .build();
                return new Storm(provider.token(), () -> {
                    provider.dispose();
                    client.dispose();
                });
            }
        },
        AZURE_IDENTITY("azure-identity") {
            @Override
            Storm prepare(FakeEntra entra, boolean wrongSecret) {
                TokenCredential credential = new ClientSecretCredentialBuilder()
                        .tenantId(entra.tenantId())
                        .clientId(entra.clientId())
                        .clientSecret(secret(entra, wrongSecret))
                        .disableInstanceDiscovery()
                        .httpClient(LedToTheFake.azure(entra))
                        .build();
                TokenRequestContext request = new TokenRequestContext().addScopes(SCOPE);
                return new Storm(Mono.defer(() -> credential.getToken(request)), () -> {});
            }
        },
        MSAL4J("msal4j") {
            @Override
            Storm prepare(FakeEntra entra, boolean wrongSecret) throws MalformedURLException {
                ConfidentialClientApplication application = ConfidentialClientApplication.builder(
                                entra.clientId(), ClientCredentialFactory.createFromSecret(secret(entra, wrongSecret)))
                        .authority("https://login.microsoftonline.com/" + entra.tenantId())
                        .instanceDiscovery(false)
                        .httpClient(LedToTheFake.msal(entra))
                        .build();
                ClientCredentialParameters request =
                        ClientCredentialParameters.builder(Set.of(SCOPE)).build();
                return new Storm(Mono.fromFuture(() -> application.acquireToken(request)), () -> {});
            }
        };

        private final String label;

        Contender(String label) {
            this.label = label;
        }

        abstract Storm prepare(FakeEntra entra, boolean wrongSecret) throws Exception;

        private static String secret(FakeEntra entra, boolean wrong) {
            return wrong ? "not-the-secret" : entra.clientSecret();
        }
    }

    /** A contender that is ready, without a token. */
    private record Storm(Mono<?> token, Runnable end) implements AutoCloseable {

        @Override
        public void close() {
            end.run();
        }
    }

    private record Result(
            Contender contender,
            Weather weather,
            int subscribers,
            long requests,
            int tokens,
            int errors,
            long lastMillis,
            int threadsAdded) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-16s %-22s %11d %8d %7d %7d %9d ms %13d",
                    contender.label,
                    weather.label,
                    subscribers,
                    requests,
                    tokens,
                    errors,
                    lastMillis,
                    threadsAdded);
        }
    }
}
