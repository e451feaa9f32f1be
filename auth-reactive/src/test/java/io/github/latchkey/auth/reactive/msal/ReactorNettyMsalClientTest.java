package io.github.latchkey.auth.reactive.msal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Faults;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReactorNettyMsalClientTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());

    @Test
    void send_interrupted_endsTheRequest() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (FakeEntra entra = FakeEntra.start();
                MsalEngine engine = MsalEngine.builder()
                        .executor(threads)
                        .httpClient(ReactorNettyMsalClient.of(
                                entra.httpClient().doOnDisconnected(connection -> gone.countDown()),
                                Duration.ofMinutes(10)))
                        .build()) {
            Faults.Rule hang = entra.faults().on(FakeEntra.tokenEndpoint()).hang();
            var unused = source(engine, entra).acquire(BATCH);
            hang.awaitHits(1, Duration.ofSeconds(20));

            threads.shutdownNow();

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void send_answerThatIsDroppedOnItsWay_closesItsConnection() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (FakeEntra entra = FakeEntra.start();
                MsalEngine engine = MsalEngine.builder()
                        .httpClient(ReactorNettyMsalClient.of(
                                entra.httpClient()
                                        .doOnDisconnected(connection -> gone.countDown())
                                        .mapConnect(answered -> answered.filter(connection -> false)),
                                Duration.ofMinutes(10)))
                        .build()) {
            var unused = source(engine, entra).acquire(BATCH);

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static TokenSource source(MsalEngine engine, FakeEntra entra) {
        return engine.source(Credential.clientSecret()
                .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                .tenantId(entra.tenantId())
                .clientId(entra.clientId())
                .clientSecret(entra.clientSecret())
                .build());
    }
}
