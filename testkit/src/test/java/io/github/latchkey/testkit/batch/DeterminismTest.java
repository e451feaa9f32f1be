package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeterminismTest {

    @Test
    void advance_sameMoves_giveTheSameHistoryByteForByte() {
        List<String> first = history();

        assertThat(first).hasSizeGreaterThan(300).anyMatch(line -> line.contains("requeueCount\":1"));
        assertThat(history()).isEqualTo(first);
    }

    /** Everything that a client can see of a busy account, step by step: bodies, statuses and headers. */
    private static List<String> history() {
        List<String> history = new ArrayList<>();
        try (FrozenBatch fake = new FrozenBatch(builder -> builder.seed(42)
                .script(TaskRules.builder()
                        .task("t*3", TaskOutcome.exitsWith(1))
                        .task("t*7", TaskOutcome.neverEnds())
                        .build()))) {
            fake.post("/pools", BatchCalls.pool("p", 3));
            fake.post(
                    "/jobs",
                    "{\"id\":\"j\",\"constraints\":{\"maxTaskRetryCount\":2},\"poolInfo\":{\"poolId\":\"p\"},"
                            + "\"jobPreparationTask\":{\"commandLine\":\"c\"},\"jobReleaseTask\":{\"commandLine\":\"c\"}}");
            String tasks = IntStream.range(0, 60)
                    .mapToObj(i -> BatchCalls.task("t" + i))
                    .collect(Collectors.joining(",", "{\"value\":[", "]}"));
            history.add(seen(fake, fake.calls.post("/jobs/j/addtaskcollection", tasks)));
            fake.post(
                    "/jobschedules",
                    "{\"id\":\"s\",\"schedule\":{\"recurrenceInterval\":\"PT1M\"},\"jobSpecification\":"
                            + "{\"onAllTasksComplete\":\"terminatejob\",\"poolInfo\":{\"poolId\":\"p\"},"
                            + "\"jobManagerTask\":{\"id\":\"m\",\"commandLine\":\"c\"}}}");
            for (int step = 0; step < 60; step++) {
                fake.pass(Duration.ofMillis(step < 40 ? 7 : 20_000));
                for (String path : List.of("/pools", "/pools/p/nodes", "/jobs", "/jobs/j/tasks", "/jobschedules")) {
                    history.add(seen(fake, fake.calls.get(path)));
                }
                if (step == 25) {
                    fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":1}");
                }
                if (step == 50) {
                    history.add(seen(fake, fake.calls.post("/jobs/j/terminate")));
                }
            }
        }
        return history;
    }

    /** The port differs from run to run; nothing else may. */
    private static String seen(FrozenBatch fake, BatchCalls.Answer answer) {
        String headers = answer.headers().entries().stream()
                .map(Map.Entry::toString)
                .sorted()
                .collect(Collectors.joining(","));
        return (answer.status() + headers + answer.text())
                .replace(fake.batch.url().toString(), "https://account");
    }
}
