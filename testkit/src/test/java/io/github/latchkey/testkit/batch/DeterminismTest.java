package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.batch.config.BatchThrottling;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeterminismTest {

    @Test
    void advance_sameMoves_giveTheSameHistoryByteForByte() {
        List<String> first = history();

        assertThat(first)
                .hasSizeGreaterThan(360)
                .anyMatch(line -> line.contains("requeueCount\":1"))
                .anyMatch(line -> line.startsWith("429"))
                .anyMatch(line -> line.contains("subtask"))
                .anyMatch(line -> line.contains("\"unknown\""))
                .anyMatch(line -> line.contains("\"jobPreparationTaskExecutionInfo\""))
                .anyMatch(line -> line.contains("\"jobReleaseTaskExecutionInfo\""))
                .anyMatch(line -> line.contains("\"autoScaleRun\"") && line.contains("$TargetDedicatedNodes=3."))
                .anyMatch(line -> line.startsWith("UploadedFile["));
        assertThat(history()).isEqualTo(first);
    }

    @Test
    void advance_sameMovesInAnotherProcess_giveTheSameHistory() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DeterminismProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        String output;
        try {
            process.getOutputStream().close();
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith(DeterminismProbe.PREFIX)))
                .containsExactly(DeterminismProbe.PREFIX + DeterminismProbe.digest(history()));
    }

    @Test
    void reset_withTheClockSetBack_hasTheSameHistoryAgain() {
        try (FrozenBatch fake = busy()) {
            List<String> first = history(fake);

            fake.clock.set(FrozenBatch.START);
            fake.batch.reset();

            assertThat(history(fake)).isEqualTo(first);
        }
    }

    /** The history of a new account. */
    static List<String> history() {
        try (FrozenBatch fake = busy()) {
            return history(fake);
        }
    }

    private static FrozenBatch busy() {
        return new FrozenBatch(builder -> builder.seed(42)
                .throttling(BatchThrottling.builder()
                        .poolPause(Duration.ofSeconds(30))
                        .build())
                .script(TaskRules.builder()
                        .task("t*3", TaskOutcome.exitsWith(1))
                        .task("t*7", TaskOutcome.neverEnds())
                        .coordination("many*", 1, TaskOutcome.exitsWith(2).after(Duration.ofSeconds(30)))
                        .build()));
    }

    /** Everything that clients can see of a busy account, step by step: bodies, statuses and headers. */
    private static List<String> history(FrozenBatch fake) {
        List<String> history = new ArrayList<>();
        fake.post("/pools", BatchCalls.pool("p", 3));
        fake.post(
                "/pools",
                BatchCalls.pool("mpi", 2)
                        .replace("\"taskSlotsPerNode\":4", "\"taskSlotsPerNode\":1")
                        .replace("{\"id\"", "{\"enableInterNodeCommunication\":true,\"id\""));
        fake.post(
                "/pools",
                BatchCalls.pool("auto", 0)
                        .replace(
                                "\"targetDedicatedNodes\":0",
                                "\"enableAutoScale\":true,\"autoScaleEvaluationInterval\":\"PT5M\",\"autoScaleFormula\":"
                                        + "\"$TargetDedicatedNodes=1+rand()*3*$PendingTasks.GetSamplePercent(TimeInterval_Minute*5)/100;\""));
        fake.post(
                "/jobs",
                "{\"id\":\"j\",\"constraints\":{\"maxTaskRetryCount\":2},\"poolInfo\":{\"poolId\":\"p\"},"
                        + "\"jobPreparationTask\":{\"commandLine\":\"c\"},\"jobReleaseTask\":{\"commandLine\":\"c\"}}");
        fake.post("/jobs", BatchCalls.job("m", "mpi"));
        String tasks = IntStream.range(0, 60)
                .mapToObj(i -> BatchCalls.task("t" + i))
                .collect(Collectors.joining(",", "{\"value\":[", "]}"));
        history.add(seen(fake, fake.calls.post("/jobs/j/addtaskcollection", tasks)));
        fake.post(
                "/jobs/m/tasks",
                "{\"id\":\"many\",\"commandLine\":\"c\",\"constraints\":{\"maxTaskRetryCount\":1},"
                        + "\"multiInstanceSettings\":{\"numberOfInstances\":2,\"coordinationCommandLine\":\"c\"}}");
        fake.post(
                "/jobschedules",
                "{\"id\":\"s\",\"schedule\":{\"recurrenceInterval\":\"PT1M\"},\"jobSpecification\":"
                        + "{\"onAllTasksComplete\":\"terminatejob\",\"poolInfo\":{\"poolId\":\"p\"},"
                        + "\"jobManagerTask\":{\"id\":\"m\",\"commandLine\":\"c\",\"outputFiles\":[{\"filePattern\":\"../*\","
                        + "\"destination\":{\"container\":{\"containerUrl\":\"https://data.example/c\"}},"
                        + "\"uploadOptions\":{\"uploadCondition\":\"taskcompletion\"}}]}}}");
        BatchCalls other = fake.calls.version("2025-06-01");
        for (int step = 0; step < 60; step++) {
            fake.pass(Duration.ofMillis(step < 40 ? 7 : 20_000));
            for (String path : List.of("/pools", "/pools/p/nodes", "/jobs", "/jobs/j/tasks", "/jobschedules")) {
                history.add(seen(fake, (history.size() % 3 == 0 ? other : fake.calls).get(path)));
            }
            history.add(seen(fake, other.get("/jobs/m/tasks/many/subtasksinfo")));
            history.add(seen(fake, other.get("/jobs/j/jobpreparationandreleasetaskstatus")));
            switch (step) {
                case 25, 27 -> history.add(seen(fake, other.post("/pools/p/resize", "{\"targetDedicatedNodes\":2}")));
                case 42 -> fake.batch.loseContact("p", firstNode(fake));
                case 44 -> fake.batch.recoverNode("p", firstNode(fake));
                case 46 -> history.add(seen(fake, fake.calls.post("/pools/p/nodes/" + firstNode(fake) + "/reboot")));
                case 52 -> history.add(seen(fake, fake.calls.post("/jobs/j/terminate")));
                default -> {}
            }
        }
        fake.batch.storage().uploads().forEach(upload -> history.add(upload.toString()));
        return history;
    }

    private static String firstNode(FrozenBatch fake) {
        return fake.get("/pools/p/nodes").at("/value/0/id").asText();
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
