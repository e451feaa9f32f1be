package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that run on several nodes: the coordination command, the subtasks and what happens when one of them fails. */
class MultiInstanceTest {

    private final List<TaskAttempt> attempts = new ArrayList<>();
    private final TaskRules rules = TaskRules.builder()
            .coordination("broken", 2, TaskOutcome.exitsWith(9).after(Duration.ofSeconds(3)))
            .coordination("stuck", 1, TaskOutcome.neverEnds())
            .coordination("fragile", 1, TaskOutcome.losesNode().after(Duration.ofSeconds(1)))
            .task("fails", TaskOutcome.exitsWith(4).after(Duration.ofSeconds(10)))
            .command(
                    "coordinate",
                    TaskOutcome.succeeds().withStdout("coordinated").after(Duration.ofSeconds(2)))
            .command("mpi", TaskOutcome.succeeds().after(Duration.ofSeconds(10)))
            .build();
    private final FrozenBatch fake = new FrozenBatch(builder -> builder.timings(BatchTimings.builder()
                    .subtaskEnd(Duration.ofSeconds(5))
                    .taskPreparation(Duration.ofSeconds(1))
                    .setupTask(Duration.ofSeconds(4))
                    .build())
            .script(attempt -> {
                attempts.add(attempt);
                return rules.outcome(attempt);
            }));

    @AfterEach
    void close() {
        fake.close();
    }

    private void pool(String id, int nodes, boolean communication, int slots) {
        fake.post(
                "/pools",
                BatchCalls.pool(id, nodes)
                        .replace("\"taskSlotsPerNode\":4", "\"taskSlotsPerNode\":" + slots)
                        .replace("{\"id\"", "{\"enableInterNodeCommunication\":" + communication + ",\"id\""));
        fake.pass(Duration.ofMillis(100));
    }

    private void start(String task, int instances, String more) {
        pool("p", instances, true, 1);
        fake.post("/jobs", BatchCalls.job("j", "p"));
        add(task, instances, more);
    }

    private void add(String task, int instances, String more) {
        fake.post(
                "/jobs/j/tasks",
                "{\"id\":\"" + task + "\",\"commandLine\":\"mpi\",\"multiInstanceSettings\":{\"numberOfInstances\":"
                        + instances + ",\"coordinationCommandLine\":\"coordinate\"}" + more + "}");
    }

    private JsonNode task(String id) {
        return fake.get("/jobs/j/tasks/" + id);
    }

    private List<JsonNode> subtasks(String id) {
        JsonNode value = fake.get("/jobs/j/tasks/" + id + "/subtasksinfo").path("value");
        return StreamSupport.stream(value.spliterator(), false).toList();
    }

    private List<String> subtaskStates(String id) {
        return subtasks(id).stream()
                .map(subtask -> subtask.path("id").asInt() + " "
                        + subtask.path("state").asText() + " "
                        + subtask.path("result").asText("-"))
                .toList();
    }

    private int nodes(String state) {
        return fake.get("/nodecounts").at("/value/0/dedicated/" + state).asInt();
    }

    @Test
    void coordination_runsOnEveryNode_beforeTheApplicationRunsOnThePrimary() {
        start("many", 3, "");

        assertThat(attempts)
                .extracting(TaskAttempt::kind)
                .containsExactly(
                        TaskAttempt.Kind.COORDINATION, TaskAttempt.Kind.COORDINATION, TaskAttempt.Kind.COORDINATION);
        assertThat(attempts).extracting(TaskAttempt::instance).containsExactly(0, 1, 2);
        assertThat(attempts).extracting(TaskAttempt::nodeId).doesNotHaveDuplicates();
        fake.seconds(1);
        assertThat(attempts).hasSize(3);
        assertThat(task("many").path("state").asText()).isEqualTo("running");
        fake.seconds(1);
        assertThat(attempts).hasSize(4);
        TaskAttempt application = attempts.get(3);
        assertThat(application.kind()).isEqualTo(TaskAttempt.Kind.TASK);
        assertThat(application.nodeId()).isEqualTo(attempts.get(0).nodeId());
        assertThat(nodes("running")).isEqualTo(3);
    }

