package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.http.Json;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoScaleTest {

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.script(
            TaskRules.builder().when(attempt -> true, TaskOutcome.neverEnds()).build()));

    @BeforeEach
    void makePool() {
        String pool = BatchCalls.pool("p", 0)
                .replace(
                        "\"targetDedicatedNodes\":0",
                        "\"enableAutoScale\":true,\"autoScaleFormula\":\"$TargetDedicatedNodes=1;\"");
        fake.post("/pools", pool);
        fake.seconds(5);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private JsonNode evaluate(String formula) {
        return fake.calls
                .post("/pools/p/evaluateautoscale", Json.write(Map.of("autoScaleFormula", formula)))
                .json();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$TargetDedicatedNodes = 2 + 3 * 4;                            | $TargetDedicatedNodes=14",
                "$TargetDedicatedNodes = (2 + 3) * -4 + 21;                    | $TargetDedicatedNodes=1",
                "a = 7; $TargetDedicatedNodes = a > 5 && a < 9 ? min(a, 3) : 9 | $TargetDedicatedNodes=3",
                "$TargetDedicatedNodes = max(1, 2, 5) / 2;                     | $TargetDedicatedNodes=2.5",
                "// nothing changes                                            | $TargetDedicatedNodes=1",
                "$NodeDeallocationOption = taskcompletion;                     | $NodeDeallocationOption=taskcompletion",
                "$TargetLowPriorityNodes=avg($CurrentDedicatedNodes.GetSample(5 * TimeInterval_Minute, 70)); | $TargetLowPriorityNodes=1",
                "x = $PendingTasks.GetSamplePercent(TimeInterval_Minute * 3) < 70 ? 1 : 8; | x=8",
                "v = floor(3.7) + ceil(0.2) + abs(0 - 2);                      | v=6",
                "$TargetDedicated = 4;                                         | $TargetDedicatedNodes=4",
            })
    void evaluate_formula_givesItsVariables(String formula, String result) {
        JsonNode run = evaluate(formula);

        assertThat(run.has("error")).as(run.toString()).isFalse();
        assertThat(run.path("results").asText().split(";", -1)).contains(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$TargetDedicatedNodes = ;    | expected a name at position 24",
                "$TargetDedicatedNodes = 1 / 0; | division by zero",
                "$TargetDedicatedNodes = $Unknown; | '$Unknown' is not known",
                "$CurrentDedicatedNodes = 1;  | cannot be assigned to",
                "a = forecast(1);             | the function 'forecast' is not supported",
                "$NodeDeallocationOption = x; | 'x' is no node deallocation option",
            })
    void evaluate_wrongFormula_answers200WithItsError(String formula, String reason) {
        JsonNode run = evaluate(formula);

        assertThat(run.at("/error/code").asText()).isEqualTo("AutoScalingFormulaEvaluationError");
        assertThat(run.at("/error/values/0/value").asText()).contains(reason);
        assertThat(run.has("results")).isFalse();
    }

    @Test
    void interval_formulaFollowsTheWork() {
        fake.seconds(30);
        fake.post(
                "/pools/p/enableautoscale",
                "{\"autoScaleFormula\":\"$TargetDedicatedNodes = min(3, $PendingTasks);\","
                        + "\"autoScaleEvaluationInterval\":\"PT5M\"}");
        fake.seconds(5);
        assertThat(fake.get("/pools/p").path("currentDedicatedNodes").asInt(-1)).isZero();
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post("/jobs/j/tasks", BatchCalls.task("a"));
        fake.post("/jobs/j/tasks", BatchCalls.task("b"));
        fake.pass(Duration.ofMinutes(5));
        JsonNode pool = fake.get("/pools/p");
        assertThat(pool.path("targetDedicatedNodes").asInt()).isEqualTo(2);
        assertThat(pool.at("/autoScaleRun/results").asText()).contains("$TargetDedicatedNodes=2");
        assertThat(fake.calls
                        .post("/pools/p/enableautoscale", "{\"autoScaleEvaluationInterval\":\"PT4M\"}")
                        .code())
                .isEqualTo("InvalidPropertyValue");
    }
}
