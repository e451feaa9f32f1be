package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What has to hold in an account whatever is done to it: hundreds of random calls and orders, and the books must be
 * right.
 */
class InvariantsTest {

    private static final int STEPS = 250;
    private static final String NEWER = "2024-07-01.20.0";

    private final List<String> history = new ArrayList<>();

    /** All answers, and all that was looked at between them. */
    private final List<String> seen = new ArrayList<>();

    private final Map<Integer, Integer> statuses = new TreeMap<>();

    /** Work that falls due reports what it throws to the thread that moves the clock, which is the test's. */
    private final List<Throwable> thrown = new ArrayList<>();

    /** Whether the trouble is over. */
    private volatile boolean peace;

    @BeforeEach
    void listen() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
    }

    @AfterEach
    void stopListening() {
        Thread.currentThread().setUncaughtExceptionHandler(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void account_afterRandomCalls_keepsItsBooksRight(long seed) {
        run(seed);
    }

    @Test
    void account_sameRandomCallsTwice_hasTheSameHistoryByteForByte() {
        List<String> first = run(4);

        assertThat(first).hasSizeGreaterThan(1000);
        assertThat(run(4)).isEqualTo(first);
    }

    /** Calls and orders at random, checks, and tells all that was seen. */
    private List<String> run(long seed) {
        peace = false;
        history.clear();
        seen.clear();
        String url;
        Random random = new Random(seed);
        try (FrozenBatch fake = new FrozenBatch(builder -> builder.seed(seed)
                .timings(BatchTimings.builder()
                        .poolResize(Duration.ofSeconds(5))
                        .nodeStart(Duration.ofSeconds(4))
                        .setupTask(Duration.ofSeconds(3))
                        .taskPreparation(Duration.ofSeconds(2))
                        .subtaskEnd(Duration.ofSeconds(3))
                        .jobTransition(Duration.ofSeconds(2))
                        .build())
                .script(this::outcome))) {
            url = fake.batch.url().toString();
            BatchCalls calls = fake.calls.version(NEWER);
            pools(calls);
            for (int step = 0; step < STEPS; step++) {
                int status = act(fake, calls, random, step);
                statuses.merge(status, 1, Integer::sum);
                assertThat(status).as("%s", history).isLessThan(500);
                fake.pass(Duration.ofMillis(random.nextInt(3000)));
                assertThat(thrown).as("%s", history).isEmpty();
                if (step % 10 == 0) {
                    check(calls);
                }
            }
            repair(fake, calls);
            fake.pass(Duration.ofMinutes(10));
            check(calls);
            checkNobodyIsForgotten(calls);
            end(fake, calls);
        }
        assertThat(thrown).as("%s", history).isEmpty();
        assertThat(statuses.keySet()).as("most kinds of answer were seen").contains(200, 201, 202, 204, 404, 409);
        return seen.stream().map(line -> line.replace(url, "https://account")).toList();
    }

    /** Start tasks and all that runs in the end succeed; of the others anything may come. */
    private TaskOutcome outcome(TaskAttempt attempt) {
        if (attempt.kind() == TaskAttempt.Kind.START_TASK || peace) {
            return TaskOutcome.succeeds().after(Duration.ofSeconds(3));
        }
        int chance = (attempt.jobId() + attempt.taskId() + attempt.instance()).hashCode() + 31 * attempt.number();
        return switch (Math.floorMod(chance, 9)) {
            case 0 -> TaskOutcome.exitsWith(1).after(Duration.ofSeconds(2));
            case 1 -> TaskOutcome.neverEnds();
            case 2 -> TaskOutcome.losesNode().after(Duration.ofSeconds(6));
            case 3 -> TaskOutcome.failsToPrepare("BlobNotFound", "gone");
            default -> TaskOutcome.succeeds().after(Duration.ofSeconds(7));
        };
    }

    private static void pools(BatchCalls calls) {
        String upgrade = "{\"upgradePolicy\":{\"mode\":\"rolling\"},\"startTask\":{\"commandLine\":\"s\"},\"id\"";
        calls.post("/pools", BatchCalls.pool("p0", 3).replace("{\"id\"", upgrade));
        calls.post(
                "/pools",
                BatchCalls.pool("p1", 3)
                        .replace("\"taskSlotsPerNode\":4", "\"taskSlotsPerNode\":1")
                        .replace(
                                "{\"id\"",
                                "{\"targetLowPriorityNodes\":2,\"enableInterNodeCommunication\":true,\"id\""));
    }

    private int act(FrozenBatch fake, BatchCalls calls, Random random, int step) {
        String pool = "p" + random.nextInt(2);
        String job = "j" + random.nextInt(4);
        String task = job + "/tasks/" + any(calls, "/jobs/" + job + "/tasks", random);
        String node = any(calls, "/pools/" + pool + "/nodes", random);
        String[] options = {"requeue", "terminate", "taskcompletion"};
        String option = options[random.nextInt(3)];
        String what = switch (random.nextInt(28)) {
            case 0, 1 -> "POST /jobs " + job(job, pool, random);
            case 2 ->
                "POST /jobs/" + job + "/disable {\"disableTasks\":\"" + (random.nextBoolean() ? "requeue" : "wait")
                        + "\"}";
            case 3 -> "POST /jobs/" + job + "/enable ";
            case 4 -> random.nextInt(8) > 0 ? "GET /jobs/" + job + " " : "POST /jobs/" + job + "/terminate ";
            case 5 -> random.nextInt(8) > 0 ? "GET /jobs/" + job + " " : "DELETE /jobs/" + job + " ";
            case 6 -> "POST /jobs/" + task + "/terminate ";
            case 7 -> "POST /jobs/" + task + "/reactivate ";
            case 8 -> "DELETE /jobs/" + task + " ";
            case 9 ->
                "POST /pools/" + pool + "/resize {\"targetDedicatedNodes\":" + random.nextInt(5)
                        + ",\"nodeDeallocationOption\":\"" + option + "\"}";
            case 10 -> "POST /pools/" + pool + "/stopresize ";
            case 11 -> "POST /pools/" + pool + "/nodes/" + node + "/reboot {\"nodeRebootOption\":\"" + option + "\"}";
            case 12 -> "POST /pools/" + pool + "/nodes/" + node + "/reimage {\"nodeReimageOption\":\"" + option + "\"}";
            case 13 ->
                "POST /pools/" + pool + "/nodes/" + node + "/disablescheduling " + "{\"nodeDisableSchedulingOption\":\""
                        + option + "\"}";
            case 14 -> "POST /pools/" + pool + "/nodes/" + node + "/enablescheduling ";
            case 15 -> order(fake, pool, node, random);
            case 16 -> "POST /pools/" + pool + "/nodes/" + node + "/deallocate ";
            case 17 -> "POST /pools/" + pool + "/nodes/" + node + "/start ";
            case 18 -> "PATCH /jobs/" + job + " {\"priority\":" + random.nextInt(10) + "}";
            default -> "POST /jobs/" + job + "/tasks " + task("t" + step, random);
        };
        history.add(what);
        String[] words = what.split(" ", 3);
        if (words[0].equals("ORDER")) {
            return 0;
        }
        String body = words[2].isEmpty() ? null : words[2];
        BatchCalls.Answer answer = calls.call(words[0], words[1], body, Map.of());
        seen.add(answer.status() + answer.text() + answer.header("request-id") + answer.header("ETag"));
        return answer.status();
    }

    private static String any(BatchCalls calls, String list, Random random) {
        List<String> ids = calls.get(list + "?$select=id").json().findValuesAsText("id");
        return ids.isEmpty() ? "none" : ids.get(random.nextInt(ids.size()));
    }

    private static String order(FrozenBatch fake, String pool, String node, Random random) {
        int which = random.nextInt(5);
        try {
            switch (which) {
                case 0 -> fake.batch.breakNode(pool, node);
                case 1 -> fake.batch.loseContact(pool, node);
                case 2 -> fake.batch.preemptNode(pool, node);
                case 3 -> fake.batch.upgradeOs("p0");
                default -> fake.batch.recoverNode(pool, node);
            }
        } catch (IllegalArgumentException | IllegalStateException makesNoSense) {
            return "ORDER refused " + makesNoSense.getMessage();
        }
        return "ORDER " + which + " " + node;
    }

    private static String job(String id, String pool, Random random) {
        String setup = random.nextBoolean()
                ? ",\"jobPreparationTask\":{\"commandLine\":\"p\",\"waitForSuccess\":" + random.nextBoolean()
                        + "},\"jobReleaseTask\":{\"commandLine\":\"r\"}"
                : "";
        return "{\"id\":\"" + id
                + "\",\"usesTaskDependencies\":true,\"allowTaskPreemption\":true,\"poolInfo\":{\"poolId\":\"" + pool
                + "\"}" + setup + "}";
    }

    private static String task(String id, Random random) {
        String more = switch (random.nextInt(5)) {
            case 0 ->
                ",\"multiInstanceSettings\":{\"numberOfInstances\":2,\"coordinationCommandLine\":\"c\","
                        + "\"commonResourceFiles\":[{\"httpUrl\":\"https://data.example/c\",\"filePath\":\"c\"}]}";
            case 1 -> ",\"requiredSlots\":3";
            case 2 -> ",\"resourceFiles\":[{\"httpUrl\":\"https://data.example/r\",\"filePath\":\"r\"}]";
            case 3 -> ",\"dependsOn\":{\"taskIds\":[\"t" + random.nextInt(40) + "\"]}";
            default -> "";
        };
        return "{\"id\":\"" + id
                + "\",\"commandLine\":\"c\",\"constraints\":{\"maxTaskRetryCount\":1,\"maxWallClockTime\":\"PT40S\"}"
                + more + "}";
    }

    private void check(BatchCalls calls) {
        Map<String, Integer> onNodes = new TreeMap<>();
        Map<String, Integer> slotsOnNodes = new TreeMap<>();
        for (JsonNode job : calls.all("/jobs")) {
            String path = "/jobs/" + job.path("id").asText();
            seen.add(job.toString());
            Map<String, Integer> counted = new TreeMap<>();
            for (JsonNode task : calls.all(path + "/tasks")) {
                seen.add(task.toString());
                String state = task.path("state").asText();
                JsonNode info = task.path("executionInfo");
                counted.merge(state.equals("preparing") ? "running" : state, 1, Integer::sum);
                assertThat(info.has("result")).as(task.toString()).isEqualTo(state.equals("completed"));
                assertThat(info.path("result").asText().equalsIgnoreCase("failure"))
                        .as(task.toString())
                        .isEqualTo(info.has("failureInfo") && state.equals("completed"));
                if (state.equals("running") || state.equals("preparing")) {
                    occupy(task, path, calls, onNodes, slotsOnNodes);
                }
            }
            JsonNode counts = calls.get(path + "/taskcounts").json().path("taskCounts");
            for (String state : new String[] {"active", "running", "completed"}) {
                assertThat(counts.path(state).asInt())
                        .as(path + " " + state + " after " + history)
                        .isEqualTo(counted.getOrDefault(state, 0));
            }
        }
        for (String pool : new String[] {"p0", "p1"}) {
            for (JsonNode node : calls.all("/pools/" + pool + "/nodes")) {
                seen.add(node.toString());
                checkNode(node, onNodes, slotsOnNodes);
            }
        }
    }

    private static void occupy(
            JsonNode task, String job, BatchCalls calls, Map<String, Integer> onNodes, Map<String, Integer> slots) {
        int required = task.path("requiredSlots").asInt(1);
        onNodes.merge(task.at("/nodeInfo/nodeId").asText(), 1, Integer::sum);
        slots.merge(task.at("/nodeInfo/nodeId").asText(), required, Integer::sum);
        if (task.has("multiInstanceSettings")) {
            calls.get(job + "/tasks/" + task.path("id").asText() + "/subtasksinfo")
                    .json()
                    .path("value")
                    .forEach(subtask ->
                            onNodes.merge(subtask.at("/nodeInfo/nodeId").asText(), 1, Integer::sum));
        }
    }

    private void checkNode(JsonNode node, Map<String, Integer> onNodes, Map<String, Integer> slots) {
        String id = node.path("id").asText();
        String state = node.path("state").asText();
        int running = node.path("runningTasksCount").asInt();
        // A subtask may outlive its task, so a node may have more to do than the running tasks tell.
        assertThat(running).as(node + " after " + history).isGreaterThanOrEqualTo(onNodes.getOrDefault(id, 0));
        assertThat(node.path("runningTaskSlotsCount").asInt()).isGreaterThanOrEqualTo(slots.getOrDefault(id, 0));
        if (state.equals("running")) {
            assertThat(running).as(node + " after " + history).isPositive();
        } else if (!state.equals("unknown")) {
            assertThat(running).as(node + " after " + history).isZero();
            assertThat(node.path("runningTaskSlotsCount").asInt()).isZero();
        }
        if (state.equals("idle") || state.equals("offline")) {
            assertThat(node.path("schedulingState").asText()).isEqualTo(state.equals("idle") ? "enabled" : "disabled");
        }
    }

    /** Makes every node boot once more, and gives it something to do afterwards. */
    private void repair(FrozenBatch fake, BatchCalls calls) {
        peace = true;
        fake.pass(Duration.ofMinutes(2));
        for (String pool : new String[] {"p0", "p1"}) {
            String path = "/pools/" + pool;
            calls.post(path + "/resize", "{\"targetDedicatedNodes\":3}");
            for (JsonNode node : calls.all(path + "/nodes")) {
                String id = node.path("id").asText();
                if (List.of("unknown", "unusable").contains(node.path("state").asText())) {
                    fake.batch.recoverNode(pool, id);
                }
                calls.post(path + "/nodes/" + id + "/start");
                calls.post(path + "/nodes/" + id + "/enablescheduling");
                calls.post(path + "/nodes/" + id + "/reboot");
            }
            calls.post("/jobs", BatchCalls.job("last-" + pool, pool));
            for (int i = 0; i < 9; i++) {
                calls.post("/jobs/last-" + pool + "/tasks", BatchCalls.task("x" + i));
            }
        }
    }

    /** When all has come to rest, no task waits that could run on a node that has nothing to do. */
    private void checkNobodyIsForgotten(BatchCalls calls) {
        assertThat(calls.all("/pools/p0/nodes?$filter=state%20eq%20'idle'"))
                .as("%s", history)
                .isNotEmpty();
        for (JsonNode job : calls.all("/jobs?$filter=state%20eq%20'active'")) {
            String pool = job.at("/poolInfo/poolId").asText();
            long idle = calls.all("/pools/" + pool + "/nodes?$filter=state%20eq%20'idle'")
                    .size();
            if (idle == 0 || job.has("jobPreparationTask")) {
                continue;
            }
            int slots =
                    calls.get("/pools/" + pool).json().path("taskSlotsPerNode").asInt();
            for (JsonNode task :
                    calls.all("/jobs/" + job.path("id").asText() + "/tasks?$filter=state%20eq%20'active'")) {
                boolean multi = task.has("multiInstanceSettings");
                boolean runnable = !task.has("dependsOn")
                        && task.path("requiredSlots").asInt() <= slots
                        && (!multi || (slots == 1 && idle > 1));
                assertThat(runnable)
                        .as(task + " waits for nothing after " + history)
                        .isFalse();
            }
        }
    }

    /** In the end everything can be taken away, and nothing is left. */
    private void end(FrozenBatch fake, BatchCalls calls) {
        for (JsonNode job : calls.all("/jobs")) {
            calls.delete("/jobs/" + job.path("id").asText());
        }
        fake.pass(Duration.ofHours(1));
        check(calls);
        assertThat(calls.all("/jobs")).as("%s", history).isEmpty();
        for (String pool : new String[] {"p0", "p1"}) {
            calls.delete("/pools/" + pool);
        }
        fake.pass(Duration.ofHours(1));
        assertThat(calls.all("/pools")).as("%s", history).isEmpty();
    }
}
