package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pools change, grow and shrink; a resize takes ten minutes here, as it may in Azure. */
class PoolsTest {

    private static final Duration RESIZE = Duration.ofMinutes(10);
    private static final String EMPTY_PROPERTIES =
            "\"certificateReferences\":[],\"applicationPackageReferences\":[],\"metadata\":[]";

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.timings(BatchTimings.builder()
                    .poolResize(RESIZE)
                    .nodeStart(Duration.ofMinutes(12))
                    .build())
            .script(TaskRules.builder()
                    .when(attempt -> true, TaskOutcome.succeeds().after(Duration.ofHours(2)))
                    .build()));

    @AfterEach
    void close() {
        fake.close();
    }

    private void pool(int nodes) {
        fake.post("/pools", BatchCalls.pool("p", nodes));
        fake.pass(RESIZE.plus(Duration.ofMinutes(13)));
    }

    private void work(int tasks) {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        IntStream.range(0, tasks).forEach(i -> fake.post("/jobs/j/tasks", BatchCalls.task("t" + i)));
    }

    private String node(int index) {
        return fake.get("/pools/p/nodes").at("/value/" + index + "/id").asText();
    }

    private List<String> states() {
        return fake.get("/pools/p/nodes?$select=state").findValuesAsText("state");
    }

    private String sizes() {
        JsonNode pool = fake.get("/pools/p");
        return pool.path("allocationState").asText() + ", "
                + pool.path("currentDedicatedNodes").asInt() + " of "
                + pool.path("targetDedicatedNodes").asInt() + ", "
                + pool.at("/resizeErrors/0/code").asText("no error");
    }

    @Test
    void updateProperties_thatIsRefused_changesNothing() {
        fake.post(
                "/pools",
                BatchCalls.pool("p", 0)
                        .replace(
                                "{\"id\"",
                                "{\"startTask\":{\"commandLine\":\"c\"},"
                                        + "\"metadata\":[{\"name\":\"a\",\"value\":\"1\"}],\"id\""));
        JsonNode before = fake.get("/pools/p");
        String missing = EMPTY_PROPERTIES.replace(
                "applicationPackageReferences\":[]",
                "applicationPackageReferences\":[{\"applicationId\":\"none\",\"version\":\"1\"}]");

        assertThat(fake.calls
                        .post("/pools/p/updateproperties", "{" + missing + "}")
                        .code())
                .isEqualTo("InvalidApplicationPackageReferences");
        assertThat(fake.get("/pools/p")).isEqualTo(before);

        fake.post("/pools/p/updateproperties", "{" + EMPTY_PROPERTIES + "}");
        assertThat(fake.get("/pools/p").has("startTask")).isFalse();
        assertThat(fake.get("/pools/p").path("metadata")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'taskSlotsPerNode':9}                                | taskSlotsPerNode",
                "{'taskSlotsPerNode':0}                                | taskSlotsPerNode",
                "{'vmSize':'standard_a1','taskSlotsPerNode':5}         | taskSlotsPerNode",
                "{'vmSize':'standard_a1'}                              | ''",
                "{'vmSize':'standard_d4s_v3','taskSlotsPerNode':16}    | ''",
            })
    void patch_slots_mustFitTheNodes(String body, String property) {
        fake.post("/pools", BatchCalls.pool("p", 0));
        fake.pass(RESIZE);
        ObjectNode before = (ObjectNode) fake.get("/pools/p");

        BatchCalls.Answer answer =
                fake.calls.version("2024-07-01.20.0").call("PATCH", "/pools/p", body.replace('\'', '"'), Map.of());

        assertThat(answer.value("PropertyName")).as(answer.text()).isEqualTo(property.replace("''", ""));
        assertThat(answer.status()).isEqualTo(property.equals("''") ? 200 : 400);
        assertThat(fake.get("/pools/p").equals(before)).isEqualTo(answer.status() == 400);
    }

    @Test
    void resize_overItsTimeLimit_standsAtTheSizeThatItHas() {
        pool(1);
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":3,\"resizeTimeout\":\"PT5M\"}");
        fake.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(sizes()).isEqualTo("resizing, 1 of 3, no error");
        fake.pass(Duration.ofMillis(1));
        assertThat(sizes()).isEqualTo("steady, 1 of 3, AllocationTimedout");

        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":2,\"resizeTimeout\":\"PT10M\"}");
        fake.pass(RESIZE);
        assertThat(sizes()).isEqualTo("steady, 2 of 2, no error");
    }

    @Test
    void shrinking_overItsTimeLimit_letsIdleNodesGoAndThoseThatWorkStay() {
        pool(2);
        work(1);
        assertThat(states()).containsExactlyInAnyOrder("running", "idle");
        fake.post(
                "/pools/p/resize",
                "{\"targetDedicatedNodes\":0,\"resizeTimeout\":\"PT15M\",\"nodeDeallocationOption\":\"taskcompletion\"}");
        fake.post("/jobs/j/tasks", BatchCalls.task("late"));
        assertThat(states()).containsExactlyInAnyOrder("running", "leavingpool");
        fake.pass(Duration.ofMinutes(15));

        assertThat(sizes()).isEqualTo("steady, 1 of 0, AllocationTimedout");
        assertThat(states()).containsExactly("running");
        assertThat(fake.state("/jobs/j/tasks/late"))
                .as("the node stays and works")
                .isEqualTo("running");
    }

    @Test
    void delete_hasNoTimeLimit() {
        fake.post("/pools", BatchCalls.pool("p", 1).replace("{\"id\"", "{\"resizeTimeout\":\"PT5M\",\"id\""));
        fake.pass(Duration.ofMinutes(5));
        assertThat(sizes()).isEqualTo("steady, 0 of 1, AllocationTimedout");
        fake.calls.delete("/pools/p");
        fake.pass(Duration.ofMinutes(6));
        assertThat(fake.state("/pools/p")).isEqualTo("deleting");
        fake.pass(Duration.ofMinutes(4));

        assertThat(fake.state("/pools/p")).isEqualTo("gone");
    }

    @Test
    void formula_hasNoTimeLimit() {
        fake.post(
                "/pools",
                BatchCalls.pool("p", 0)
                        .replace(
                                "\"targetDedicatedNodes\":0",
                                "\"enableAutoScale\":true,\"resizeTimeout\":\"PT5M\","
                                        + "\"autoScaleFormula\":\"$TargetDedicatedNodes=1;\""));
        fake.pass(RESIZE);

        assertThat(sizes()).isEqualTo("steady, 1 of 1, no error");
    }

    @Test
    void removeNodes_withItsOwnLimit_takesThatOne() {
        pool(1);
        fake.post("/pools/p/removenodes", "{\"nodeList\":[\"" + node(0) + "\"],\"resizeTimeout\":\"PT5M\"}");
        fake.pass(Duration.ofMinutes(5));

        assertThat(sizes()).isEqualTo("steady, 0 of 0, no error");
    }

    @Test
    void removeNodes_namedTwice_leaveOnce() {
        pool(3);
        String node = node(0);
        fake.post("/pools/p/removenodes", "{\"nodeList\":[\"" + node + "\",\"" + node + "\"]}");
        fake.pass(RESIZE);

        assertThat(sizes()).isEqualTo("steady, 2 of 2, no error");
    }

    @Test
    void shrinking_whileNodesStart_takesThemForGood() {
        fake.post("/pools", BatchCalls.pool("p", 2));
        fake.pass(RESIZE.plus(Duration.ofMinutes(5)));
        assertThat(states()).containsOnly("starting");
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":0}");
        fake.pass(Duration.ofMinutes(8));
        assertThat(states()).as("started meanwhile").containsOnly("leavingpool");
        fake.pass(Duration.ofMinutes(2));

        assertThat(sizes()).isEqualTo("steady, 0 of 0, no error");
    }

    @Test
    void evaluation_whileAResizeStops_leavesTheSizesAlone() {
        pool(1);
        fake.post(
                "/pools/p/enableautoscale",
                "{\"autoScaleFormula\":\"$TargetDedicatedNodes = time().minute < 38 ? 2 : 5;\","
                        + "\"autoScaleEvaluationInterval\":\"PT15M\"}");
        assertThat(sizes()).isEqualTo("resizing, 1 of 2, no error");
        fake.pass(Duration.ofMinutes(9));
        fake.post("/pools/p/stopresize");
        fake.pass(Duration.ofMinutes(7));
        assertThat(sizes()).as("evaluated a minute ago").isEqualTo("stopping, 1 of 2, no error");
        fake.pass(Duration.ofMinutes(3));

        assertThat(sizes()).isEqualTo("steady, 1 of 1, ResizeStopped");
        fake.pass(Duration.ofMinutes(11));
        assertThat(sizes()).as("evaluated again").isEqualTo("resizing, 1 of 5, no error");
    }
}
