package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state machines of the service, each as a table of what every operation does in every state. */
class StateMachinesTest {

    private static final String META = "{\"metadata\":[]}";

    private static final String SCHEDULE = "{\"schedule\":{\"recurrenceInterval\":\"PT1H\"},"
            + "\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"nowhere\"}}}";

    private final TestClock clock = TestClock.frozen();
    private final FakeEntra entra =
            FakeEntra.builder().clock(clock).tokenLifetime(Duration.ofDays(300)).start();
    private final FakeBatch batch = FakeBatch.builder()
            .issuer(entra)
            .clock(clock)
            .limits(BatchLimits.builder()
                    .poolQuota(10_000)
                    .activeJobAndJobScheduleQuota(10_000)
                    .build())
            .timings(BatchTimings.builder()
                    .poolResize(Duration.ofSeconds(10))
                    .nodeCreate(Duration.ofSeconds(1))
                    .nodeStart(Duration.ofSeconds(1))
                    .setupTask(Duration.ofSeconds(1))
                    .taskPreparation(Duration.ofSeconds(1))
                    .jobTransition(Duration.ofSeconds(1))
                    .certificateDeletion(Duration.ofSeconds(1))
                    .build())
            .script(TaskRules.builder()
                    .task("endless*", TaskOutcome.neverEnds())
                    .task("fail*", TaskOutcome.exitsWith(1))
                    .command("hang", TaskOutcome.neverEnds())
                    .command("break", TaskOutcome.exitsWith(1))
                    .build())
            .start();
    private final BatchCalls calls = BatchCalls.withToken(batch, entra).version("2024-07-01.20.0");
    private int number;

    @AfterEach
    void close() {
        batch.close();
        entra.close();
    }

    private String next(String prefix) {
        number++;
        return prefix + number;
    }

    private String state(String path) {
        BatchCalls.Answer answer = calls.get(path);
        return answer.status() == 404 ? "gone" : answer.json().path("state").asText();
    }

