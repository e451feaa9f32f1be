package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingTest {

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.script(TaskRules.builder()
            .task("fail*", TaskOutcome.exitsWith(3).after(Duration.ofSeconds(1)))
            .task("endless*", TaskOutcome.neverEnds())
            .task("unprepared", TaskOutcome.failsToPrepare("BlobNotFound", "there is no such blob"))
            .when(attempt -> attempt.taskId().equals("flaky") && attempt.number() < 3, TaskOutcome.exitsWith(9))
            .when(
                    attempt -> attempt.taskId().startsWith("stubborn") && attempt.number() <= 40,
                    TaskOutcome.exitsWith(9).after(Duration.ofSeconds(1)))
            .command("release-fails", TaskOutcome.exitsWith(1))
            .command("prepare-fails", TaskOutcome.exitsWith(1))
            .when(attempt -> true, TaskOutcome.succeeds().after(Duration.ofSeconds(10)))
            .build()));

    @AfterEach
    void close() {
        fake.close();
    }

    private void job(String id, String members) {
        fake.post("/jobs", "{\"id\":\"" + id + "\",\"poolInfo\":{\"poolId\":\"p\"}" + members + "}");
    }

    private void task(String job, String id, String members) {
        fake.post("/jobs/" + job + "/tasks", "{\"id\":\"" + id + "\",\"commandLine\":\"run\"" + members + "}");
    }

    private String task(String path) {
        return fake.state("/jobs/" + path.replace("/", "/tasks/"));
    }

    private int running(String job) {
        return fake.get("/jobs/" + job + "/taskcounts")
                .at("/taskCounts/running")
                .asInt();
    }

    @Test
    void preemption_jobThatAllowsIt_makesRoomForAMoreImportantOne() {
        fake.readyPool("p", 1);
        job("patient", ",\"allowTaskPreemption\":true");
        job("stubborn", ",\"priority\":-5");
        IntStream.range(0, 2).forEach(i -> task("patient", "t" + i, ""));
        IntStream.range(0, 2).forEach(i -> task("stubborn", "t" + i, ""));
        job("urgent", ",\"priority\":100");
        IntStream.range(0, 3).forEach(i -> task("urgent", "t" + i, ""));

        assertThat(running("patient")).isZero();
        assertThat(running("stubborn")).isEqualTo(2);
        assertThat(running("urgent")).isEqualTo(2);
        assertThat(fake.get("/jobs/patient/tasks/t0")
                        .at("/executionInfo/requeueCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void slots_requiredSlots_limitWhatRunsTogether() {
        fake.readyPool("p", 2);
        job("j", "");
        IntStream.range(0, 5).forEach(i -> task("j", "big" + i, ",\"requiredSlots\":3"));
        IntStream.range(0, 5).forEach(i -> task("j", "small" + i, ""));

        JsonNode counts = fake.get("/jobs/j/taskcounts");
        assertThat(counts.at("/taskCounts/running").asInt()).isEqualTo(4);
        assertThat(counts.at("/taskSlotCounts/running").asInt()).isEqualTo(8);
        assertThat(counts.at("/taskSlotCounts/active").asInt()).isEqualTo(3 * 3 + 3);
        fake.seconds(60);
        assertThat(fake.get("/jobs/j/taskcounts").at("/taskCounts/succeeded").asInt())
                .isEqualTo(10);
    }

    @Test
    void slots_manyTasksThatFindNoPlace_letThoseThatNeedLessPass() {
        fake.readyPool("p", 2);
        job("j", "");
        task("j", "endless0", ",\"requiredSlots\":2");
        task("j", "endless1", ",\"requiredSlots\":2");
        IntStream.range(0, 150).forEach(i -> task("j", "whole" + i, ",\"requiredSlots\":4"));
        IntStream.range(0, 150)
                .forEach(i -> task(
                        "j",
                        "wide" + i,
                        ",\"multiInstanceSettings\":{\"numberOfInstances\":1,\"coordinationCommandLine\":\"c\"}"));
        IntStream.range(0, 6).forEach(i -> task("j", "small" + i, ""));

        assertThat(running("j")).as("two endless and four small ones").isEqualTo(6);
        assertThat(task("j/small0")).isEqualTo("running");
        assertThat(task("j/whole0")).isEqualTo("active");
        fake.seconds(10);
        assertThat(task("j/small5")).isEqualTo("running");
    }

    @Test
    void preemption_jobWithoutTasksThatWait_takesNobodysPlace() {
        fake.readyPool("p", 1);
        job("patient", ",\"allowTaskPreemption\":true");
        job("urgent", ",\"priority\":100");
        IntStream.range(0, 4).forEach(i -> task("patient", "t" + i, ""));
        fake.post("/jobs/urgent/disable", "{\"disableTasks\":\"requeue\"}");
        fake.seconds(1);
        task("urgent", "ended", "");
        fake.post("/jobs/urgent/tasks/ended/terminate");
        fake.post("/jobs/urgent/enable");
        fake.seconds(1);

        assertThat(running("patient")).isEqualTo(4);
        IntStream.range(0, 4)
                .forEach(i -> assertThat(fake.get("/jobs/patient/tasks/t" + i)
                                .at("/executionInfo/requeueCount")
                                .asInt())
                        .isZero());
    }

    /** A script of the test that throws is reported to whoever moves the clock, and harms nobody else. */
    @Test
    void script_thatThrows_leavesTheRestOfTheMomentAsItWas() {
        List<Throwable> thrown = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        try (FrozenBatch throwing = new FrozenBatch(builder -> builder.script(attempt -> {
            if (attempt.taskId().equals("bad")) {
                throw new IllegalStateException("a bug of the test");
            }
            return TaskOutcome.succeeds().after(Duration.ofSeconds(10));
        }))) {
            throwing.post("/jobs", BatchCalls.job("j", "p"));
            throwing.post("/jobs/j/tasks", BatchCalls.task("bad"));
            throwing.post("/pools", BatchCalls.pool("p", 2));
            throwing.post("/pools", BatchCalls.pool("q", 2));
            throwing.seconds(5);

            assertThat(thrown).extracting(Throwable::getMessage).contains("a bug of the test");
            assertThat(throwing.get("/pools/q/nodes").findValuesAsText("state")).containsExactly("idle", "idle");
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
    }

    @Test
    void priority_higherJobs_goFirst() {
        job("low", ",\"priority\":-10");
        job("high", ",\"priority\":10");
        IntStream.range(0, 4).forEach(i -> task("low", "t" + i, ""));
        IntStream.range(0, 4).forEach(i -> task("high", "t" + i, ""));

        fake.readyPool("p", 1);
        assertThat(running("high")).isEqualTo(4);
        assertThat(running("low")).isZero();
        fake.calls.call("PATCH", "/jobs/low", "{\"priority\":20}", Map.of());
        task("high", "t9", "");
        fake.seconds(10);
        assertThat(running("low")).isEqualTo(4);
        assertThat(running("high")).isZero();
    }

    @Test
    void maxParallelTasks_limitsTheJob() {
        fake.readyPool("p", 1);
        job("j", ",\"maxParallelTasks\":2");
        IntStream.range(0, 4).forEach(i -> task("j", "t" + i, ""));
        assertThat(running("j")).isEqualTo(2);
        fake.calls.call("PATCH", "/jobs/j", "{\"maxParallelTasks\":3}", Map.of());
        assertThat(running("j")).isEqualTo(3);
    }

    @Test
    void spreadAndPack_fillNodesDifferently() {
        fake.readyPool("p", 2);
        String pack = BatchCalls.pool("q", 2)
                .replace("{\"id\"", "{\"taskSchedulingPolicy\":{\"nodeFillType\":\"Pack\"},\"id\"");
        fake.post("/pools", pack);
        fake.seconds(1);
        job("j", "");
        fake.post("/jobs", BatchCalls.job("k", "q"));
        for (String job : new String[] {"j", "k"}) {
            task(job, "a", "");
            task(job, "b", "");
        }

        assertThat(nodeOf("j", "a")).isNotEqualTo(nodeOf("j", "b"));
        assertThat(nodeOf("k", "a")).isEqualTo(nodeOf("k", "b"));
    }

    private String nodeOf(String job, String task) {
        return fake.get("/jobs/" + job + "/tasks/" + task)
                .at("/nodeInfo/nodeId")
                .asText();
    }

    @Test
    void dependencies_taskIdsAndRanges_areWaitedFor() {
        fake.readyPool("p", 2);
        job("j", ",\"usesTaskDependencies\":true");
        task("j", "after", ",\"dependsOn\":{\"taskIds\":[\"FIRST\"],\"taskIdRanges\":[{\"start\":1,\"end\":2}]}");
        task("j", "first", "");
        task("j", "1", "");
        assertThat(task("j/after")).isEqualTo("active");
        fake.seconds(10);
        assertThat(task("j/after")).isEqualTo("active");
        task("j", "2", "");
        fake.seconds(10);
        assertThat(task("j/after")).isEqualTo("running");
    }

    @Test
    void dependencies_failure_blocksUnlessTheExitConditionsSatisfy() {
        fake.readyPool("p", 2);
        job("j", ",\"usesTaskDependencies\":true");
        task("j", "fail1", "");
        task(
                "j",
                "fail2",
                ",\"exitConditions\":{\"exitCodeRanges\":[{\"start\":2,\"end\":4,"
                        + "\"exitOptions\":{\"dependencyAction\":\"satisfy\"}}]}");
        task("j", "after1", ",\"dependsOn\":{\"taskIds\":[\"fail1\"]}");
        task("j", "after2", ",\"dependsOn\":{\"taskIds\":[\"fail2\"]}");
        fake.seconds(2);

        assertThat(task("j/after1")).isEqualTo("active");
        assertThat(task("j/after2")).isEqualTo("running");
        BatchCalls.Answer refused = fake.calls.post(
                "/jobs/j2/tasks", "{\"id\":\"t\",\"commandLine\":\"c\",\"dependsOn\":{\"taskIds\":[\"x\"]}}");
        assertThat(refused.code()).isEqualTo("JobNotFound");
        job("j2", "");
        refused = fake.calls.post(
                "/jobs/j2/tasks", "{\"id\":\"t\",\"commandLine\":\"c\",\"dependsOn\":{\"taskIds\":[\"x\"]}}");
        assertThat(refused.code()).isEqualTo("TaskDependenciesNotSpecifiedOnJob");
    }

    @Test
    void retries_failedTries_areCountedUntilTheLimitOrASuccess() {
        fake.readyPool("p", 1);
        job("j", ",\"constraints\":{\"maxTaskRetryCount\":1}");
        task("j", "fail", "");
        task("j", "flaky", ",\"constraints\":{\"maxTaskRetryCount\":5}");
        fake.seconds(30);

        JsonNode failed = fake.get("/jobs/j/tasks/fail").path("executionInfo");
        assertThat(failed.path("retryCount").asInt()).isEqualTo(1);
        assertThat(failed.path("exitCode").asInt()).isEqualTo(3);
        assertThat(failed.at("/failureInfo/code").asText()).isEqualTo("FailureExitCode");
        assertThat(failed.at("/failureInfo/category").asText()).isEqualTo("UserError");
        assertThat(failed.path("result").asText()).isEqualTo("Failure");
        JsonNode flaky = fake.get("/jobs/j/tasks/flaky").path("executionInfo");
        assertThat(flaky.path("retryCount").asInt()).isEqualTo(2);
        assertThat(flaky.path("exitCode").asInt()).isZero();
        assertThat(flaky.has("lastRetryTime")).isTrue();
    }

    @Test
    void retries_minusOne_haveNoLimit() {
        fake.readyPool("p", 1);
        job("own", "");
        task("own", "stubborn", ",\"constraints\":{\"maxTaskRetryCount\":-1}");
        job("j", ",\"constraints\":{\"maxTaskRetryCount\":-1}");
        task("j", "stubborn", "");
        fake.seconds(120);

        for (String task : new String[] {"/jobs/own/tasks/stubborn", "/jobs/j/tasks/stubborn"}) {
            JsonNode info = fake.get(task).path("executionInfo");
            assertThat(info.path("retryCount").asInt()).as(task).isEqualTo(40);
            assertThat(info.path("result").asText()).as(task).isEqualTo("Success");
        }
    }

    @Test
    void preparationFailure_hasNoExitCodeAndTakesItsOwnExitCondition() {
        fake.readyPool("p", 1);
        job("j", ",\"onTaskFailure\":\"performexitoptionsjobaction\"");
        task("j", "unprepared", ",\"exitConditions\":{\"preProcessingError\":{\"jobAction\":\"disable\"}}");
        fake.seconds(5);

        JsonNode info = fake.get("/jobs/j/tasks/unprepared").path("executionInfo");
        assertThat(info.has("exitCode")).isFalse();
        assertThat(info.at("/failureInfo/code").asText()).isEqualTo("BlobNotFound");
        assertThat(fake.state("/jobs/j")).isEqualTo("disabled");
    }

    @Test
    void wallClock_taskAndJob_areEnded() {
        fake.readyPool("p", 1);
        job("j", ",\"constraints\":{\"maxWallClockTime\":\"PT1M\"}");
        task("j", "endless1", ",\"constraints\":{\"maxWallClockTime\":\"PT20S\"}");
        task("j", "endless2", "");
        fake.seconds(21);
        assertThat(fake.get("/jobs/j/tasks/endless1")
                        .at("/executionInfo/failureInfo/code")
                        .asText())
                .isEqualTo("TaskTimeout");
        fake.seconds(41);
        JsonNode job = fake.get("/jobs/j");
        assertThat(job.path("state").asText()).isEqualTo("completed");
        assertThat(job.at("/executionInfo/terminateReason").asText()).isEqualTo("MaxWallClockTimeExpiry");
        assertThat(task("j/endless2")).isEqualTo("completed");
    }

    @Test
    void onAllTasksComplete_endsTheJob_atOnceWhenItHasNoTasks() {
        fake.readyPool("p", 1);
        job("empty", ",\"onAllTasksComplete\":\"terminatejob\"");
        fake.seconds(1);
        JsonNode empty = fake.get("/jobs/empty");
        assertThat(empty.path("state").asText()).isEqualTo("completed");
        assertThat(empty.at("/executionInfo/terminateReason").asText()).isEqualTo("AllTasksComplete");
        job("j", "");
        task("j", "t", "");
        fake.calls.call("PATCH", "/jobs/j", "{\"onAllTasksComplete\":\"terminatejob\"}", Map.of());
        fake.seconds(5);
        assertThat(fake.state("/jobs/j")).isEqualTo("active");
        fake.seconds(6);
        assertThat(fake.state("/jobs/j")).isEqualTo("completed");
        BatchCalls.Answer back =
                fake.calls.call("PATCH", "/jobs/empty", "{\"onAllTasksComplete\":\"noaction\"}", Map.of());
        assertThat(back.status()).isEqualTo(409);
    }

    @Test
    void onAllTasksComplete_thatEndsTheJob_cannotBeTakenBack() {
        job("k", "");
        task("k", "t", "");
        String pool = "\"poolInfo\":{\"poolId\":\"p\"}";
        fake.calls.call("PATCH", "/jobs/k", "{\"onAllTasksComplete\":\"terminatejob\"}", Map.of());
        String etag = fake.get("/jobs/k").path("eTag").asText();

        for (String change : new String[] {
            "PATCH {\"onAllTasksComplete\":\"noaction\"}",
            "PUT {\"onAllTasksComplete\":\"noaction\"," + pool + "}",
            "PUT {" + pool + "}"
        }) {
            String[] words = change.split(" ", 2);
            BatchCalls.Answer refused = fake.calls.call(words[0], "/jobs/k", words[1], Map.of());
            assertThat(refused.status()).as(change).isEqualTo(400);
            assertThat(refused.value("PropertyName")).isEqualTo("onAllTasksComplete");
        }
        assertThat(fake.get("/jobs/k").path("eTag").asText()).isEqualTo(etag);
        assertThat(fake.calls
                        .call("PATCH", "/jobs/k", "{\"priority\":5}", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(fake.calls
                        .call("PUT", "/jobs/k", "{\"onAllTasksComplete\":\"terminatejob\"," + pool + "}", Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onTaskFailure_default_terminatesTheJobWithTaskFailed() {
        fake.readyPool("p", 1);
        job("j", ",\"onTaskFailure\":\"performexitoptionsjobaction\"");
        task("j", "endless", "");
        task("j", "fail", "");
        fake.seconds(3);

        JsonNode job = fake.get("/jobs/j");
        assertThat(job.path("state").asText()).isEqualTo("completed");
        assertThat(job.at("/executionInfo/terminateReason").asText()).isEqualTo("TaskFailed");
        assertThat(fake.get("/jobs/j/tasks/endless")
                        .at("/executionInfo/failureInfo/code")
                        .asText())
                .isEqualTo("TaskEnded");
    }

    @Test
    void jobManager_itsEnd_endsTheJob() {
        fake.readyPool("p", 1);
        job("j", ",\"jobManagerTask\":{\"id\":\"manager\",\"commandLine\":\"manage\"}");
        task("j", "endless", "");
        assertThat(task("j/manager")).isEqualTo("running");
        fake.seconds(11);

        assertThat(fake.get("/jobs/j").at("/executionInfo/terminateReason").asText())
                .isEqualTo("JMComplete");
        assertThat(task("j/endless"))
                .as("the manager has its node for itself, and tasks that did not run stay as they are")
                .isEqualTo("active");
    }

    @Test
    void disable_requeueTerminateAndWait_treatRunningTasks() {
        fake.readyPool("p", 3);
        for (String option : new String[] {"requeue", "terminate", "wait"}) {
            job(option, "");
            task(option, "t", "");
            fake.post("/jobs/" + option + "/disable", "{\"disableTasks\":\"" + option + "\"}");
        }
        fake.seconds(1);
        assertThat(task("requeue/t")).isEqualTo("active");
        assertThat(fake.get("/jobs/requeue/tasks/t")
                        .at("/executionInfo/requeueCount")
                        .asInt())
                .isEqualTo(1);
        assertThat(fake.state("/jobs/requeue")).isEqualTo("disabled");
        assertThat(task("terminate/t")).isEqualTo("completed");
        assertThat(task("wait/t")).isEqualTo("running");
        assertThat(fake.state("/jobs/wait")).isEqualTo("disabling");
        fake.seconds(10);
        assertThat(fake.state("/jobs/wait")).isEqualTo("disabled");
        fake.post("/jobs/requeue/enable");
        fake.seconds(1);
        assertThat(task("requeue/t")).isEqualTo("running");
    }

    @Test
    void disable_wait_lastTaskFailsWithARetryLeft_isOverAllTheSame() {
        fake.readyPool("p", 1);
        job("j", ",\"constraints\":{\"maxTaskRetryCount\":1}");
        task("j", "fail", "");
        assertThat(task("j/fail")).isEqualTo("running");
        fake.post("/jobs/j/disable", "{\"disableTasks\":\"wait\"}");
        fake.seconds(30);

        assertThat(fake.state("/jobs/j")).isEqualTo("disabled");
        assertThat(task("j/fail")).isEqualTo("active");
        assertThat(fake.get("/jobs/j/tasks/fail")
                        .at("/executionInfo/retryCount")
                        .asInt())
                .isEqualTo(1);
        fake.post("/jobs/j/enable");
        fake.seconds(30);
        assertThat(task("j/fail")).isEqualTo("completed");
    }

    @Test
    void disable_terminate_jobThatActsOnFailures_isDisabledAndNotEnded() {
        fake.readyPool("p", 1);
        job("j", ",\"onTaskFailure\":\"performexitoptionsjobaction\"");
        task("j", "endless1", "");
        task("j", "endless2", "");
        fake.post("/jobs/j/disable", "{\"disableTasks\":\"terminate\"}");
        fake.seconds(1);

        assertThat(fake.state("/jobs/j")).isEqualTo("disabled");
        assertThat(fake.get("/jobs/j").path("executionInfo").has("terminateReason"))
                .isFalse();
        assertThat(task("j/endless1")).isEqualTo("completed");
        assertThat(task("j/endless2")).isEqualTo("completed");
        assertThat(fake.get("/pools/p/nodes").at("/value/0/totalTasksRun").asInt())
                .isEqualTo(2);
        fake.post("/jobs/j/enable");
        fake.seconds(1);
        assertThat(fake.state("/jobs/j")).isEqualTo("active");
    }

    @Test
    void disable_terminate_jobManager_doesNotEndTheJob() {
        fake.readyPool("p", 1);
        job("j", ",\"jobManagerTask\":{\"id\":\"manager\",\"commandLine\":\"manage\"}");
        fake.post("/jobs/j/disable", "{\"disableTasks\":\"terminate\"}");
        fake.seconds(1);

        assertThat(task("j/manager")).isEqualTo("completed");
        assertThat(fake.state("/jobs/j")).isEqualTo("disabled");
    }

    @Test
    void preparationAndRelease_runOnceOnEachNodeThatWorked() {
        fake.readyPool("p", 3);
        job(
                "j",
                ",\"jobPreparationTask\":{\"commandLine\":\"prepare\"},\"jobReleaseTask\":{\"commandLine\":\"release-fails\"}");
        task("j", "a", "");
        task("j", "b", "");
        assertThat(task("j/a")).isEqualTo("preparing");
        fake.seconds(10);
        assertThat(task("j/a")).isEqualTo("running");
        fake.seconds(10);
        assertThat(fake.get("/jobs/j/jobpreparationandreleasetaskstatus").path("value"))
                .hasSize(2)
                .allSatisfy(node -> {
                    assertThat(node.at("/jobPreparationTaskExecutionInfo/result")
                                    .asText())
                            .isEqualTo("Success");
                    assertThat(node.has("jobReleaseTaskExecutionInfo")).isFalse();
                });
        fake.post("/jobs/j/terminate");
        assertThat(fake.state("/jobs/j")).isEqualTo("terminating");
        fake.seconds(11);
        assertThat(fake.state("/jobs/j")).isEqualTo("completed");
        assertThat(fake.get("/jobs/j/jobpreparationandreleasetaskstatus").path("value"))
                .allSatisfy(node -> assertThat(
                                node.at("/jobReleaseTaskExecutionInfo/exitCode").asInt())
                        .isEqualTo(1));
    }

    @Test
    void preparation_failure_keepsTheJobOffTheNode() {
        fake.readyPool("p", 1);
        job("j", ",\"jobPreparationTask\":{\"commandLine\":\"prepare-fails\"}");
        task("j", "t", "");
        fake.seconds(30);

        assertThat(task("j/t")).isEqualTo("active");
        assertThat(fake.get("/jobs/j/jobpreparationandreleasetaskstatus")
                        .at("/value/0/jobPreparationTaskExecutionInfo/result")
                        .asText())
                .isEqualTo("Failure");
    }

    @Test
    void lostNode_taskGoesBackAndRunsElsewhere() {
        fake.readyPool("p", 2);
        job("j", "");
        task("j", "endless", "");
        String first = nodeOf("j", "endless");
        fake.batch.breakNode("p", first);

        assertThat(task("j/endless")).isEqualTo("running");
        assertThat(nodeOf("j", "endless")).isNotEqualTo(first);
        assertThat(fake.state("/pools/p/nodes/" + first)).isEqualTo("unusable");
    }

    @Test
    void preemption_lowPriorityNode_isReplaced() {
        fake.post("/pools", BatchCalls.pool("p", 0).replace("{\"id\"", "{\"targetLowPriorityNodes\":1,\"id\""));
        fake.seconds(1);
        job("j", "");
        task("j", "endless", "");
        String first = nodeOf("j", "endless");
        fake.batch.preemptNode("p", first);
        assertThat(fake.state("/pools/p/nodes/" + first)).isEqualTo("preempted");
        assertThat(task("j/endless")).isEqualTo("active");
        fake.seconds(1);
        assertThat(task("j/endless")).isEqualTo("running");
        assertThat(nodeOf("j", "endless")).isNotEqualTo(first);
    }

    @Test
    void shrink_deallocationOptions_treatRunningTasks() {
        for (String option : new String[] {"requeue", "terminate", "taskcompletion"}) {
            fake.post("/pools", BatchCalls.pool(option, 1));
            fake.seconds(1);
            fake.post("/jobs", BatchCalls.job(option, option));
            task(option, "t", "");
            fake.post(
                    "/pools/" + option + "/resize",
                    "{\"targetDedicatedNodes\":0,\"nodeDeallocationOption\":\"" + option + "\"}");
            fake.seconds(1);
        }
        assertThat(task("requeue/t")).isEqualTo("active");
        assertThat(task("terminate/t")).isEqualTo("completed");
        assertThat(fake.get("/pools/requeue").path("allocationState").asText()).isEqualTo("steady");
        assertThat(fake.get("/pools/taskcompletion").path("allocationState").asText())
                .isEqualTo("resizing");
        fake.seconds(10);
        assertThat(task("taskcompletion/t")).isEqualTo("completed");
        assertThat(fake.get("/jobs/taskcompletion/tasks/t")
                        .at("/executionInfo/exitCode")
                        .asInt(-1))
                .isZero();
        assertThat(fake.get("/pools/taskcompletion")
                        .path("currentDedicatedNodes")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void stopResize_whileShrinking_keepsTheNodesThatStillWork() {
        fake.readyPool("p", 2);
        job("j", "");
        task("j", "endless", "");
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":0,\"nodeDeallocationOption\":\"taskcompletion\"}");
        fake.post("/pools/p/stopresize");
        fake.seconds(1);

        JsonNode pool = fake.get("/pools/p");
        assertThat(pool.path("allocationState").asText()).isEqualTo("steady");
        assertThat(pool.path("currentDedicatedNodes").asInt()).isEqualTo(1);
        assertThat(pool.path("targetDedicatedNodes").asInt()).isEqualTo(1);
        task("j", "more", "");
        assertThat(task("j/more")).isEqualTo("running");
    }

    @Test
    void deletePool_runningTasks_goBackAndTheJobWaits() {
        fake.readyPool("p", 1);
        job("j", "");
        task("j", "t", "");
        fake.calls.delete("/pools/p");
        assertThat(fake.state("/pools/p")).isEqualTo("deleting");
        assertThat(task("j/t")).isEqualTo("active");
        fake.seconds(1);
        assertThat(fake.state("/pools/p")).isEqualTo("gone");
        fake.readyPool("p", 1);
        assertThat(task("j/t")).isEqualTo("running");
    }

    @Test
    void autoPool_livesWithItsJob() {
        fake.post("/jobs", """
                {"id":"j","poolInfo":{"autoPoolSpecification":{"autoPoolIdPrefix":"auto","poolLifetimeOption":"job",
                 "pool":{"vmSize":"standard_d2s_v3","targetDedicatedNodes":1,"virtualMachineConfiguration":{
                 "nodeAgentSKUId":"batch.node.ubuntu 22.04","imageReference":{"offer":"o"}}}}}}""");
        task("j", "t", "");
        String pool = fake.get("/jobs/j").at("/executionInfo/poolId").asText();
        assertThat(pool).startsWith("auto");
        fake.seconds(1);
        assertThat(task("j/t")).isEqualTo("running");
        fake.post("/jobs/j/terminate");
        fake.seconds(1);
        assertThat(fake.state("/pools/" + pool)).isEqualTo("gone");
    }

    @ParameterizedTest
    @CsvSource({"false, false, gone", "true, true, active", "false, true, active", "true, false, gone"})
    void autoPool_atTheEndOfItsJob_isKeptIfThatIsWantedThen(boolean atFirst, boolean atLast, String state) {
        fake.post("/jobs", autoPool("j", atFirst));
        String pool = fake.get("/jobs/j").at("/executionInfo/poolId").asText();
        if (atLast != atFirst) {
            fake.post("/jobs/j/disable", "{\"disableTasks\":\"wait\"}");
            fake.seconds(1);
            assertThat(fake.calls
                            .call("PATCH", "/jobs/j", autoPool("", atLast), Map.of())
                            .status())
                    .isEqualTo(200);
        }
        fake.post("/jobs/j/terminate");
        fake.seconds(2);

        assertThat(fake.state("/jobs/j")).isEqualTo("completed");
        assertThat(fake.state("/pools/" + pool)).isEqualTo(state);
    }

    private static String autoPool(String id, boolean keepAlive) {
        return (id.isEmpty() ? "{" : "{\"id\":\"" + id + "\",")
                + "\"poolInfo\":{\"autoPoolSpecification\":{\"poolLifetimeOption\":\"job\",\"keepAlive\":"
                + keepAlive + ",\"pool\":{\"vmSize\":\"standard_d2s_v3\",\"targetDedicatedNodes\":1,"
                + "\"virtualMachineConfiguration\":{\"nodeAgentSKUId\":\"batch.node.ubuntu 22.04\","
                + "\"imageReference\":{\"offer\":\"o\"}}}}}}";
    }

    @Test
    void startTask_failure_keepsTheNodeOutOfWork() {
        fake.post(
                "/pools",
                BatchCalls.pool("p", 1)
                        .replace(
                                "{\"id\"",
                                "{\"startTask\":{\"commandLine\":\"prepare-fails\",\"maxTaskRetryCount\":2},\"id\""));
        fake.seconds(1);

        JsonNode node = fake.get("/pools/p/nodes").at("/value/0");
        assertThat(node.path("state").asText()).isEqualTo("starttaskfailed");
        assertThat(node.at("/startTaskInfo/retryCount").asInt()).isEqualTo(2);
        assertThat(node.at("/errors/0/code").asText()).isEqualTo("StartTaskFailed");
    }

    @Test
    void disableScheduling_nodeTakesNoNewTasks() {
        fake.readyPool("p", 1);
        String node =
                "/pools/p/nodes/" + fake.get("/pools/p/nodes").at("/value/0/id").asText();
        fake.post(node + "/disablescheduling", "{\"nodeDisableSchedulingOption\":\"taskcompletion\"}");
        job("j", "");
        task("j", "t", "");
        assertThat(task("j/t")).isEqualTo("active");
        fake.post(node + "/enablescheduling");
        assertThat(task("j/t")).isEqualTo("running");
    }

    @Test
    void reactivate_failedTask_runsAgainFromTheBeginning() {
        fake.readyPool("p", 1);
        job("j", "");
        task("j", "fail", ",\"constraints\":{\"maxTaskRetryCount\":1}");
        fake.seconds(5);
        fake.post("/jobs/j/tasks/fail/reactivate");
        JsonNode info = fake.get("/jobs/j/tasks/fail").path("executionInfo");
        assertThat(info.path("retryCount").asInt()).isZero();
        assertThat(info.has("exitCode")).isFalse();
        assertThat(task("j/fail")).isEqualTo("running");
        assertThat(fake.get("/jobs/j/taskcounts").at("/taskCounts/failed").asInt(-1))
                .isZero();
    }
}
