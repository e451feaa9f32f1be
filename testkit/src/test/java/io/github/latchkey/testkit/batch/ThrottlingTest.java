package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchThrottling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    void busyTasks_everyOther_isAServerErrorThatPassesWhenItIsSentAgain() {
        try (FrozenBatch fake = fake(BatchThrottling.builder().busyTasks(2).build())) {
            fake.post("/jobs", BatchCalls.job("j", "p"));
            String body = IntStream.range(0, 8)
                    .mapToObj(i -> BatchCalls.task("t" + i))
                    .collect(Collectors.joining(",", "{\"value\":[", "]}"));
            BatchCalls.Answer answer = fake.calls.post("/jobs/j/addtaskcollection", body);
            assertThat(answer.status()).isEqualTo(200);
            List<JsonNode> busy = new ArrayList<>();
            answer.json().path("value").forEach(result -> {
                if (!result.path("status").asText().equalsIgnoreCase("success")) {
                    busy.add(result);
                }
            });
            assertThat(busy).hasSize(4).allSatisfy(result -> {
                assertThat(result.path("status").asText()).isEqualTo("ServerError");
                assertThat(result.at("/error/code").asText()).isEqualTo("ServerBusy");
                assertThat(result.has("eTag")).isFalse();
            });
            assertThat(fake.calls.all("/jobs/j/tasks")).hasSize(4);

            List<String> rest =
                    busy.stream().map(result -> result.path("taskId").asText()).toList();
            while (!rest.isEmpty()) {
                String again =
                        rest.stream().map(BatchCalls::task).collect(Collectors.joining(",", "{\"value\":[", "]}"));
                List<String> left = new ArrayList<>();
                fake.calls
                        .post("/jobs/j/addtaskcollection", again)
                        .json()
                        .path("value")
                        .forEach(result -> {
                            if (result.has("error")) {
                                left.add(result.path("taskId").asText());
                            }
                        });
                assertThat(left).hasSizeLessThan(rest.size());
                rest = left;
            }
            assertThat(fake.calls.all("/jobs/j/tasks")).hasSize(8);
        }
    }

    @Test
    void builder_badValues_nameTheOptionAndTheValue() {
        assertThatThrownBy(() -> BatchThrottling.builder().requests(0, Duration.ofSeconds(1)))
                .hasMessage("requests is 0 but must be at least 1");
        assertThatThrownBy(() -> BatchThrottling.builder().poolPause(Duration.ZERO))
                .hasMessage("poolPause has a time of PT0S but it must be above zero");
        assertThatThrownBy(() -> BatchThrottling.builder().busyTasks(1))
                .hasMessage("busyTasks is 1 but must be at least 2");
    }
}
