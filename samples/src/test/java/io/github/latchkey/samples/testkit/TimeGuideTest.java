package io.github.latchkey.samples.testkit;

import static io.github.latchkey.testkit.batch.FakeBatch.operation;
import static io.github.latchkey.testkit.http.Requests.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchClientBuilder;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.state.BatchSnapshot;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.junit.FakeAzureSetup;
import io.github.latchkey.testkit.junit.WithFakeAzure;
import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The examples of docs/guides/testkit-time.md. */
class TimeGuideTest {

    private static final String POOL = """
            {"id":"p","vmSize":"standard_d2s_v3","targetDedicatedNodes":2,
             "virtualMachineConfiguration":{"nodeAgentSKUId":"batch.node.ubuntu 22.04",
             "imageReference":{"publisher":"canonical","offer":"0001-com-ubuntu-server-jammy","sku":"22_04-lts"}}}""";

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    static class AtTenInTheMorning implements FakeAzureSetup {

        @Override
        public void describe(FakeAzure.Builder azure) {
            azure.clock(TestClock.frozenAt(START));
        }
    }

    private static BatchClientBuilder client(FakeAzure azure) {
        return BatchClient.builder()
                .accountUrl(azure.batch().url())
                .credential(Credential.environment(azure.environment()))
                .httpClient(azure.httpClient());
    }

    @Test
    void pool_isReadyWhenTheTestSaysSo() {
        // tag::pool[]
        TestClock clock = TestClock.frozenAt(Instant.parse("2026-03-01T22:00:00Z"));
        try (FakeAzure azure = FakeAzure.builder()
                .clock(clock)
                .batch(batch -> batch.pool(POOL))
                .start()) {
            assertThat(azure.batch().snapshot().pools().get(0).nodes()).isZero();

            azure.advance(Duration.ofMinutes(5));

            BatchSnapshot.PoolView pool = azure.batch().snapshot().pools().get(0);
            assertThat(pool.nodes()).isEqualTo(2);
            assertThat(pool.allocationState()).isEqualTo("steady");
        }
        // end::pool[]
    }

    @Nested
    @WithFakeAzure(AtTenInTheMorning.class)
    class OnOneClock {

        // tag::token[]
        @Test
        void token_nearItsEnd_isFetchedAgain(FakeAzure azure) {
            Credential credential = Credential.environment(azure.environment());
            EntraClient entra =
                    EntraClient.builder().httpClient(azure.httpClient()).build();
            TokenProvider tokens = TokenProvider.builder(
                            entra.source(credential),
                            TokenRequest.forScopes(credential.cloud().batchScope()))
                    .clock(azure.clock())
                    .flightTimeout(Duration.ofDays(1))
                    .scheduler(azure.clock().scheduler())
                    .build();
            tokens.token().block();
            tokens.token().block();
            azure.tokenRequests().hasCount(1);

            azure.clock().advanceUntil(() -> hasAskedTwice(tokens, azure), Duration.ofMinutes(1), SOON);

            assertThat(azure.clock().instant()).isAfter(START.plus(Duration.ofMinutes(40)));
            // end::token[]
            tokens.dispose();
            entra.dispose();
            // tag::token[]
        }

        private boolean hasAskedTwice(TokenProvider tokens, FakeAzure azure) {
            tokens.token().block();
            return azure.tokenRequests().count() == 2;
        }
        // end::token[]

        // tag::retry[]
        @Test
        void throttledForTenMinutes_isTriedAgainTenMinutesLater(FakeAzure azure) {
            BatchClient batch = client(azure)
                    .scheduler(azure.clock().scheduler())
                    .clock(azure.clock())
                    .attemptTimeout(Duration.ofDays(1))
                    .timeout(Duration.ofDays(1))
                    .build();
            Faults.Rule busy =
                    azure.batch().faults().on(operation("Job_List")).first(1).throttleFor(Duration.ofMinutes(10));

            CompletableFuture<Long> jobs = batch.jobs().list().count().toFuture();
            busy.awaitHits(1, SOON);
            azure.clock().advanceUntil(jobs::isDone, Duration.ofSeconds(30), SOON);

            assertThat(jobs.join()).isZero();
            assertThat(azure.clock().instant()).isAfterOrEqualTo(START.plus(Duration.ofMinutes(10)));
        }
        // end::retry[]

        @Test
        void latency_onTheClock(FakeAzure azure) {
            BatchClient batch = client(azure).build();
            // tag::latency[]
            azure.batch()
                    .faults()
                    .on(any())
                    .first(1)
                    .delayed(Duration.ofSeconds(40), azure.clock())
                    .pass();
            // end::latency[]

            CompletableFuture<Long> jobs = batch.jobs().list().count().toFuture();
            azure.clock().advanceUntil(jobs::isDone, Duration.ofSeconds(1), SOON);

            assertThat(jobs.join()).isZero();
        }
    }
}