    @Test
    void environment_tellsThePartsOfEachOther() {
        start("many", 3, "");
        fake.seconds(3);

        assertThat(attempts.get(1).environment())
                .containsEntry("AZ_BATCH_IS_CURRENT_NODE_MASTER", "false")
                .containsEntry("AZ_BATCH_MASTER_NODE", "10.0.0.4:6000")
                .containsEntry("AZ_BATCH_NODE_LIST", "10.0.0.4;10.0.0.5;10.0.0.6")
                .containsEntry("AZ_BATCH_HOST_LIST", "10.0.0.4,10.0.0.5,10.0.0.6")
                .containsEntry("CCP_NODES", "3 10.0.0.4 2 10.0.0.5 2 10.0.0.6 2")
                .containsEntry("AZ_BATCH_TASK_DIR", "/mnt/batch/tasks/workitems/j/job-1/many/1")
                .containsEntry("AZ_BATCH_TASK_SHARED_DIR", "/mnt/batch/tasks/workitems/j/job-1/many");
        assertThat(attempts.get(3).environment())
                .containsEntry("AZ_BATCH_IS_CURRENT_NODE_MASTER", "true")
                .containsEntry("AZ_BATCH_TASK_DIR", "/mnt/batch/tasks/workitems/j/job-1/many");
    }

