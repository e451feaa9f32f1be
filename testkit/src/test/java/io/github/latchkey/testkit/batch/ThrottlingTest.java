package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.batch.config.BatchThrottling;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The account's own limits of requests, by the test's clock. */
class ThrottlingTest {

    private static FrozenBatch fake(BatchThrottling throttling) {
        return new FrozenBatch(builder -> builder.throttling(throttling));
    }

    @Test
    void requests_beyondTheLimit_are429UntilTheTimeIsOver() {
        try (FrozenBatch fake = fake(
                BatchThrottling.builder().requests(3, Duration.ofSeconds(10)).build())) {
            fake.post("/jobs", BatchCalls.job("j", "p"));
            fake.pass(Duration.ofMillis(2500));
            assertThat(fake.calls.get("/jobs").status()).isEqualTo(200);
            assertThat(fake.calls.get("/jobs").status()).isEqualTo(200);

            BatchCalls.Answer refused = fake.calls.post("/jobs", BatchCalls.job("k", "p"));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("TooManyRequests");
            assertThat(refused.header("Retry-After")).isEqualTo("8");
            assertThat(fake.calls.authorized("Bearer nonsense").get("/jobs").status())
                    .isEqualTo(401);
            fake.pass(Duration.ofMillis(7500));
            assertThat(fake.calls.get("/jobs/k").code())
                    .as("what was refused was not done")
                    .isEqualTo("JobNotFound");
        }
    }

    @Test
    void serverBusy_is503WithoutRetryAfter() {
        try (FrozenBatch fake = fake(BatchThrottling.builder()
                .requests(1, Duration.ofSeconds(1))
                .serverBusy(true)
                .retryAfter(false)
                .build())) {
            fake.get("/jobs");

            BatchCalls.Answer refused = fake.calls.get("/jobs");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("ServerBusy");
            assertThat(refused.header("Retry-After")).isEmpty();
        }
    }

    @Test
    void poolPause_refusesTheNextChangeOfTheSamePoolOnly() {
        try (FrozenBatch fake =
                fake(BatchThrottling.builder().poolPause(Duration.ofSeconds(30)).build())) {
            fake.readyPool("p", 1);
            fake.readyPool("q", 1);
            fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":2}");
            fake.seconds(5);
            BatchCalls.Answer refused = fake.calls.post("/pools/P/resize", "{\"targetDedicatedNodes\":3}");
            assertThat(refused.code()).isEqualTo("TooManyRequests");
            assertThat(refused.header("Retry-After")).isEqualTo("25");
            fake.post("/pools/q/resize", "{\"targetDedicatedNodes\":2}");
            assertThat(fake.calls.get("/pools/p").status()).isEqualTo(200);
            fake.seconds(25);

            fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":3}");
        }
    }

    @Test
    void enableAutoScale_twiceWithinHalfAMinute_isRefused() {
        try (FrozenBatch fake = new FrozenBatch()) {
            fake.readyPool("p", 1);
            String formula = "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1;\"}";
            fake.post("/pools/p/enableautoscale", formula);
            fake.seconds(29);
            BatchCalls.Answer refused = fake.calls.post("/pools/p/enableautoscale", formula);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("TooManyEnableAutoScaleRequests");
            fake.seconds(1);
            fake.post("/pools/p/enableautoscale", formula);
        }
    }

    @Test
    void builder_badValues_nameTheOptionAndTheValue() {
        assertThatThrownBy(() -> BatchThrottling.builder().requests(0, Duration.ofSeconds(1)))
                .hasMessage("requests is 0 but must be at least 1");
        assertThatThrownBy(() -> BatchThrottling.builder().poolPause(Duration.ZERO))
                .hasMessage("poolPause has a time of PT0S but it must be above zero");
    }
}
