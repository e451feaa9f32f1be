package io.github.latchkey.auth.reactive.msal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
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
            Cloud cloud = Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource());
            var unused = engine.source(Credential.clientSecret()
                            .cloud(cloud)
                            .tenantId(entra.tenantId())
                            .clientId(entra.clientId())
                            .clientSecret(entra.clientSecret())
                            .build())
                    .acquire(TokenRequest.forScopes(cloud.batchScope()));
            hang.awaitHits(1, Duration.ofSeconds(20));

            threads.shutdownNow();

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
