package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulesTest {

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.script(TaskRules.builder()
            .when(attempt -> true, TaskOutcome.succeeds().after(Duration.ofMinutes(10)))
            .build()));

    @AfterEach
    void close() {
        fake.close();
    }

    private void schedule(String schedule) {
        fake.readyPool("p", 1);
        fake.post(
                "/jobschedules",
                "{\"id\":\"s\",\"schedule\":{" + schedule + "},\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"p\"},"
                        + "\"jobManagerTask\":{\"id\":\"m\",\"commandLine\":\"c\"}}}");
    }

    private List<String> jobs() {
        return fake.calls.all("/jobschedules/s/jobs").stream()
                .map(job -> job.path("id").asText() + " " + job.path("state").asText())
                .toList();
    }

    @Test
    void recurrence_jobs_comeOneAtATime() {
        schedule("\"recurrenceInterval\":\"PT1H\"");
        assertThat(jobs()).isEmpty();
        fake.seconds(1);
        assertThat(jobs()).containsExactly("s:job-1 active");
        assertThat(fake.get("/jobschedules/s").at("/executionInfo/recentJob/id").asText())
                .isEqualTo("s:job-1");
        fake.pass(Duration.ofMinutes(15));
        assertThat(jobs()).containsExactly("s:job-1 completed");
        fake.pass(Duration.ofHours(2));
        assertThat(jobs()).hasSize(3);
        assertThat(fake.state("/jobs/s:job-2")).isEqualTo("completed");
    }

    @Test
    void recurrence_longJob_isFollowedWhenItEndsWithinTheStartWindowOnly() {
        schedule("\"recurrenceInterval\":\"PT6M\",\"startWindow\":\"PT2M\"");
        fake.pass(Duration.ofMinutes(11));
        assertThat(jobs())
                .as("the run of minute 6 is missed, its window is over")
                .containsExactly("s:job-1 completed");
        fake.pass(Duration.ofMinutes(2));
        assertThat(jobs()).containsExactly("s:job-1 completed", "s:job-2 active");
    }

    @Test
    void once_scheduleCompletesWithItsJob() {
        schedule("\"doNotRunUntil\":\"2026-03-01T11:00:00Z\"");
        fake.pass(Duration.ofMinutes(30));
        assertThat(jobs()).isEmpty();
        assertThat(fake.get("/jobschedules/s").at("/executionInfo/nextRunTime").asText())
                .isEqualTo("2026-03-01T11:00:00Z");
        fake.pass(Duration.ofMinutes(31));
        assertThat(jobs()).containsExactly("s:job-1 active");
        fake.pass(Duration.ofMinutes(15));
        assertThat(fake.state("/jobschedules/s")).isEqualTo("completed");
        assertThat(fake.get("/jobschedules/s").at("/executionInfo/endTime").asText())
                .isNotEmpty();
    }

    @Test
    void doNotRunAfter_noJobComesLater() {
        schedule("\"recurrenceInterval\":\"PT1H\",\"doNotRunAfter\":\"2026-03-01T11:30:00Z\"");
        fake.pass(Duration.ofHours(10));

        assertThat(jobs()).hasSize(2);
        assertThat(fake.state("/jobschedules/s")).isEqualTo("completed");
    }

    @Test
    void doNotRunAfter_passedWhileAJobRan_noJobComesLater() {
        schedule("\"recurrenceInterval\":\"PT4M\",\"doNotRunAfter\":\"2026-03-01T10:09:00Z\"");
        fake.pass(Duration.ofHours(1));

        assertThat(jobs()).containsExactly("s:job-1 completed");
        assertThat(fake.state("/jobschedules/s")).isEqualTo("completed");
    }

    @Test
    void disabled_makesNoJobs_untilEnabled() {
        schedule("\"recurrenceInterval\":\"PT1H\"");
        fake.seconds(1);
        fake.post("/jobschedules/s/disable");
        fake.pass(Duration.ofHours(5));
        assertThat(jobs()).containsExactly("s:job-1 completed");
        fake.post("/jobschedules/s/enable");
        fake.pass(Duration.ofHours(1));
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void terminate_endsTheRunningJobWithItsReason_andDelete_takesJobsAlong() {
        schedule("\"recurrenceInterval\":\"PT1H\"");
        fake.seconds(1);
        fake.post("/jobschedules/s/terminate");
        fake.seconds(1);
        JsonNode job = fake.get("/jobs/s:job-1");
        assertThat(job.at("/executionInfo/terminateReason").asText()).isEqualTo("TerminateJobSchedule");
        assertThat(fake.state("/jobschedules/s")).isEqualTo("completed");
        fake.calls.delete("/jobschedules/s");
        fake.seconds(1);
        assertThat(fake.state("/jobschedules/s")).isEqualTo("gone");
        assertThat(fake.state("/jobs/s:job-1")).isEqualTo("gone");
    }

    @Test
    void patch_interval_isUsedForTheNextRun() {
        schedule("\"recurrenceInterval\":\"PT10H\"");
        fake.pass(Duration.ofMinutes(20));
        fake.calls.call("PATCH", "/jobschedules/s", "{\"schedule\":{\"recurrenceInterval\":\"PT30M\"}}", Map.of());
        fake.pass(Duration.ofMinutes(11));

        assertThat(jobs()).hasSize(2);
        assertThat(fake.calls
                        .call("PATCH", "/jobschedules/s", "{\"schedule\":{\"recurrenceInterval\":\"PT30S\"}}", Map.of())
                        .code())
                .isEqualTo("InvalidPropertyValue");
    }

    @Test
    void sharedAutoPool_livesWithTheSchedule() {
        fake.post("/jobschedules", """
                {"id":"s","schedule":{"recurrenceInterval":"PT1H"},"jobSpecification":{"onAllTasksComplete":"terminatejob",
                 "poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"jobschedule","pool":{
                 "vmSize":"standard_d2s_v3","targetDedicatedNodes":1,"virtualMachineConfiguration":{
                 "nodeAgentSKUId":"batch.node.ubuntu 22.04","imageReference":{"offer":"o"}}}}}}}""");
        fake.pass(Duration.ofMinutes(90));
        List<JsonNode> pools = fake.calls.all("/pools");
        assertThat(fake.calls.all("/jobschedules/s/jobs"))
                .hasSize(2)
                .allMatch(job -> job.at("/executionInfo/poolId")
                        .asText()
                        .equals(pools.get(0).path("id").asText()));
        fake.calls.delete("/jobschedules/s");
        fake.seconds(2);
        assertThat(fake.calls.all("/pools")).isEmpty();
    }
}
