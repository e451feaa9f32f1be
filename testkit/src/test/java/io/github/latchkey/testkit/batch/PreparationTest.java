package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Job preparation and job release tasks: where and when they run, and what their failures mean. */
class PreparationTest {

    private final List<String> ran = new ArrayList<>();
    private final TaskRules rules = TaskRules.builder()
            .command("slow", TaskOutcome.succeeds().after(Duration.ofSeconds(20)))
            .command("broken", TaskOutcome.exitsWith(5).after(Duration.ofSeconds(2)))
            .command("hang", TaskOutcome.neverEnds())
            .when(
                    attempt -> attempt.commandLine().equals("second") && attempt.number() == 1,
                    TaskOutcome.exitsWith(1).after(Duration.ofSeconds(1)))
            .command("second", TaskOutcome.succeeds().after(Duration.ofSeconds(1)))
            .command("work", TaskOutcome.succeeds().after(Duration.ofSeconds(10)))
            .build();
    private final FrozenBatch fake = new FrozenBatch(builder -> builder.script(attempt -> {
        ran.add(attempt.kind() + " " + attempt.jobId() + " #" + attempt.number());
        return rules.outcome(attempt);
    }));

    @AfterEach
    void close() {
        fake.close();
    }

    private void job(String id, String preparation, String release) {
        fake.post(
                "/jobs",
                "{\"id\":\"" + id + "\",\"poolInfo\":{\"poolId\":\"p\"},\"jobPreparationTask\":{" + preparation
                        + "},\"jobReleaseTask\":{" + release + "}}");
    }

    private static String command(String line) {
        return "\"commandLine\":\"" + line + "\"";
    }

    private void work(String job, String task) {
        fake.post("/jobs/" + job + "/tasks", "{\"id\":\"" + task + "\",\"commandLine\":\"work\"}");
    }

    private String task(String job, String id) {
        return fake.state("/jobs/" + job + "/tasks/" + id);
    }

    private JsonNode status(String job) {
        return fake.get("/jobs/" + job + "/jobpreparationandreleasetaskstatus").path("value");
    }

    private String node() {
        return "/pools/p/nodes/" + fake.get("/pools/p/nodes").at("/value/0/id").asText();
    }

    private long count(String what) {
        return ran.stream().filter(line -> line.startsWith(what)).count();
    }

