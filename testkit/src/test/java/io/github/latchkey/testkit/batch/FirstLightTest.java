package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstLightTest {

    @Test
    void advance_poolJobAndTasks_runToTheirEnd() {
        TestClock clock = TestClock.frozen();
        try (FakeEntra entra = FakeEntra.builder().clock(clock).start();
                FakeBatch batch = FakeBatch.builder().issuer(entra).clock(clock).start()) {
            BatchCalls calls = BatchCalls.withToken(batch, entra);
            assertThat(calls.post("/pools", BatchCalls.pool("p", 2)).status()).isEqualTo(201);
            assertThat(calls.post("/jobs", BatchCalls.job("j", "p")).status()).isEqualTo(201);
            String tasks = IntStream.range(0, 100)
                    .mapToObj(i -> BatchCalls.task("t" + i))
                    .collect(Collectors.joining(",", "{\"value\":[", "]}"));
            JsonNode added = calls.post("/jobs/j/addtaskcollection", tasks).json();
            assertThat(added.path("value"))
                    .hasSize(100)
                    .allMatch(result -> result.path("status").asText().equalsIgnoreCase("success"));
            assertThat(calls.get("/jobs/j/taskcounts")
                            .json()
                            .at("/taskCounts/active")
                            .asInt())
                    .isEqualTo(100);

            batch.advance(Duration.ofMinutes(1));

            assertThat(calls.get("/pools/p").json().path("allocationState").asText())
                    .isEqualTo("steady");
            JsonNode counts = calls.get("/jobs/j/taskcounts").json().path("taskCounts");
            assertThat(counts.path("succeeded").asInt()).isEqualTo(100);
            JsonNode task = calls.get("/jobs/j/tasks/t7").json();
            assertThat(task.path("state").asText()).isEqualTo("completed");
            assertThat(task.at("/executionInfo/exitCode").asInt(-1)).isZero();
            assertThat(calls.get("/jobs/j/tasks/t7/files/stdout.txt").text()).isEqualTo("hello from t7\n");
            List<JsonNode> all = calls.all("/jobs/j/tasks?maxresults=30");
            assertThat(all)
                    .extracting(one -> one.path("id").asText())
                    .hasSize(100)
                    .isSorted();

            assertThat(calls.delete("/jobs/j").status()).isEqualTo(202);
            assertThat(calls.get("/jobs/j").json().path("state").asText()).isEqualTo("deleting");
            batch.advance(Duration.ofSeconds(1));
            BatchCalls.Answer gone = calls.get("/jobs/j");
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.code()).isEqualTo("JobNotFound");
            assertThat(gone.header("request-id")).isNotEmpty();
        }
    }

    @Test
    void runningClock_tasks_finishByThemselves() {
        try (FakeEntra entra = FakeEntra.start();
                FakeBatch batch = FakeBatch.builder().issuer(entra).start()) {
            BatchCalls calls = BatchCalls.withToken(batch, entra);
            calls.post("/pools", BatchCalls.pool("p", 2));
            calls.post("/jobs", BatchCalls.job("j", "p"));
            calls.post("/jobs/j/tasks", BatchCalls.task("t"));

            String state = "";
            for (int i = 0; i < 100_000 && !state.equals("completed"); i++) {
                state = calls.get("/jobs/j/tasks/t").json().path("state").asText();
            }

            assertThat(state).isEqualTo("completed");
        }
    }

    @Test
    void nextLink_followedAsItIs_holdsWhatStrictParsersRefuse() {
        try (FakeEntra entra = FakeEntra.start();
                FakeBatch batch = FakeBatch.builder().issuer(entra).start()) {
            BatchCalls calls = BatchCalls.withToken(batch, entra);
            for (int i = 0; i < 3; i++) {
                calls.post("/jobs", BatchCalls.job("j" + i, "nowhere"));
            }

            JsonNode page = calls.get("/jobs?maxresults=2&$select=id").json();

            String link = page.path("odata.nextLink").asText();
            assertThat(link)
                    .startsWith(batch.url() + "/jobs?")
                    .contains("maxresults=2")
                    .contains("|");
            JsonNode rest = calls.raw("GET", link, null, Map.of()).json();
            assertThat(rest.path("value")).hasSize(1);
            assertThat(rest.at("/value/0/id").asText()).isEqualTo("j2");
            assertThat(rest.at("/value/0").has("url")).isFalse();
        }
    }
}