    private void must(BatchCalls.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private void seconds(int seconds) {
        batch.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void jobs() {
        StateTable table = new StateTable("""
            | job         | disable                             | enable                              | terminate                     | delete              | patch                  | add                    | put | addmany | again |
            | active      | 202 disabling disabled              | 409 OperationInvalidForCurrentState | 202 terminating completed     | 202 deleting gone   | 200 active active      | 201 active active      | 200 active active | 200 | 409 JobExists |
            | disabling   | 202 disabling disabled              | 409 OperationInvalidForCurrentState | 202 terminating completed     | 202 deleting gone   | 200 disabling disabled | 201 disabling disabled | 200 disabling disabled | 200 | 409 JobExists |
            | disabled    | 202 disabled disabled               | 202 enabling active                 | 202 terminating completed     | 202 deleting gone   | 200 disabled disabled  | 201 disabled disabled  | 200 disabled disabled | 200 | 409 JobExists |
            | enabling    | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 202 terminating completed     | 202 deleting gone   | 200 enabling active    | 201 enabling active    | 200 enabling active | 200 | 409 JobExists |
            | terminating | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated        | 202 deleting gone   | 409 JobBeingTerminated | 409 JobBeingTerminated | 409 JobBeingTerminated | 409 JobBeingTerminated | 409 JobExists |
            | completed   | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted              | 202 deleting gone   | 409 JobCompleted       | 409 JobCompleted       | 409 JobCompleted | 409 JobCompleted | 409 JobExists |
            | deleting    | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted           | 409 JobBeingDeleted | 409 JobBeingDeleted    | 409 JobBeingDeleted    | 409 JobBeingDeleted | 409 JobBeingDeleted | 409 JobBeingDeleted |
            """)
                .operation("disable", job -> calls.post(job + "/disable", "{\"disableTasks\":\"wait\"}"))
                .operation("enable", job -> calls.post(job + "/enable"))
                .operation("terminate", job -> calls.post(job + "/terminate"))
                .operation("delete", calls::delete)
                .operation("patch", job -> calls.call("PATCH", job, "{\"priority\":1}", Map.of()))
                .operation("add", job -> calls.post(job + "/tasks", BatchCalls.task("t")))
                .operation(
                        "again",
                        job -> calls.post("/jobs", BatchCalls.job(job.substring("/jobs/".length()), "nowhere")))
                .operation("put", job -> calls.call("PUT", job, "{\"poolInfo\":{\"poolId\":\"nowhere\"}}", Map.of()))
                .operation(
                        "addmany",
                        job -> calls.post(job + "/addtaskcollection", "{\"value\":[" + BatchCalls.task("t") + "]}"));

        assertThat(table.run(kind(this::job, 2))).isEmpty();
    }

    private String job(String state) {
        String id = next("j");
        String path = "/jobs/" + id;
        must(calls.post("/jobs", BatchCalls.job(id, "nowhere")));
        switch (state) {
            case "disabling" -> must(calls.post(path + "/disable", "{\"disableTasks\":\"wait\"}"));
            case "disabled", "enabling" -> {
                must(calls.post(path + "/disable", "{\"disableTasks\":\"wait\"}"));
                seconds(2);
                if (state.equals("enabling")) {
                    must(calls.post(path + "/enable"));
                }
            }
            case "terminating" -> must(calls.post(path + "/terminate"));
            case "completed" -> {
                must(calls.post(path + "/terminate"));
                seconds(2);
            }
            case "deleting" -> must(calls.delete(path));
            default -> {}
        }
        return path;
    }

    private StateTable.Kind kind(UnaryOperator<String> make, int seconds) {
        return new StateTable.Kind() {
            @Override
            public String make(String state) {
                return make.apply(state);
            }

            @Override
            public String state(String path) {
                return StateMachinesTest.this.state(path);
            }

            @Override
            public void wait(String path) {
                seconds(seconds);
            }
        };
    }

    @Test
    void tasks() {
        StateTable table = new StateTable("""
            | task                | update                  | terminate               | reactivate             | delete   | files                    |
            | active              | 200 active active       | 204 completed completed | 409 TaskNotCompleted   | 200 gone | 409 TaskFilesUnavailable |
            | preparing           | 200 preparing running   | 204 completed completed | 409 TaskNotCompleted   | 200 gone | 409 TaskFilesUnavailable |
            | running             | 200 running running     | 204 completed completed | 409 TaskNotCompleted   | 200 gone | 200                      |
            | completed (success) | 409 TaskCompleted       | 409 TaskCompleted       | 409 TaskSucceeded      | 200 gone | 200                      |
            | completed (failure) | 409 TaskCompleted       | 409 TaskCompleted       | 204 running completed  | 200 gone | 200                      |
            | completed (ended)   | 409 TaskCompleted       | 409 TaskCompleted       | 204 active active      | 200 gone | 409 TaskFilesUnavailable |
            """)
                .operation("update", task -> calls.call("PUT", task, "{\"constraints\":{}}", Map.of()))
                .operation("terminate", task -> calls.post(task + "/terminate"))
                .operation("reactivate", task -> calls.post(task + "/reactivate"))
                .operation("delete", calls::delete)
                .operation("files", task -> calls.get(task + "/files"));

        assertThat(table.run(kind(this::task, 2))).isEmpty();
    }

    private String task(String state) {
        boolean waits = state.equals("active") || state.equals("completed (ended)");
        String pool = waits ? "nowhere" : pool("steady", 1).substring("/pools/".length());
        String job = next("j");
        String preparation = state.equals("preparing") ? "\"jobPreparationTask\":{\"commandLine\":\"c\"}," : "";
        must(calls.post("/jobs", BatchCalls.job(job, pool).replace("{\"id\"", "{" + preparation + "\"id\"")));
        String id = switch (state) {
            case "completed (success)" -> "good";
            case "completed (failure)" -> "fail";
            default -> "endless";
        };
        must(calls.post("/jobs/" + job + "/tasks", "{\"id\":\"" + id + "\",\"commandLine\":\"c\"}"));
        String path = "/jobs/" + job + "/tasks/" + id;
        if (state.equals("completed (ended)")) {
            must(calls.post(path + "/terminate"));
        } else if (state.startsWith("completed")) {
            seconds(1);
        }
        return path;
    }

    @Test
    void pools() {
        StateTable table = new StateTable("""
            | pool                | resize                      | stopresize                          | removenodes              | enableautoscale              | disableautoscale | evaluate                    | patch                | delete               | properties | again |
            | active (steady)     | 202                         | 409 OperationInvalidForCurrentState | 202                      | 200                          | 200              | 409 OperationNotValidOnPool | 200                  | 202 deleting gone    | 204 | 409 PoolExists |
            | active (resizing)   | 409 PoolBeingResized        | 202                                 | 409 PoolBeingResized     | 409 PoolBeingResized         | 200              | 409 OperationNotValidOnPool | 200                  | 202 deleting gone    | 204 | 409 PoolExists |
            | active (stopping)   | 409 PoolBeingResized        | 409 OperationInvalidForCurrentState | 409 PoolBeingResized     | 409 PoolBeingResized         | 200              | 409 OperationNotValidOnPool | 200                  | 202 deleting gone    | 204 | 409 PoolExists |
            | active (autoscaled) | 409 OperationNotValidOnPool | 409 OperationInvalidForCurrentState | 409 OperationNotValidOnPool | 503 TooManyEnableAutoScaleRequests | 200         | 200                         | 200                  | 202 deleting gone    | 204 | 409 PoolExists |
            | deleting            | 409 PoolBeingDeleted        | 409 PoolBeingDeleted                | 409 PoolBeingDeleted     | 409 PoolBeingDeleted         | 409 PoolBeingDeleted | 409 PoolBeingDeleted    | 409 PoolBeingDeleted | 409 PoolBeingDeleted | 409 PoolBeingDeleted | 409 PoolBeingDeleted |
            """)
                .operation("resize", pool -> calls.post(pool + "/resize", "{\"targetDedicatedNodes\":2}"))
                .operation("stopresize", pool -> calls.post(pool + "/stopresize"))
                .operation(
                        "removenodes",
                        pool -> calls.post(pool + "/removenodes", "{\"nodeList\":[\"" + node(pool) + "\"]}"))
                .operation(
                        "enableautoscale",
                        pool -> calls.post(
                                pool + "/enableautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\"}"))
                .operation("disableautoscale", pool -> calls.post(pool + "/disableautoscale"))
                .operation(
                        "evaluate",
                        pool -> calls.post(
                                pool + "/evaluateautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\"}"))
                .operation("patch", pool -> calls.call("PATCH", pool, META, Map.of()))
                .operation(
                        "properties",
                        pool -> calls.post(
                                pool + "/updateproperties",
                                "{\"metadata\":[],\"applicationPackageReferences\":[],\"certificateReferences\":[]}"))
                .operation(
                        "again", pool -> calls.post("/pools", BatchCalls.pool(pool.substring("/pools/".length()), 1)))
                .operation("delete", calls::delete);

        assertThat(table.run(kind(state -> pool(state.replaceAll("active \\(|\\)", ""), 1), 30)))
                .isEmpty();
    }

    private String node(String pool) {
        JsonNode nodes = calls.get(pool + "/nodes").json();
        return nodes.at("/value/0/id").asText("none");
    }

    private String pool(String state, int nodes) {
        String id = next("p");
        String path = "/pools/" + id;
        must(calls.post("/pools", BatchCalls.pool(id, nodes)));
        if (state.equals("resizing")) {
            return path;
        }
        if (state.equals("stopping")) {
            must(calls.post(path + "/stopresize"));
            return path;
        }
        seconds(20);
        switch (state) {
            case "autoscaled" ->
                must(calls.post(path + "/enableautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\"}"));
            case "deleting" -> must(calls.delete(path));
            default -> {}
        }
        return path;
    }

    @Test
    void allocation_resizeAndStop_goThroughTheirStates() {
        String pool = pool("resizing", 2);
        assertThat(allocation(pool)).isEqualTo("resizing, 0 of 2");
        seconds(10);
        assertThat(allocation(pool)).isEqualTo("steady, 2 of 2");
        must(calls.post(pool + "/resize", "{\"targetDedicatedNodes\":5}"));
        assertThat(allocation(pool)).isEqualTo("resizing, 2 of 5");
        must(calls.post(pool + "/stopresize"));
        assertThat(allocation(pool)).isEqualTo("stopping, 2 of 5");
        seconds(10);
        assertThat(allocation(pool)).isEqualTo("steady, 2 of 2");
        assertThat(calls.get(pool).json().at("/resizeErrors/0/code").asText()).isEqualTo("ResizeStopped");
        must(calls.post(pool + "/resize", "{\"targetDedicatedNodes\":0}"));
        seconds(10);
        assertThat(allocation(pool)).isEqualTo("steady, 0 of 0");
        assertThat(calls.get(pool).json().has("resizeErrors")).isFalse();
    }

    private String allocation(String pool) {
        JsonNode node = calls.get(pool).json();
        return node.path("allocationState").asText() + ", "
                + node.path("currentDedicatedNodes").asInt() + " of "
                + node.path("targetDedicatedNodes").asInt();
    }

    @Test
    void nodes() {
        StateTable table = new StateTable("""
            | node                | reboot                              | adduser                             | disable          | enable                                 | deallocate                          | start                               | reimage | files |
            | idle                | 202 rebooting idle                  | 201                                 | 200 offline offline | 409 NodeAlreadyInTargetSchedulingState | 202 deallocating deallocated        | 409 OperationInvalidForCurrentState | 202 reimaging idle | 200 |
            | running             | 202 rebooting running               | 201                                 | 200 offline offline | 409 NodeAlreadyInTargetSchedulingState | 202 deallocating deallocated        | 409 OperationInvalidForCurrentState | 202 reimaging running | 200 |
            | creating            | 409 NodeBeingCreated                | 409 NodeBeingCreated                | 200 creating offline | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingCreated                | 409 OperationInvalidForCurrentState | 409 NodeBeingCreated | 409 OperationInvalidForCurrentState |
            | starting            | 409 NodeBeingStarted                | 409 NodeBeingStarted                | 200 starting offline | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingStarted                | 409 OperationInvalidForCurrentState | 409 NodeBeingStarted | 409 OperationInvalidForCurrentState |
            | waitingforstarttask | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200 |
            | starttaskfailed     | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200 |
            | rebooting           | 409 NodeBeingRebooted               | 409 NodeBeingRebooted               | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingRebooted               | 409 OperationInvalidForCurrentState | 409 NodeBeingRebooted | 409 OperationInvalidForCurrentState |
            | unusable            | 409 NodeStateUnusable               | 409 NodeStateUnusable               | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 NodeStateUnusable               | 409 OperationInvalidForCurrentState | 409 NodeStateUnusable | 409 OperationInvalidForCurrentState |
            | deallocating        | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | deallocated         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 202 starting idle                   | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | reimaging           | 409 NodeBeingReimaged               | 409 NodeBeingReimaged               | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingReimaged               | 409 OperationInvalidForCurrentState | 409 NodeBeingReimaged | 409 OperationInvalidForCurrentState |
            | offline             | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 NodeAlreadyInTargetSchedulingState | 200 idle idle    | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200 |
            | unknown             | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200 unknown unknown | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | leavingpool         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | preempted           | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200              | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | upgradingos         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200 upgradingos offline | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            """)
                .operation("reboot", node -> calls.post(node + "/reboot"))
                .operation("adduser", node -> calls.post(node + "/users", "{\"name\":\"bob\"}"))
                .operation("disable", node -> calls.post(node + "/disablescheduling"))
                .operation("enable", node -> calls.post(node + "/enablescheduling"))
                .operation("deallocate", node -> calls.post(node + "/deallocate"))
                .operation("start", node -> calls.post(node + "/start"))
                .operation("reimage", node -> calls.post(node + "/reimage"))
                .operation("files", node -> calls.get(node + "/files"));

        assertThat(table.run(kind(this::nodeIn, 3))).isEmpty();
    }

    private String nodeIn(String state) {
        String id = next("p");
        String command = switch (state) {
            case "waitingforstarttask" -> "hang";
            case "starttaskfailed" -> "break";
            default -> "";
        };
        String start = command.isEmpty() ? "" : "\"startTask\":{\"commandLine\":\"" + command + "\"},";
        must(calls.post("/pools", nodePool(id, state).replace("{\"id\"", "{" + start + "\"id\"")));
        seconds(10);
        String path = "/pools/" + id + "/nodes/" + node("/pools/" + id);
        if (state.equals("creating")) {
            return path;
        }
        seconds(1);
        if (state.equals("starting")) {
            return path;
        }
        seconds(3);
        switch (state) {
            case "running" -> {
                must(calls.post("/jobs", BatchCalls.job(id, id)));
                must(calls.post("/jobs/" + id + "/tasks", BatchCalls.task("endless")));
            }
            case "rebooting" -> must(calls.post(path + "/reboot"));
            case "unusable" -> batch.breakNode(id, path.replaceAll(".*/", ""));
            case "reimaging" -> must(calls.post(path + "/reimage"));
            case "offline" -> must(calls.post(path + "/disablescheduling"));
            case "unknown" -> batch.loseContact(id, path.replaceAll(".*/", ""));
            case "leavingpool" -> must(calls.post("/pools/" + id + "/resize", "{\"targetDedicatedNodes\":0}"));
            case "preempted" -> batch.preemptNode(id, path.replaceAll(".*/", ""));
            case "upgradingos" -> batch.upgradeOs(id);
            case "deallocating" -> must(calls.post(path + "/deallocate"));
            case "deallocated" -> {
                must(calls.post(path + "/deallocate"));
                seconds(2);
            }
            default -> {}
        }
        return path;
    }

    private static String nodePool(String id, String state) {
        String pool = BatchCalls.pool(id, 1);
        return switch (state) {
            case "preempted" -> pool.replace("\"targetDedicatedNodes\":1", "\"targetLowPriorityNodes\":1");
            case "upgradingos" -> pool.replace("{\"id\"", "{\"upgradePolicy\":{\"mode\":\"automatic\"},\"id\"");
            default -> pool;
        };
    }

    @Test
    void schedules() {
        StateTable table = new StateTable("""
            | schedule    | disable                        | enable                         | terminate                      | delete                       | patch                          | put | again |
            | active      | 204 disabled disabled          | 409 OperationInvalidForCurrentState | 202 terminating completed | 202 deleting gone            | 200 active active              | 200 active active | 409 JobScheduleExists |
            | disabled    | 409 JobScheduleDisabled        | 204 active active              | 202 terminating completed      | 202 deleting gone            | 200 disabled disabled          | 200 disabled disabled | 409 JobScheduleExists |
            | terminating | 409 JobScheduleBeingTerminated | 409 JobScheduleBeingTerminated | 409 JobScheduleBeingTerminated | 202 deleting gone            | 409 JobScheduleBeingTerminated | 409 JobScheduleBeingTerminated | 409 JobScheduleExists |
            | completed   | 409 JobScheduleCompleted       | 409 JobScheduleCompleted       | 409 JobScheduleCompleted       | 202 deleting gone            | 409 JobScheduleCompleted       | 409 JobScheduleCompleted | 409 JobScheduleExists |
            | deleting    | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted  | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted | 409 JobScheduleBeingDeleted |
            """)
                .operation("disable", schedule -> calls.post(schedule + "/disable"))
                .operation("enable", schedule -> calls.post(schedule + "/enable"))
                .operation("terminate", schedule -> calls.post(schedule + "/terminate"))
                .operation("delete", calls::delete)
                .operation("patch", schedule -> calls.call("PATCH", schedule, META, Map.of()))
                .operation("put", schedule -> calls.call("PUT", schedule, SCHEDULE, Map.of()))
                .operation(
                        "again",
                        schedule -> calls.post(
                                "/jobschedules",
                                "{\"id\":\"" + schedule.substring("/jobschedules/".length()) + "\","
                                        + SCHEDULE.substring(1)));

        assertThat(table.run(kind(this::schedule, 3))).isEmpty();
    }

    private String schedule(String state) {
        String id = next("s");
        String path = "/jobschedules/" + id;
        must(calls.post("/jobschedules", "{\"id\":\"" + id + "\"," + SCHEDULE.substring(1)));
        seconds(1);
        switch (state) {
            case "disabled" -> must(calls.post(path + "/disable"));
            case "terminating" -> must(calls.post(path + "/terminate"));
            case "completed" -> {
                must(calls.post(path + "/terminate"));
                seconds(3);
            }
            case "deleting" -> must(calls.delete(path));
            default -> {}
        }
        return path;
    }

    @Test
    void certificates() {
        StateTable table = new StateTable("""
            | certificate  | delete                      | cancel                      | again |
            | active       | 202 deleting gone           | 409 CertificateStateActive  | 409 CertificateExists |
            | deleting     | 409 CertificateBeingDeleted | 409 CertificateBeingDeleted | 409 CertificateBeingDeleted |
            | deletefailed | 202 deleting deletefailed   | 204 active active           | 409 CertificateExists |
            """)
                .operation("delete", calls::delete)
                .operation("cancel", certificate -> calls.post(certificate + "/canceldelete"))
                .operation(
                        "again",
                        certificate -> calls.post(
                                "/certificates", certificateBody(certificate.replaceAll(".*thumbprint=|\\)", ""))));

        assertThat(table.run(kind(this::certificate, 2))).isEmpty();
    }

    private static String certificateBody(String thumbprint) {
        return "{\"thumbprint\":\"" + thumbprint + "\",\"thumbprintAlgorithm\":\"sha1\",\"data\":\"AAAA\"}";
    }

    private String certificate(String state) {
        String thumbprint = next("abc");
        String path = "/certificates(thumbprintAlgorithm=sha1,thumbprint=" + thumbprint + ")";
        must(calls.post("/certificates", certificateBody(thumbprint)));
        if (state.equals("deletefailed")) {
            String reference = "\"certificateReferences\":[{\"thumbprint\":\"" + thumbprint
                    + "\",\"thumbprintAlgorithm\":\"sha1\"}],";
            String pool = BatchCalls.pool(next("p"), 0).replace("{\"id\"", "{" + reference + "\"id\"");
            must(calls.post("/pools", pool));
        }
        if (!state.equals("active")) {
            must(calls.delete(path));
        }
        if (state.equals("deletefailed")) {
            seconds(2);
        }
        return path;
    }
}