    @Test
    void preparation_runsOncePerNode_beforeTheFirstTaskThere() {
        fake.readyPool("p", 2);
        job("j", command("second"), command("release"));
        work("j", "a");
        work("j", "b");
        assertThat(task("j", "a")).isEqualTo("preparing");
        fake.seconds(1);
        assertThat(task("j", "a")).isEqualTo("active");
        fake.seconds(20);
        work("j", "c");

        assertThat(task("j", "a"))
                .as("without a retry the preparation has failed on both nodes")
                .isEqualTo("active");
        assertThat(count("JOB_PREPARATION")).isEqualTo(2);
        assertThat(status("j"))
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.at("/jobPreparationTaskExecutionInfo/failureInfo/code")
                                .asText())
                        .isEqualTo("FailureExitCode"));
    }

    @Test
    void preparation_retries_untilItSucceeds() {
        fake.readyPool("p", 1);
        job("j", command("second") + ",\"constraints\":{\"maxTaskRetryCount\":3}", command("release"));
        work("j", "a");
        fake.seconds(2);

        assertThat(task("j", "a")).isEqualTo("running");
        assertThat(status("j")
                        .at("/0/jobPreparationTaskExecutionInfo/retryCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void preparation_notWaitedFor_runsBesideTheTasks_andMayFail() {
        fake.readyPool("p", 1);
        job("j", command("broken") + ",\"waitForSuccess\":false", command("release"));
        work("j", "a");

        assertThat(task("j", "a")).isEqualTo("running");
        fake.seconds(2);
        assertThat(status("j").at("/0/jobPreparationTaskExecutionInfo/exitCode").asInt())
                .isEqualTo(5);
        work("j", "b");
        assertThat(task("j", "b")).isEqualTo("running");
    }

    @Test
    void preparation_failure_leavesTheNodeToOtherJobs_andToThisOneAfterReimaging() {
        fake.readyPool("p", 1);
        job("j", command("broken"), command("release"));
        fake.post("/jobs", BatchCalls.job("other", "p"));
        work("j", "a");
        fake.seconds(3);
        work("other", "b");
        assertThat(task("j", "a")).isEqualTo("active");
        assertThat(task("other", "b")).isEqualTo("running");
        fake.seconds(20);

        fake.calls.version("2024-07-01.20.0").post(node() + "/reboot");
        fake.seconds(5);
        assertThat(count("JOB_PREPARATION")).as("a reboot is no second chance").isEqualTo(1);
        fake.calls.version("2024-07-01.20.0").post(node() + "/reimage");
        fake.seconds(1);
        assertThat(count("JOB_PREPARATION")).isEqualTo(2);
    }

    @Test
    void reboot_rerunsThePreparation_whereThatIsWantedOrItHadNotEnded() {
        fake.readyPool("p", 1);
        job("again", command("ok"), command("release"));
        job("once", command("ok") + ",\"rerunOnNodeRebootAfterSuccess\":false", command("release"));
        job("halfway", command("slow") + ",\"rerunOnNodeRebootAfterSuccess\":false", command("release"));
        for (String job : new String[] {"again", "once"}) {
            work(job, "a");
        }
        fake.seconds(30);
        work("halfway", "a");
        fake.seconds(1);
        fake.post(node() + "/reboot");
        fake.seconds(1);
        for (String job : new String[] {"again", "once"}) {
            work(job, "b");
        }
        fake.seconds(30);

        assertThat(count("JOB_PREPARATION again")).isEqualTo(2);
        assertThat(count("JOB_PREPARATION once")).isEqualTo(1);
        assertThat(count("JOB_PREPARATION halfway")).isEqualTo(2);
        assertThat(task("halfway", "a")).isEqualTo("completed");
    }

    @Test
    void release_runsWhereThePreparationRan_andTheJobWaitsForIt() {
        fake.readyPool("p", 3);
        job("j", command("ok"), command("slow"));
        work("j", "a");
        fake.seconds(15);
        fake.post("/jobs/j/terminate");
        fake.seconds(19);

        assertThat(fake.state("/jobs/j")).isEqualTo("terminating");
        assertThat(status("j")).hasSize(1);
        assertThat(status("j").at("/0/jobReleaseTaskExecutionInfo/state").asText())
                .isEqualTo("running");
        fake.seconds(2);
        assertThat(fake.state("/jobs/j")).isEqualTo("completed");
        assertThat(status("j").at("/0/jobReleaseTaskExecutionInfo/result").asText())
                .isEqualTo("Success");
        assertThat(count("JOB_RELEASE")).isEqualTo(1);
    }

    @Test
    void release_thatHangs_isEndedAfterItsTimeAndTheJobGoesOn() {
        fake.readyPool("p", 1);
        job("j", command("ok"), command("hang") + ",\"maxWallClockTime\":\"PT2M\"");
        work("j", "a");
        fake.seconds(15);
        fake.calls.delete("/jobs/j");
        fake.seconds(119);
        assertThat(fake.state("/jobs/j")).isEqualTo("deleting");
        assertThat(count("JOB_RELEASE")).isEqualTo(1);
        fake.seconds(2);

        assertThat(fake.state("/jobs/j")).isEqualTo("gone");
    }

    @Test
    void release_onANodeThatGoesDown_doesNotHoldTheJob() {
        fake.readyPool("p", 2);
        job("j", command("ok"), command("hang"));
        work("j", "a");
        work("j", "b");
        fake.seconds(15);
        String[] nodes = {
            fake.get("/pools/p/nodes").at("/value/0/id").asText(),
            fake.get("/pools/p/nodes").at("/value/1/id").asText()
        };
        fake.batch.breakNode("p", nodes[0]);
        fake.post("/jobs/j/terminate");
        fake.seconds(1);
        assertThat(count("JOB_RELEASE")).as("a broken node runs nothing").isEqualTo(1);
        fake.batch.breakNode("p", nodes[1]);

        assertThat(fake.state("/jobs/j")).isEqualTo("completed");
    }

    @Test
    void job_withTheIdOfAFormerOne_isPreparedAfresh() {
        fake.readyPool("p", 1);
        for (int i = 1; i <= 2; i++) {
            job("j", command("ok"), command("ok"));
            work("j", "a");
            fake.seconds(15);
            assertThat(task("j", "a")).isEqualTo("completed");
            assertThat(count("JOB_PREPARATION")).isEqualTo(i);
            fake.calls.delete("/jobs/j");
            fake.seconds(5);
            assertThat(fake.state("/jobs/j")).isEqualTo("gone");
        }
    }

    @Test
    void terminate_whileAPreparationRuns_endsItAndReleasesTheNode() {
        fake.readyPool("p", 1);
        job("j", command("hang"), command("ok"));
        work("j", "a");
        fake.seconds(3);
        fake.post("/jobs/j/terminate");
        fake.seconds(1);

        assertThat(fake.state("/jobs/j")).isEqualTo("completed");
        assertThat(task("j", "a")).isEqualTo("completed");
        assertThat(status("j")
                        .at("/0/jobPreparationTaskExecutionInfo/failureInfo/code")
                        .asText())
                .isEqualTo("TaskEnded");
        assertThat(count("JOB_RELEASE")).isEqualTo(1);
    }
}
