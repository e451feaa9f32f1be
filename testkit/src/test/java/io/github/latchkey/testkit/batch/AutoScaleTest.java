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
            quoteCharacter = '~',
            value = {
                "$TargetDedicatedNodes = 2 + 3 * 4;                            | $TargetDedicatedNodes=14",
                "$TargetDedicatedNodes = (2 + 3) * -4 + 21;                    | $TargetDedicatedNodes=1",
                "a = 7; $TargetDedicatedNodes = a > 5 && a < 9 ? min(a, 3) : 9 | $TargetDedicatedNodes=3",
                "$TargetDedicatedNodes = max(1, 2, 5) / 2;                     | $TargetDedicatedNodes=2.5",
                "// nothing changes                                            | $TargetDedicatedNodes=1",
                "$NodeDeallocationOption = taskcompletion;                     | $NodeDeallocationOption=taskcompletion",
                "v = floor(3.7) + ceil(0.2) + abs(0 - 2);                      | v=6",
                "$TargetDedicated = 4;                                         | $TargetDedicatedNodes=4",
                "a = 1 > 2 ? val($PendingTasks.GetSample(TimeInterval_Minute), 99) : 7; | a=7",
                "$mine = 3; b = $mine + $TargetDedicatedNodes;                 | b=4",
                "w = time(\"2026-03-02 08:30:10\"); a = w.weekday; b = w.hour; c = w.year; d = w.minute + w.second | a=1",
                "w = time(\"2026-03-02 08:30:10\"); a = w.weekday; b = w.hour; c = w.year; d = w.minute + w.second | d=40",
                "t = time() - TimeInterval_Hour > time(\"2026-03-01T08:00:00Z\"); | t=1",
                "l = (time() - time(\"2026-03-01T09:00:05Z\")) / TimeInterval_Minute; | l=60",
                "p = percentile($CurrentDedicatedNodes.GetSample(1), 50);        | p=1",
                "n = norm(3, 4); r = range(3, 9); g = lg(8); k = log(100); e = ln(1) | n=5",
                "n = norm(3, 4); r = range(3, 9); g = lg(8); k = log(100); e = ln(1) | k=2",
                "s = std(2, 4, 6); l = len($ActiveTasks.GetSample(1))           | s=2",
                "s = std(5);                                                    | s=0",
                "$TargetLowPriority = 4;                                        | $TargetLowPriorityNodes=4",
                "$TargetDedicatedNodes = 2; $TargetDedicated = 4;               | $TargetDedicatedNodes=2",
                "$TargetDedicated = 4; $TargetDedicatedNodes = 2;               | $TargetDedicatedNodes=2",
                "a = $TargetLowPriority + $TargetDedicated;                     | a=1",
                "g = lg($CurrentDedicatedNodes.GetSample(1) * 8);               | g=[3]",
                "g = log($CurrentDedicatedNodes.GetSample(1) * 100, 10);        | g=[2,1]",
                "g = ln($CurrentDedicatedNodes.GetSample(1));                   | g=[0]",
                "a = time() == time(\"Sun, 01 Mar 2026 10:00:05 GMT\");          | a=1",
                "a = time(\"1 Mar 2026 10:00:05 GMT\").second;                   | a=5",
                "a = time(\"2026-03\") == time(\"2026-03-01T01:00+01:00\");       | a=1",
                "a = time(\"2026\").month + time(\"2026-02-03\").day;             | a=4",
                "v = $CurrentDedicatedNodes.GetSample(1) * 3 + 1;               | v=[4]",
                "x = 5; stop(); x = 6;                                         | x=5",
                "r = rand(); q = r >= 0 && r < 1;                               | q=1",
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
                "$TargetDedicatedNodes = ;          | Line 1, Col 25: Expected a name",
                "$Unknown = 1; a = $Other;          | Line 1, Col 19: The variable '$Other' is not known",
                "$CurrentDedicatedNodes = 1;        | The variable '$CurrentDedicatedNodes' cannot be assigned to",
                "a = forecast(1);                   | The function 'forecast' is not supported",
                "a = $ActiveTasks.Guess(1);         | The method 'Guess' is not supported",
                "$NodeDeallocationOption = x;       | 'x' is no node deallocation option",
                "a = $MemoryBytes.GetSample(1);     | The variable '$MemoryBytes' is not measured on simulated nodes",
                "a = (1 + 2;                        | Expected ')'",
                "a = 1 b = 2                        | Line 1, Col 7: Expected ';'",
                "a = time().era;                    | A point in time has no member 'era'",
                "$CurrentDedicated = 1;             | The variable '$CurrentDedicatedNodes' cannot be assigned to",
            })
    void formula_thatIsWrong_isRefusedForAPoolAndToldByAnEvaluation(String formula, String reason) {
        JsonNode run = evaluate(formula);
        assertThat(run.at("/error/code").asText()).isEqualTo("AutoScalingFormulaEvaluationError");
        assertThat(run.at("/error/values/0/value").asText()).contains(reason);
        assertThat(run.has("results")).isFalse();

        fake.seconds(30);
        String body = Json.write(Map.of("autoScaleFormula", formula));
        BatchCalls.Answer refused = fake.calls.post("/pools/p/enableautoscale", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("AutoScalingFormulaSyntaxError");
        assertThat(refused.value("Message")).contains(reason);
        assertThat(fake.get("/pools/p").path("autoScaleFormula").asText()).isEqualTo("$TargetDedicatedNodes=1;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = 1 / 0;                                       | Line 1, Col 7: Division by zero",
                "a = time(\"Sunday\");                             | 'Sunday' is no point in time",
                "a = val($ActiveTasks.GetSample(1), 3);           | There is no element 3 in a vector of 1",
                "a = $ActiveTasks.GetSample(TimeInterval_Minute * 10); | Line 1, Col 5: Insufficient data from data set: $ActiveTasks wanted 70%, received 0%",
            })
    void evaluate_formulaThatFailsNow_answers200WithItsError(String formula, String reason) {
        assertThat(evaluate(formula).at("/error/values/0/value").asText()).contains(reason);
    }

    @Test
    void samples_overAnInterval_areWhatWasThenAndNotWhatIsNow() {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.pass(Duration.ofMinutes(5));
        for (int i = 0; i < 6; i++) {
            fake.post("/jobs/j/tasks", BatchCalls.task("t" + i));
        }
        fake.pass(Duration.ofMinutes(5));

        assertThat(number("avg($PendingTasks.GetSample(TimeInterval_Minute * 10))"))
                .isEqualTo("3");
        assertThat(number("avg($PendingTasks.GetSample(TimeInterval_Minute * 5))"))
                .isEqualTo("6");
        assertThat(number("max($PendingTasks.GetSample(TimeInterval_Minute * 5, TimeInterval_Minute * 10))"))
                .isEqualTo("0");
        assertThat(number("len($PendingTasks.GetSample(TimeInterval_Minute * 10))"))
                .isEqualTo("20");
        assertThat(number("sum($PendingTasks.GetSample(12))")).isEqualTo("60");
        assertThat(number("val($RunningTasks.GetSample(1), 0) + val($ActiveTasks.GetSample(1), 0)"))
                .isEqualTo("6");
        assertThat(number("avg($CPUPercent.GetSample(TimeInterval_Minute))")).isEqualTo("1");
        assertThat(number("$PendingTasks.Count()")).isEqualTo("20");
        assertThat(number("$PendingTasks.GetSamplePeriod() / TimeInterval_Second"))
                .isEqualTo("30");
        assertThat(number("(time() - $PendingTasks.HistoryBeginTime()) / TimeInterval_Second"))
                .isEqualTo("575");
    }

    /** What waits for other tasks cannot start, and a part of a multi-instance task wants a node like a task. */
    @Test
    void activeTasks_areWhatCouldStartNow() {
        fake.post("/pools", BatchCalls.pool("q", 0));
        fake.post("/jobs", BatchCalls.job("j", "p").replace("{\"id\"", "{\"usesTaskDependencies\":true,\"id\""));
        fake.post("/jobs/j/disable", "{\"disableTasks\":\"requeue\"}");
        fake.post("/jobs/j/tasks", BatchCalls.task("first"));
        fake.post(
                "/jobs/j/tasks",
                BatchCalls.task("second").replace("{\"id\"", "{\"dependsOn\":{\"taskIds\":[\"first\"]},\"id\""));
        assertThat(number("$ActiveTasks")).isEqualTo("1");
        fake.post(
                "/jobs/j/tasks",
                BatchCalls.task("wide")
                        .replace(
                                "{\"id\"",
                                "{\"multiInstanceSettings\":{\"numberOfInstances\":3,"
                                        + "\"coordinationCommandLine\":\"c\"},\"id\""));
        assertThat(number("$ActiveTasks")).isEqualTo("4");
        assertThat(number("$PendingTasks")).isEqualTo("4");
        fake.post("/jobs/j/tasks/first/terminate");
        assertThat(number("$ActiveTasks"))
                .as("a task that was ended satisfies nobody")
                .isEqualTo("3");
        fake.calls.delete("/jobs/j/tasks/wide");
        assertThat(number("$ActiveTasks")).isEqualTo("0");
        fake.post("/jobs/j/tasks/first/reactivate");
        assertThat(number("$ActiveTasks")).isEqualTo("1");
    }

    private String number(String expression) {
        JsonNode run = evaluate("x = " + expression + ";");
        assertThat(run.has("error")).as(run.toString()).isFalse();
        return run.path("results").asText().replaceAll(".*;x=", "");
    }

    @Test
    void samplePercent_countsHowMuchOfAnIntervalWasMeasured() {
        assertThat(number("$PendingTasks.GetSamplePercent(TimeInterval_Minute * 10)"))
                .isEqualTo("0");
        fake.pass(Duration.ofMinutes(3));
        assertThat(number("$PendingTasks.GetSamplePercent(TimeInterval_Minute * 10)"))
                .isEqualTo("30");
        assertThat(number("$PendingTasks.GetSamplePercent(TimeInterval_Minute * 3)"))
                .isEqualTo("100");
        assertThat(number("len($PendingTasks.GetSample(TimeInterval_Minute * 10, 30))"))
                .isEqualTo("6");
        assertThat(evaluate("x = $PendingTasks.GetSample(TimeInterval_Minute * 10, 31);")
                        .at("/error/values/0/value")
                        .asText())
                .endsWith("wanted 31%, received 30%");
    }

    @Test
    void samples_areKeptForAWeek_andQuietTimesCostNothing() {
        fake.pass(Duration.ofDays(30));

        assertThat(number("$PendingTasks.Count()")).isEqualTo(String.valueOf(7 * 24 * 120));
        assertThat(number("max($CurrentDedicatedNodes.GetSample(TimeInterval_Week))"))
                .isEqualTo("1");
    }

    /** A formula that grows with the pending work once enough of it was seen. */
    @Test
    void formula_byPendingTasks_startsSmallAndThenFollowsTheAverage() {
        enable("""
                smallest = 1;
                largest = 25;
                seen = $PendingTasks.GetSamplePercent(TimeInterval_Minute * 3);
                wanted = seen < 70 ? smallest : avg($PendingTasks.GetSample(TimeInterval_Minute * 3));
                $TargetDedicatedNodes = min(largest, wanted);
                $NodeDeallocationOption = taskcompletion;""");
        fake.post("/jobs", BatchCalls.job("j", "p"));
        for (int i = 0; i < 40; i++) {
            fake.post("/jobs/j/tasks", BatchCalls.task("t" + i));
        }
        assertThat(target()).isEqualTo(1);
        fake.pass(Duration.ofMinutes(5));

        assertThat(target()).isEqualTo(25);
    }

    /** A formula that knows the working hours of a place. */
    @Test
    void formula_byTheTimeOfTheWeek_knowsDaysAndHours() {
        enable("""
                $now = time();
                $weekday = $now.weekday >= 1 && $now.weekday <= 5;
                $busy = $weekday && $now.hour >= 8 && $now.hour < 18;
                $TargetDedicatedNodes = $busy ? 4 : 2;""");
        assertThat(target()).as("a Sunday").isEqualTo(2);
        fake.pass(Duration.ofHours(24));
        assertThat(target()).as("Monday at ten").isEqualTo(4);
        fake.pass(Duration.ofHours(10));
        assertThat(target()).as("Monday at eight in the evening").isEqualTo(2);
    }

    /** A formula that grows quickly and shrinks slowly by how busy the nodes are. */
    @Test
    void formula_byLoad_growsAndShrinks() {
        enable("""
                $size = min($CPUPercent.GetSample(TimeInterval_Minute * 4)) > 0.7
                    ? $CurrentDedicatedNodes * 2 : $CurrentDedicatedNodes;
                $size = avg($CPUPercent.GetSample(TimeInterval_Minute * 4)) < 0.2 ? $CurrentDedicatedNodes / 2 : $size;
                $TargetDedicatedNodes = max(1, min(4, $size));""");
        fake.post("/jobs", BatchCalls.job("j", "p"));
        for (int i = 0; i < 8; i++) {
            fake.post("/jobs/j/tasks", BatchCalls.task("t" + i));
        }
        fake.pass(Duration.ofMinutes(5));
        assertThat(target()).isEqualTo(2);
        fake.post("/jobs/j/terminate");
        fake.pass(Duration.ofMinutes(11));
        assertThat(target()).isEqualTo(1);
    }

    private void enable(String formula) {
        fake.seconds(30);
        fake.post(
                "/pools/p/enableautoscale",
                Json.write(Map.of("autoScaleFormula", formula, "autoScaleEvaluationInterval", "PT5M")));
    }

    private int target() {
        return fake.get("/pools/p").path("targetDedicatedNodes").asInt();
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
