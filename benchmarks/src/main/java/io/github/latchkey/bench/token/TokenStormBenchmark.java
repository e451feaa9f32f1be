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
import io.github.latchkey.bench.process.Lines;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Question: when many ask at once and there is no token, how many requests does Entra ID see, who gets an error, when
 * has the last one its answer, and how many threads does it take? A program and not a JMH benchmark, since what counts
 * are counts; {@link StormsQuestion} makes the report of what it says.
 *
 * <p>Everybody talks to a FakeEntra over TLS in the same process. The peers keep {@code login.microsoftonline.com} as
 * their authority and are led to the fake below it, since they do not hit their own caches when the authority has a
 * port.
 */
public final class TokenStormBenchmark {

    static final String OURS = "latchkey";
    static final String IDENTITY = "azure-identity";
    static final String MSAL = "msal4j";
    static final String AT_ONCE = "answers at once";
    static final String FAILS_ONCE = "fails once (503)";
    static final String REFUSES = "refuses the secret";

    /** What the token endpoint does, in the order of the report. */
    static final List<String> ENDPOINTS =
            Arrays.stream(Weather.values()).map(weather -> weather.label).toList();

    private static final String SCOPE = Cloud.PUBLIC.batchScope();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TokenStormBenchmark() {}

    /**
     * Runs all storms and says a line for each.
     *
     * @param args the number of subscribers, how often each storm comes
     */
    public static void main(String[] args) throws Exception {
        int subscribers = Integer.parseInt(args[0]);
        int times = Integer.parseInt(args[1]);
        for (Contender contender : Contender.values()) {
            run(contender, Weather.AT_ONCE, 1); // warms up classes and connections, not told
            for (Weather weather : Weather.values()) {
                for (int i = 0; i < times; i++) {
                    Result result = run(contender, weather, subscribers);
                    Lines.say(
                            "contender", contender.label,
                            "endpoint", weather.label,
                            "requests", result.requests,
                            "tokens", result.tokens,
                            "errors", result.errors,
                            "lastMillis", result.lastMillis,
                            "threadsAdded", result.threadsAdded);
                }
            }
        }
        System.exit(0); // the peers leave threads behind
    }

    /** Our own storms, in this process: what the endpoint does, and how many requests it saw. */
    static Map<String, Result> ours(int subscribers) throws Exception {
        Map<String, Result> results = new LinkedHashMap<>();
        for (Weather weather : Weather.values()) {
            results.put(weather.label, run(Contender.LATCHKEY, weather, subscribers));
        }
        return results;
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
            if (!all) {
                throw new IllegalStateException(contender + " left subscribers without an answer: " + weather.label);
            }
            return new Result(
                    entra.tokenRequests().count(),
                    tokens.get(),
                    errors.get(),
                    Duration.ofNanos(last).toMillis(),
                    most - threads);
        }
    }

    /** What the token endpoint does. */
    private enum Weather {
        AT_ONCE(TokenStormBenchmark.AT_ONCE),
        SLOW("answers after 200 ms"),
        FAILS_ONCE(TokenStormBenchmark.FAILS_ONCE),
        WRONG_SECRET(REFUSES),
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
        LATCHKEY(OURS) {
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
        AZURE_IDENTITY(IDENTITY) {
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
        MSAL4J(MSAL) {
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

    /** What came of a storm. */
    record Result(long requests, int tokens, int errors, long lastMillis, int threadsAdded) {}
}
