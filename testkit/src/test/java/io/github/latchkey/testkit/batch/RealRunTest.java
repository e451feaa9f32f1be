package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class RealRunTest {

    @Test
    void runCommandLines_tasks_reallyRunWithTheirEnvironment(@TempDir Path directory) {
        try (FakeEntra entra = FakeEntra.start();
                FakeBatch batch = FakeBatch.builder()
                        .issuer(entra)
                        .runCommandLines(directory)
                        .start()) {
            BatchCalls calls = BatchCalls.withToken(batch, entra);
            calls.post("/pools", BatchCalls.pool("p", 1));
            calls.post("/jobs", BatchCalls.job("j", "p"));
            calls.post(
                    "/jobs/j/tasks",
                    "{\"id\":\"good\",\"commandLine\":\"echo $GREETING from $AZ_BATCH_TASK_ID; echo made > made.txt\","
                            + "\"environmentSettings\":[{\"name\":\"GREETING\",\"value\":\"hello\"}]}");
            calls.post("/jobs/j/tasks", "{\"id\":\"bad\",\"commandLine\":\"echo oops >&2; exit 7\"}");

            JsonNode counts = calls.get("/jobs/j/taskcounts").json();
            while (counts.at("/taskCounts/completed").asInt() < 2) {
                counts = calls.get("/jobs/j/taskcounts").json();
            }

            assertThat(calls.get("/jobs/j/tasks/good/files/stdout.txt").text()).isEqualTo("hello from good\n");
            assertThat(calls.get("/jobs/j/tasks/good/files/wd%2Fmade.txt").text())
                    .isEqualTo("made\n");
            assertThat(calls.get("/jobs/j/tasks/bad")
                            .json()
                            .at("/executionInfo/exitCode")
                            .asInt())
                    .isEqualTo(7);
            assertThat(calls.get("/jobs/j/tasks/bad/files/stderr.txt").text()).isEqualTo("oops\n");
        }
    }
}
