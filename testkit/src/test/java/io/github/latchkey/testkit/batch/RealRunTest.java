package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Command lines that really run. The processes take real time, so these tests wait for what they do, and never for a
 * time.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class RealRunTest {

    @TempDir
    Path directory;

    private FakeEntra entra;
    private FakeBatch batch;
    private BatchCalls calls;

    @BeforeEach
    void start() {
        entra = FakeEntra.start();
        batch = FakeBatch.builder()
                .issuer(entra)
                .application("tool", "1.0", "2.5-beta")
                .runCommandLines(directory)
                .start();
        calls = BatchCalls.withToken(batch, entra);
    }

    @AfterEach
    void close() {
        batch.close();
        entra.close();
    }

    private void post(String path, String body) {
        BatchCalls.Answer answer = calls.post(path, body);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    /** Nothing runs unless a test asks for it, whatever the command line says. */
    @Test
    void byDefault_noCommandLineRuns() {
        Path trace = directory.resolve("trace");
        try (FrozenBatch simulated = new FrozenBatch()) {
            String command = "/bin/sh -c 'touch " + trace + "'";
            simulated.post(
                    "/pools",
                    BatchCalls.pool("p", 1)
                            .replace("{\"id\"", "{\"startTask\":{\"commandLine\":\"" + command + "\"},\"id\""));
            simulated.post(
                    "/jobs",
                    BatchCalls.job("j", "p")
                            .replace(
                                    "{\"id\"", "{\"jobPreparationTask\":{\"commandLine\":\"" + command + "\"},\"id\""));
            simulated.post("/jobs/j/tasks", "{\"id\":\"t\",\"commandLine\":\"" + command + "\"}");
            simulated.seconds(60);

            assertThat(simulated
                            .get("/jobs/j/tasks/t")
                            .at("/executionInfo/exitCode")
                            .asInt(-1))
                    .isZero();
            assertThat(trace).doesNotExist();
        }
    }

    private void pool(String more) {
        post("/pools", BatchCalls.pool("p", 1).replace("{\"id\"", "{" + more + "\"id\""));
    }

    private void task(String id, String commandLine, String more) {
        post("/jobs/j/tasks", "{\"id\":\"" + id + "\",\"commandLine\":\"" + commandLine + "\"" + more + "}");
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private JsonNode completed(String id) {
        await(() ->
                calls.get("/jobs/j/tasks/" + id).json().path("state").asText().equals("completed"));
        return calls.get("/jobs/j/tasks/" + id).json().path("executionInfo");
    }

    private String file(String task, String name) {
        return calls.get("/jobs/j/tasks/" + task + "/files/" + name).text();
    }

    /** Reads the process id that a command line has written, once it is there. */
    private ProcessHandle process(String task) {
        await(() -> !file(task, "pid").isBlank() && file(task, "pid").matches("\\d+\n"));
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(file(task, "pid").strip()));
        assertThat(process).isPresent();
        return process.orElseThrow();
    }

    @Test
    void tasks_runWithTheirEnvironmentFilesAndExitCode() {
        batch.storage().put("https://data.example/in.txt", "from outside");
        pool("");
        post("/jobs", BatchCalls.job("j", "p"));
        task(
                "good",
                "echo $GREETING from $AZ_BATCH_TASK_ID; cat in/in.txt > made.txt; cd $AZ_BATCH_TASK_DIR; ls",
                ",\"environmentSettings\":[{\"name\":\"GREETING\",\"value\":\"hello\"}],"
                        + "\"resourceFiles\":[{\"httpUrl\":\"https://data.example/in.txt?sig=x\",\"filePath\":\"in/in.txt\"}]");
        task("bad", "echo oops >&2; exit 7", "");

        completed("good");
        assertThat(file("good", "stdout.txt")).isEqualTo("hello from good\nstderr.txt\nstdout.txt\nwd\n");
        assertThat(file("good", "wd%2Fmade.txt")).isEqualTo("from outside");
        assertThat(completed("bad").path("exitCode").asInt()).isEqualTo(7);
        assertThat(file("bad", "stderr.txt")).isEqualTo("oops\n");
    }

    @Test
    void packages_areNamedByTheVariablesOfTheService() {
        pool("\"applicationPackageReferences\":[{\"applicationId\":\"tool\"}],");
        post("/jobs", BatchCalls.job("j", "p"));
        task(
                "t",
                "env | grep APP_PACKAGE | sed s,=.*applications/,=, | sort",
                ",\"applicationPackageReferences\":[{\"applicationId\":\"tool\",\"version\":\"1.0\"}]");

        completed("t");
        assertThat(file("t", "stdout.txt"))
                .isEqualTo("AZ_BATCH_APP_PACKAGE_tool=tool2.5-beta\nAZ_BATCH_APP_PACKAGE_tool_1_0=tool1.0\n");
    }

    @Test
    void startPreparationAndReleaseTasks_runToo_onTheSharedDirectory() throws IOException {
        pool("\"startTask\":{\"commandLine\":\"echo started > $AZ_BATCH_NODE_SHARED_DIR/log\"},");
        post(
                "/jobs",
                "{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"},"
                        + "\"jobPreparationTask\":{\"commandLine\":\"echo prepared >> $AZ_BATCH_NODE_SHARED_DIR/log\"},"
                        + "\"jobReleaseTask\":{\"commandLine\":\"echo released >> $AZ_BATCH_NODE_SHARED_DIR/log\"}}");
        task("t", "cat $AZ_BATCH_NODE_SHARED_DIR/log; echo worked >> $AZ_BATCH_NODE_SHARED_DIR/log", "");
        completed("t");
        assertThat(file("t", "stdout.txt")).isEqualTo("started\nprepared\n");
        calls.post("/jobs/j/terminate");
        await(() -> calls.get("/jobs/j").json().path("state").asText().equals("completed"));

        String node = calls.get("/pools/p/nodes").json().at("/value/0/id").asText();
        assertThat(Files.readString(directory.resolve("p").resolve(node).resolve("shared/log")))
                .isEqualTo("started\nprepared\nworked\nreleased\n");
    }

    @Test
    void startTask_fails_showsItsExitCodeAndKeepsTheNodeOutOfWork() {
        pool("\"startTask\":{\"commandLine\":\"exit 3\"},");
        await(() ->
                calls.get("/pools/p/nodes").json().at("/value/0/state").asText().equals("starttaskfailed"));

        assertThat(calls.get("/pools/p/nodes")
                        .json()
                        .at("/value/0/startTaskInfo/exitCode")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void retries_eachTry_findsAFreshDirectory() {
        pool("");
        post("/jobs", BatchCalls.job("j", "p"));
        task(
                "t",
                "ls; touch left; test -e $AZ_BATCH_NODE_SHARED_DIR/second && exit 0; touch $AZ_BATCH_NODE_SHARED_DIR/second; exit 1",
                ",\"constraints\":{\"maxTaskRetryCount\":1}");

        assertThat(completed("t").path("retryCount").asInt()).isEqualTo(1);
        assertThat(completed("t").path("exitCode").asInt(-1)).isZero();
        assertThat(file("t", "stdout.txt")).isEmpty();
    }

    @Test
    void maxWallClockTime_theProcess_isKilled() {
        pool("");
        post("/jobs", BatchCalls.job("j", "p"));
        task("t", "echo $$ > ../pid; exec sleep 600", ",\"constraints\":{\"maxWallClockTime\":\"PT1H\"}");
        ProcessHandle process = process("t");
        assertThat(process.isAlive()).isTrue();
        batch.advance(Duration.ofHours(1));

        assertThat(completed("t").at("/failureInfo/code").asText()).isEqualTo("TaskTimeout");
        await(() -> !process.isAlive());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux shows the environment of detached processes")
    void terminate_deleteAndReset_killTheProcessAndWhatItHasDetached() {
        pool("");
        post("/jobs", BatchCalls.job("j", "p"));
        String detached = "(setsid sleep 600 & echo $! > ../pid); exec sleep 600";
        task("terminated", detached, "");
        task("deleted", detached, "");
        task("reset", detached, "");
        ProcessHandle terminated = process("terminated");
        ProcessHandle deleted = process("deleted");
        ProcessHandle reset = process("reset");
        calls.post("/jobs/j/tasks/terminated/terminate");
        calls.delete("/jobs/j/tasks/deleted");
        await(() -> !terminated.isAlive());
        await(() -> !deleted.isAlive());
        assertThat(reset.isAlive()).isTrue();
        batch.reset();
        await(() -> !reset.isAlive());
    }

    @Test
    void close_endsEveryProcess() {
        pool("");
        post("/jobs", BatchCalls.job("j", "p"));
        task("t", "echo $$ > ../pid; exec sleep 600", "");
        ProcessHandle process = process("t");
        batch.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void preparationTask_fails_showsItsExitCode() {
        pool("");
        post(
                "/jobs",
                "{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"},\"jobPreparationTask\":{\"commandLine\":\"exit 4\"}}");
        task("t", "echo never", "");
        String exitCode = "/value/0/jobPreparationTaskExecutionInfo/exitCode";
        await(() -> preparations().at(exitCode).isInt());

        assertThat(preparations().at(exitCode).asInt()).isEqualTo(4);
    }

    private JsonNode preparations() {
        return calls.get("/jobs/j/jobpreparationandreleasetaskstatus").json();
    }

    @Test
    void releaseTask_longerThanItMay_isKilledAndTheJobCompletes() {
        pool("");
        post(
                "/jobs",
                "{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"},\"jobPreparationTask\":{\"commandLine\":\"true\"},"
                        + "\"jobReleaseTask\":{\"commandLine\":\"echo $$ > $AZ_BATCH_NODE_SHARED_DIR/pid; exec sleep 600\"}}");
        task("t", "true", "");
        completed("t");
        calls.post("/jobs/j/terminate");
        ProcessHandle process = sharedProcess();
        assertThat(process.isAlive()).isTrue();
        batch.advance(Duration.ofMinutes(15));

        await(() -> !process.isAlive());
        await(() -> calls.get("/jobs/j").json().path("state").asText().equals("completed"));
        assertThat(preparations()
                        .at("/value/0/jobReleaseTaskExecutionInfo/failureInfo/code")
                        .asText())
                .isEqualTo("TaskTimeout");
    }

    /** Reads the process id that a command line has written into the shared directory of the node, once it is there. */
    private ProcessHandle sharedProcess() {
        String node = calls.get("/pools/p/nodes").json().at("/value/0/id").asText();
        Path file = directory.resolve("p").resolve(node).resolve("shared/pid");
        await(() -> read(file).matches("\\d+\n"));
        return ProcessHandle.of(Long.parseLong(read(file).strip())).orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notYet) {
            return "";
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux shows the environment of detached processes")
    void reset_whatTheStartTaskLeftRunning_isKilled() {
        pool(
                "\"startTask\":{\"commandLine\":\"sleep 600 > /dev/null 2>&1 & echo $! > $AZ_BATCH_NODE_SHARED_DIR/pid\"},");
        post("/jobs", BatchCalls.job("j", "p"));
        task("t", "kill -0 $(cat $AZ_BATCH_NODE_SHARED_DIR/pid) && echo alive", "");
        completed("t");
        assertThat(file("t", "stdout.txt")).isEqualTo("alive\n");
        ProcessHandle service = sharedProcess();
        batch.reset();

        await(() -> !service.isAlive());
    }

    @Test
    void multiInstance_coordinationServicesLiveAsLongAsTheTask() {
        post(
                "/pools",
                BatchCalls.pool("p", 2)
                        .replace("\"taskSlotsPerNode\":4", "\"taskSlotsPerNode\":1")
                        .replace("{\"id\"", "{\"enableInterNodeCommunication\":true,\"id\""));
        post("/jobs", BatchCalls.job("j", "p"));
        batch.storage().put("https://data.example/hosts", "common");
        task(
                "t",
                "cat $AZ_BATCH_TASK_SHARED_DIR/hosts; kill -0 $(cat $AZ_BATCH_TASK_SHARED_DIR/pid) && echo alive",
                ",\"multiInstanceSettings\":{\"numberOfInstances\":2,\"coordinationCommandLine\":"
                        + "\"sleep 600 > /dev/null 2>&1 & echo $! > $AZ_BATCH_TASK_SHARED_DIR/pid\","
                        + "\"commonResourceFiles\":[{\"httpUrl\":\"https://data.example/hosts\",\"filePath\":\"hosts\"}]}");
        completed("t");

        assertThat(file("t", "stdout.txt")).isEqualTo("commonalive\n");
        await(() -> calls.get("/jobs/j/tasks/t/subtasksinfo")
                .json()
                .at("/value/0/state")
                .asText()
                .equals("completed"));
        String pid = file("t", "pid").strip();
        await(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
    }
}
