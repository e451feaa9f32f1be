package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to nodes, by request or by a test's order, and what that means to their tasks. */
class NodeStatesTest {

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.timings(
                    BatchTimings.builder().nodeStart(Duration.ofSeconds(10)).build())
            .script(TaskRules.builder()
                    .command("start-slow", TaskOutcome.succeeds().after(Duration.ofSeconds(30)))
                    .command("start-fails", TaskOutcome.exitsWith(1).after(Duration.ofSeconds(5)))
                    .when(attempt -> true, TaskOutcome.succeeds().after(Duration.ofSeconds(60)))
                    .build()));

    @AfterEach
    void close() {
        fake.close();
    }

    private void pool(int nodes, String more) {
        fake.post("/pools", BatchCalls.pool("p", nodes).replace("{\"id\"", "{" + more + "\"id\""));
        fake.seconds(11);
    }

    private void work(int tasks) {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        IntStream.range(0, tasks).forEach(i -> fake.post("/jobs/j/tasks", BatchCalls.task("t" + i)));
    }

    private String task(int number) {
        return fake.state("/jobs/j/tasks/t" + number);
    }

    private String node(int index) {
        return fake.get("/pools/p/nodes").at("/value/" + index + "/id").asText();
    }

    private List<String> states() {
        return fake.get("/pools/p/nodes?$select=state").findValuesAsText("state");
    }

    private int counted(String state) {
        return fake.get("/nodecounts").at("/value/0/dedicated/" + state).asInt();
    }

    @Test
    void startTask_waitedFor_holdsTheNode() {
        pool(1, "\"startTask\":{\"commandLine\":\"start-slow\"},");
        work(1);
        assertThat(states()).containsExactly("waitingforstarttask");
        assertThat(counted("waitingForStartTask")).isEqualTo(1);
        assertThat(task(0)).isEqualTo("active");
        fake.seconds(30);

        assertThat(task(0)).isEqualTo("running");
    }

    @Test
    void startTask_notWaitedFor_runsBesideTheTasksAndMayFail() {
        pool(1, "\"startTask\":{\"commandLine\":\"start-fails\",\"waitForSuccess\":false},");
        work(1);
        assertThat(task(0)).isEqualTo("running");
        assertThat(fake.get("/pools/p/nodes").at("/value/0/startTaskInfo/state").asText())
                .isEqualTo("running");
        fake.seconds(5);

        JsonNode node = fake.get("/pools/p/nodes").at("/value/0");
        assertThat(node.path("state").asText()).isEqualTo("running");
        assertThat(node.at("/startTaskInfo/failureInfo/code").asText()).isEqualTo("FailureExitCode");
        assertThat(node.has("errors")).isFalse();
    }

    @Test
    void startTask_resourceFileMissing_failsTheNodeWithoutExitCode() {
        fake.batch.storage().requireKnown(true);
        pool(
                1,
                "\"startTask\":{\"commandLine\":\"start\",\"maxTaskRetryCount\":5,\"resourceFiles\":[{\"httpUrl\":"
                        + "\"https://data.example/setup.sh\",\"filePath\":\"setup.sh\"}]},");
        fake.seconds(1);

        JsonNode node = fake.get("/pools/p/nodes").at("/value/0");
        assertThat(node.path("state").asText()).isEqualTo("starttaskfailed");
        assertThat(node.at("/startTaskInfo/failureInfo/code").asText()).isEqualTo("BlobNotFound");
        assertThat(node.path("startTaskInfo").has("exitCode")).isFalse();
    }

    @Test
    void disableScheduling_nodeIsOfflineOnceItsTasksHaveGone() {
        pool(1, "");
        work(1);
        String node = "/pools/p/nodes/" + node(0);
        fake.post(node + "/disablescheduling", "{\"nodeDisableSchedulingOption\":\"taskcompletion\"}");
        assertThat(states()).containsExactly("running");
        fake.seconds(60);
        assertThat(states()).containsExactly("offline");
        assertThat(fake.calls.get(node + "/files").status()).isEqualTo(200);
        fake.post("/jobs/j/tasks", BatchCalls.task("t1"));
        assertThat(task(1)).isEqualTo("active");
        fake.post(node + "/enablescheduling");

        assertThat(task(1)).isEqualTo("running");
    }

    @Test
    void unknown_tasksSeemToRunOn_untilTheNodeIsHeardAgain() {
        pool(1, "");
        work(2);
        fake.seconds(30);
        fake.batch.loseContact("p", node(0));
        fake.seconds(100);

        assertThat(states()).containsExactly("unknown");
        assertThat(task(0)).isEqualTo("running");
        assertThat(fake.calls.get("/jobs/j/tasks/t0/files").code()).isEqualTo("TaskFilesUnavailable");
        fake.post("/jobs/j/tasks/t1/terminate");
        fake.batch.recoverNode("p", node(0));
        assertThat(task(0)).isEqualTo("completed");
        assertThat(fake.get("/jobs/j/tasks/t1")
                        .at("/executionInfo/failureInfo/code")
                        .asText())
                .isEqualTo("TaskEnded");
        assertThat(states()).containsExactly("idle");
    }

    @Test
    void unknown_thenBroken_tasksGoBackToTheQueue_andARepairedNodeReboots() {
        pool(1, "");
        work(1);
        String node = node(0);
        fake.batch.loseContact("p", node);
        fake.seconds(100);
        fake.batch.breakNode("p", node);
        assertThat(states()).containsExactly("unusable");
        assertThat(task(0)).isEqualTo("active");
        fake.batch.recoverNode("p", node);
        assertThat(states()).containsExactly("rebooting");
        fake.seconds(10);

        assertThat(task(0)).isEqualTo("running");
        assertThat(fake.get("/pools/p/nodes/" + node).has("errors")).isFalse();
    }

    @Test
    void broken_whileItBoots_staysBroken() {
        pool(1, "");
        String node = node(0);
        fake.post("/pools/p/nodes/" + node + "/reboot");
        fake.batch.breakNode("p", node);
        fake.seconds(60);

        assertThat(states()).containsExactly("unusable");
    }

    @Test
    void upgrade_rolling_goesThroughTheNodesInBatches() {
        pool(
                4,
                "\"upgradePolicy\":{\"mode\":\"rolling\",\"rollingUpgradePolicy\":{\"maxBatchInstancePercent\":50,"
                        + "\"pauseTimeBetweenBatches\":\"PT1M\"}},");
        fake.batch.upgradeOs("p");
        assertThat(states()).containsExactlyInAnyOrder("upgradingos", "upgradingos", "idle", "idle");
        assertThat(counted("upgradingOS")).isEqualTo(2);
        fake.seconds(10);
        assertThat(states()).containsOnly("idle");
        fake.seconds(60);
        assertThat(counted("upgradingOS")).isEqualTo(2);
        fake.seconds(10);
        assertThat(states()).containsOnly("idle");
    }

    @Test
    void upgrade_orderedTwice_bootsANodeOnce() {
        pool(2, "\"upgradePolicy\":{\"mode\":\"rolling\",\"rollingUpgradePolicy\":{\"maxBatchInstancePercent\":50}},");
        fake.batch.upgradeOs("p");
        fake.seconds(5);
        fake.batch.upgradeOs("p");
        assertThat(states()).containsOnly("upgradingos");
        fake.seconds(11);
        work(8);
        assertThat(states()).containsOnly("running");
        fake.seconds(10);

        assertThat(states()).containsOnly("running");
    }

    @Test
    void upgrade_automatic_takesAllNodesAndGivesTheirTasksBack() {
        pool(2, "\"upgradePolicy\":{\"mode\":\"automatic\"},");
        work(2);
        fake.batch.upgradeOs("p");

        assertThat(states()).containsOnly("upgradingos");
        assertThat(task(0)).isEqualTo("active");
        fake.seconds(10);
        assertThat(task(0)).isEqualTo("running");
    }

    @Test
    void upgrade_deferred_waitsForTheTasksOfANode() {
        pool(
                1,
                "\"upgradePolicy\":{\"mode\":\"automatic\",\"automaticOSUpgradePolicy\":{\"osRollingUpgradeDeferral\":true}},");
        work(1);
        fake.batch.upgradeOs("p");
        assertThat(states()).containsExactly("running");
        fake.post("/jobs/j/tasks", BatchCalls.task("t1"));
        assertThat(task(1)).isEqualTo("active");
        fake.seconds(60);

        assertThat(task(0)).isEqualTo("completed");
        assertThat(states()).containsExactly("upgradingos");
    }

    @Test
    void reboot_ofANodeThatIsToLeave_doesNotKeepItThere() {
        pool(2, "");
        work(2);
        String node = node(0);
        fake.post(
                "/pools/p/removenodes",
                "{\"nodeList\":[\"" + node + "\"],\"nodeDeallocationOption\":\"taskcompletion\"}");
        assertThat(states()).containsOnly("running");
        fake.post("/pools/p/nodes/" + node + "/reboot");
        assertThat(fake.state("/pools/p/nodes/" + node)).isEqualTo("leavingpool");
        fake.seconds(30);

        assertThat(fake.state("/pools/p/nodes/" + node)).isEqualTo("gone");
        assertThat(fake.get("/pools/p").path("targetDedicatedNodes").asInt()).isEqualTo(1);
        assertThat(fake.get("/pools/p").path("currentDedicatedNodes").asInt()).isEqualTo(1);
    }

    @Test
    void nodeThatWaitsToReboot_isNoneThatLeaves() {
        pool(1, "");
        work(1);
        String node = node(0);
        fake.post("/pools/p/nodes/" + node + "/reboot", "{\"nodeRebootOption\":\"taskcompletion\"}");
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":2}");
        fake.seconds(5);
        assertThat(fake.get("/pools/p").path("allocationState").asText()).isEqualTo("steady");
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":3}");
        fake.post("/pools/p/stopresize");
        fake.seconds(5);
        fake.post("/jobs/j/tasks", BatchCalls.task("next"));
        fake.seconds(50);

        assertThat(task(0)).isEqualTo("completed");
        assertThat(fake.state("/pools/p/nodes/" + node)).as("after its task").isEqualTo("rebooting");
    }

    @Test
    void brokenNode_forgetsWhatWaitedForItsTasks() {
        pool(1, "");
        work(1);
        String node = "/pools/p/nodes/" + node(0);
        fake.post(node + "/reboot", "{\"nodeRebootOption\":\"taskcompletion\"}");
        fake.batch.breakNode("p", node(0));
        assertThat(fake.state(node)).isEqualTo("unusable");
        fake.batch.recoverNode("p", node(0));
        fake.seconds(10);
        assertThat(task(0)).isEqualTo("running");
        fake.seconds(60);

        assertThat(task(0)).isEqualTo("completed");
        assertThat(fake.state(node)).as("booted already").isEqualTo("idle");
    }

    @Test
    void brokenNode_thatWasToLeave_leaves() {
        pool(1, "");
        work(1);
        String node = node(0);
        fake.post(
                "/pools/p/removenodes",
                "{\"nodeList\":[\"" + node + "\"],\"nodeDeallocationOption\":\"taskcompletion\"}");
        fake.batch.breakNode("p", node);
        assertThat(states()).containsExactly("leavingpool");
        fake.seconds(10);

        assertThat(states()).isEmpty();
        assertThat(fake.get("/pools/p").path("allocationState").asText()).isEqualTo("steady");
        assertThat(task(0)).isEqualTo("active");
    }

    @Test
    void orders_thatMakeNoSense_nameTheNodeAndTheRule() {
        pool(1, "");
        String node = node(0);
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.batch.recoverNode("p", node))
                .withMessage("the node '" + node + "' is idle; only an unknown or unusable node can be repaired");
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.batch.preemptNode("p", node))
                .withMessage("the node '" + node + "' is dedicated; only Spot (low-priority) nodes can be preempted");
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.batch.upgradeOs("p"))
                .withMessageContaining("'p' has no upgradePolicy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fake.batch.loseContact("p", "none"))
                .withMessageContaining("no node 'none'");
        fake.batch.breakNode("p", node);
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.batch.loseContact("p", node))
                .withMessageContaining("unusable")
                .withMessageContaining("only a node that answers");
    }
}