    @Test
    void subtasks_liveLongerThanThePrimary_andHaveTheirOwnTimesNodesAndFiles() {
        start("many", 3, "");
        fake.seconds(12);

        assertThat(task("many").path("state").asText()).isEqualTo("completed");
        assertThat(subtaskStates("many")).containsExactly("1 running -", "2 running -");
        assertThat(nodes("running")).isEqualTo(2);
        fake.seconds(5);
        assertThat(subtaskStates("many")).containsExactly("1 completed Success", "2 completed Success");
        assertThat(nodes("idle")).isEqualTo(3);
        JsonNode subtask = subtasks("many").get(1);
        assertThat(subtask.path("exitCode").asInt(-1)).isZero();
        assertThat(subtask.path("previousState").asText()).isEqualTo("running");
        assertThat(subtask.path("startTime").asText()).isEqualTo("2026-03-01T10:00:00.1Z");
        assertThat(subtask.path("endTime").asText()).isEqualTo("2026-03-01T10:00:17.1Z");
        String node = subtask.at("/nodeInfo/nodeId").asText();
        assertThat(node).isEqualTo(attempts.get(2).nodeId());
        assertThat(subtask.at("/nodeInfo/taskRootDirectory").asText()).isEqualTo("workitems/j/job-1/many/2");
        assertThat(fake.calls
                        .get("/pools/p/nodes/" + node + "/files/workitems%2Fj%2Fjob-1%2Fmany%2F2%2Fstdout.txt")
                        .text())
                .isEqualTo("coordinated");
        assertThat(fake.get("/pools/p/nodes/" + node)
                        .at("/recentTasks/0/subtaskId")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void coordination_failsOnASubtask_failsTheTaskAndEndsTheOthers() {
        start("broken", 3, "");
        fake.seconds(3);

        JsonNode info = task("broken").path("executionInfo");
        assertThat(info.path("result").asText()).isEqualTo("Failure");
        assertThat(info.path("exitCode").asInt()).isEqualTo(9);
        assertThat(info.at("/failureInfo/code").asText()).isEqualTo("FailureExitCode");
        assertThat(info.at("/failureInfo/details/0/value").asText()).contains("subtask 2 exited with code 9");
        fake.seconds(5);
        assertThat(subtasks("broken").get(1).path("exitCode").asInt()).isEqualTo(9);
        assertThat(subtaskStates("broken")).containsExactly("1 completed Success", "2 completed Failure");
        assertThat(attempts).extracting(TaskAttempt::kind).doesNotContain(TaskAttempt.Kind.TASK);
        assertThat(nodes("idle")).isEqualTo(3);
    }

    @Test
    void coordination_fails_isRetriedAsAWhole() {
        start("broken", 3, ",\"constraints\":{\"maxTaskRetryCount\":1}");
        fake.seconds(4);

        assertThat(task("broken").path("state").asText()).isEqualTo("running");
        assertThat(task("broken").at("/executionInfo/retryCount").asInt()).isEqualTo(1);
        assertThat(attempts).extracting(TaskAttempt::number).containsExactly(1, 1, 1, 2, 2, 2);
    }

    @Test
    void coordination_thatNeverReturns_keepsTheApplicationWaitingUntilTheTimeIsOver() {
        start("stuck", 2, ",\"constraints\":{\"maxWallClockTime\":\"PT1M\"}");
        fake.seconds(59);
        assertThat(task("stuck").path("state").asText()).isEqualTo("running");
        fake.seconds(2);

        assertThat(task("stuck").at("/executionInfo/failureInfo/code").asText()).isEqualTo("TaskTimeout");
        fake.seconds(5);
        assertThat(subtasks("stuck").get(0).at("/failureInfo/code").asText()).isEqualTo("TaskEnded");
        assertThat(subtasks("stuck").get(0).has("exitCode")).isFalse();
    }

    @Test
    void application_fails_subtasksHaveStillSucceeded() {
        start("fails", 2, "");
        fake.seconds(20);

        assertThat(task("fails").at("/executionInfo/exitCode").asInt()).isEqualTo(4);
        assertThat(subtaskStates("fails")).containsExactly("1 completed Success");
    }

    @Test
    void lostNode_ofASubtask_takesTheWholeTaskBack() {
        start("fragile", 2, "");
        fake.seconds(1);

        assertThat(task("fragile").path("state").asText()).isEqualTo("active");
        assertThat(task("fragile").at("/executionInfo/requeueCount").asInt()).isEqualTo(1);
        assertThat(subtasks("fragile")).isEmpty();
        assertThat(nodes("idle")).isEqualTo(1);
        assertThat(nodes("unusable")).isEqualTo(1);
    }

    @Test
    void terminate_subtasksEndLater() {
        start("many", 2, "");
        fake.seconds(5);
        fake.post("/jobs/j/tasks/many/terminate");

        assertThat(task("many").path("state").asText()).isEqualTo("completed");
        assertThat(subtaskStates("many")).containsExactly("1 running -");
        fake.seconds(5);
        assertThat(subtaskStates("many")).containsExactly("1 completed Failure");
    }

    @Test
    void subtask_thatOutlivesItsPrimary_isNotPreempted() {
        pool("p", 2, true, 1);
        fake.post("/jobs", BatchCalls.job("j", "p").replace("{\"id\"", "{\"allowTaskPreemption\":true,\"id\""));
        add("many", 2, "");
        fake.seconds(12);
        fake.post("/jobs", BatchCalls.job("urgent", "p").replace("{\"id\"", "{\"priority\":9,\"id\""));
        fake.post("/jobs/urgent/tasks", "{\"id\":\"a\",\"commandLine\":\"mpi\"}");
        fake.post("/jobs/urgent/tasks", "{\"id\":\"b\",\"commandLine\":\"mpi\"}");

        assertThat(task("many").path("state").asText()).isEqualTo("completed");
        assertThat(subtaskStates("many")).containsExactly("1 running -");
        assertThat(fake.state("/jobs/urgent/tasks/b")).isEqualTo("active");
        fake.seconds(5);
        assertThat(fake.state("/jobs/urgent/tasks/b")).isEqualTo("running");
    }

    @Test
    void pool_withoutCommunicationOrWithMoreSlots_neverRunsIt() {
        pool("mute", 2, false, 1);
        pool("wide", 2, true, 4);
        for (String pool : new String[] {"mute", "wide"}) {
            fake.post("/jobs", BatchCalls.job(pool, pool));
            fake.post(
                    "/jobs/" + pool + "/tasks",
                    "{\"id\":\"t\",\"commandLine\":\"mpi\",\"multiInstanceSettings\":{\"numberOfInstances\":2,"
                            + "\"coordinationCommandLine\":\"coordinate\"}}");
            fake.post("/jobs/" + pool + "/tasks", BatchCalls.task("plain"));
        }
        fake.pass(Duration.ofHours(1));

        for (String pool : new String[] {"mute", "wide"}) {
            assertThat(fake.state("/jobs/" + pool + "/tasks/t")).isEqualTo("active");
            assertThat(fake.state("/jobs/" + pool + "/tasks/plain")).isEqualTo("completed");
        }
    }

    @Test
    void commonResourceFiles_areOnEveryNode_andTheirFailureFailsTheTask() {
        fake.batch.storage().put("https://data.example/common.txt", "for all");
        String common =
                "\"commonResourceFiles\":[{\"httpUrl\":\"https://data.example/common.txt?sig=s\",\"filePath\":\"c.txt\"}]";
        pool("p", 2, true, 1);
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post(
                "/jobs/j/tasks",
                "{\"id\":\"common\",\"commandLine\":\"mpi\",\"multiInstanceSettings\":{\"numberOfInstances\":2,"
                        + "\"coordinationCommandLine\":\"coordinate\"," + common + "}}");
        fake.seconds(30);

        assertThat(fake.calls.get("/jobs/j/tasks/common/files/c.txt").text()).isEqualTo("for all");
        String node = subtasks("common").get(0).at("/nodeInfo/nodeId").asText();
        assertThat(fake.calls
                        .get("/pools/p/nodes/" + node + "/files/workitems%2Fj%2Fjob-1%2Fcommon%2Fc.txt")
                        .text())
                .isEqualTo("for all");
        fake.batch.storage().refuse("https://data.example", "BlobAccessDenied", "the signature is out of date");
        fake.post(
                "/jobs/j/tasks",
                "{\"id\":\"denied\",\"commandLine\":\"mpi\",\"multiInstanceSettings\":{\"numberOfInstances\":2,"
                        + "\"coordinationCommandLine\":\"coordinate\"," + common + "}}");
        fake.seconds(2);
        JsonNode info = task("denied").path("executionInfo");
        assertThat(info.at("/failureInfo/code").asText()).isEqualTo("BlobAccessDenied");
        assertThat(info.has("exitCode")).isFalse();
    }

    @Test
    void preparation_everyNode_isPreparedBeforeItsPartBegins() {
        pool("p", 3, true, 1);
        fake.post(
                "/jobs",
                "{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"},\"jobPreparationTask\":{\"commandLine\":\"prepare\"}}");
        add("many", 3, "");

        assertThat(task("many").path("state").asText()).isEqualTo("preparing");
        assertThat(subtaskStates("many")).containsExactly("1 preparing -", "2 preparing -");
        fake.seconds(4);
        assertThat(fake.get("/jobs/j/jobpreparationandreleasetaskstatus").path("value"))
                .hasSize(3);
        assertThat(subtaskStates("many")).containsExactly("1 running -", "2 running -");
        assertThat(attempts)
                .extracting(TaskAttempt::kind)
                .containsExactly(
                        TaskAttempt.Kind.JOB_PREPARATION,
                        TaskAttempt.Kind.JOB_PREPARATION,
                        TaskAttempt.Kind.JOB_PREPARATION,
                        TaskAttempt.Kind.COORDINATION,
                        TaskAttempt.Kind.COORDINATION,
                        TaskAttempt.Kind.COORDINATION);
    }
}
