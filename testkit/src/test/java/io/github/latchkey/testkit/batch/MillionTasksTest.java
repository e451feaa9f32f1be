package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MillionTasksTest {

    private static final int TASKS = 1_000_000;

    @Test
    void millionTasks_inOneJob_areKeptAndRunAndListedAndCounted() {
        int chunk = 10_000;
        try (FrozenBatch fake = new FrozenBatch(builder -> builder.limits(BatchLimits.builder()
                        .tasksPerCollection(chunk)
                        .collectionBytes(16 << 20)
                        .build())
                .timings(BatchTimings.builder()
                        .shortestTask(Duration.ofSeconds(1))
                        .longestTask(Duration.ofSeconds(1))
                        .build()))) {
            fake.post("/jobs", BatchCalls.job("j", "p"));
            for (int start = 0; start < TASKS; start += chunk) {
                String body = IntStream.range(start, start + chunk)
                        .mapToObj(i -> String.format("{\"id\":\"task-%07d\",\"commandLine\":\"work %d\"}", i, i))
                        .collect(Collectors.joining(",", "{\"value\":[", "]}"));
                fake.post("/jobs/j/addtaskcollection", body);
            }
            assertThat(fake.get("/jobs/j/taskcounts").at("/taskCounts/active").asInt())
                    .isEqualTo(TASKS);

            fake.post("/pools", BatchCalls.pool("p", 250));
            fake.seconds(200);
            JsonNode counts = fake.get("/jobs/j/taskcounts").path("taskCounts");
            assertThat(counts.path("succeeded").asInt()).isBetween(198_000, 200_000);
            assertThat(counts.path("running").asInt()).isEqualTo(1000);

            assertThat(fake.state("/jobs/j/tasks/TASK-0065432")).isEqualTo("completed");
            JsonNode page = fake.get("/jobs/j/tasks?$select=id&$filter=id%20ge%20'task-0999999'");
            assertThat(page.path("value")).hasSize(1);
            page = fake.get("/jobs/j/tasks?$select=id,state&maxresults=1000");
            assertThat(page.path("value")).hasSize(1000);
            assertThat(page.has("odata.nextLink")).isTrue();

            int pages = 1;
            int listed = page.path("value").size();
            String last = page.at("/value/999/id").asText();
            while (page.has("odata.nextLink")) {
                page = fake.calls
                        .raw("GET", page.path("odata.nextLink").asText(), null, Map.of())
                        .json();
                assertThat(page.at("/value/0/id").asText()).isGreaterThan(last);
                last = page.at("/value/" + (page.path("value").size() - 1) + "/id")
                        .asText();
                listed += page.path("value").size();
                pages++;
            }
            assertThat(listed).isEqualTo(TASKS);
            assertThat(pages).isEqualTo(TASKS / 1000);
        }
    }
}
