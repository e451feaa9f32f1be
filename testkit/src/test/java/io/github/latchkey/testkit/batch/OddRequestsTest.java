package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody means to send is refused in the service's words, and harms nobody else. */
class OddRequestsTest {

    private final FrozenBatch fake = new FrozenBatch();
    private final BatchCalls calls = fake.calls;

    @BeforeEach
    void makeAPoolAndAJob() {
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "p").replace("{\"id\"", "{\"usesTaskDependencies\":true,\"id\""));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void multiInstanceTask_ofMoreNodesThanThereAre_waits() {
        fake.post(
                "/pools",
                BatchCalls.pool("wide", 1).replace("{\"id\"", "{\"enableInterNodeCommunication\":true,\"id\""));
        fake.seconds(1);
        fake.post("/jobs", BatchCalls.job("k", "wide"));
        fake.post(
                "/jobs/k/tasks",
                "{\"id\":\"all\",\"commandLine\":\"c\",\"multiInstanceSettings\":{\"coordinationCommandLine\":\"c\","
                        + "\"numberOfInstances\":2000000000}}");
        fake.post("/jobs/k/tasks", BatchCalls.task("one"));

        assertThat(fake.state("/jobs/k/tasks/all")).isEqualTo("active");
        assertThat(fake.state("/jobs/k/tasks/one")).isEqualTo("running");
    }

    @Test
    void formula_long_isEvaluatedAndDeep_isRefused() {
        String sum = IntStream.range(0, 4000).mapToObj(i -> "1").collect(Collectors.joining("+"));

        assertThat(evaluated("$x=" + sum + ";")).contains("$x=4000");
        assertThat(evaluated("$x=7-2-1;$y=2*6/3*2;$z=1>2||0||1;$w=1&&1&&0;")).contains("$x=4", "$y=8", "$z=1", "$w=0");
        assertThat(evaluated("$x=" + "(".repeat(4000) + "1" + ")".repeat(4000) + ";"))
                .contains("nested more than 100 times");
        assertThat(evaluated("$x=" + "!".repeat(8000) + "1;")).contains("nested more than 100 times");
    }

    private String evaluated(String formula) {
        fake.post("/pools/p/enableautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1;\"}");
        BatchCalls.Answer answer =
                calls.post("/pools/p/evaluateautoscale", "{\"autoScaleFormula\":\"" + formula + "\"}");
        fake.post("/pools/p/disableautoscale");
        fake.pass(Duration.ofMinutes(1));
        return answer.text();
    }

    @Test
    void filter_longIsTakenAndDeep_isRefused() {
        String any =
                IntStream.range(0, 2000).mapToObj(i -> "id%20eq%20%27x%27").collect(Collectors.joining("%20or%20"));

        assertThat(calls.get("/jobs?$filter=" + any + "%20or%20id%20eq%20%27j%27")
                        .json()
                        .at("/value"))
                .hasSize(1);
        assertThat(calls.get("/jobs?$filter=" + "(".repeat(7000)).code()).isEqualTo("InvalidQueryParameterValue");
        assertThat(calls.get("/jobs?$filter=" + "not%20".repeat(5000) + "id%20eq%20%27j%27")
                        .code())
                .isEqualTo("InvalidQueryParameterValue");
    }

    @ParameterizedTest
    @CsvSource({
        "state eq 5, text in quotes",
        "state eq true, text in quotes",
        "creationTime gt '2020-01-01T00:00:00Z', a time",
        "creationTime gt 5, a time",
        "priority gt '3', a number",
        "priority lt NaN, 'NaN'",
        "priority eq 0x10p1, '0x10p1'",
    })
    void filter_valueOfAnotherKind_isRefused(String filter, String reason) {
        BatchCalls.Answer answer =
                calls.get("/jobs?$filter=" + filter.replace(" ", "%20").replace("'", "%27"));

        assertThat(answer.code()).isEqualTo("InvalidQueryParameterValue");
        assertThat(answer.text()).contains(reason);
    }

    @Test
    void dependencies_onTooManyIds_areRefusedBeforeTheyAreWrittenOut() {
        String ranges = IntStream.range(0, 40)
                .mapToObj(i -> "{\"start\":0,\"end\":999998}")
                .collect(Collectors.joining(","));
        String task = "{\"id\":\"t\",\"commandLine\":\"c\",\"dependsOn\":{\"taskIdRanges\":[" + ranges + "]}}";

        assertThat(calls.post("/jobs/j/tasks", task).code()).isEqualTo("TaskDependencyRangesTooLong");
    }

    @Test
    void usageMetrics_fromTheBeginningOfTime_areToldAtOnce() {
        fake.pass(Duration.ofHours(4));

        BatchCalls.Answer answer = calls.get("/poolusagemetrics?starttime=-999999999-01-01T00:00:00Z");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/value")).isNotEmpty();
    }

    @Test
    void nodeUser_withAnyName_hasAnAddressOfItsOwn() {
        String users =
                "/pools/p/nodes/" + fake.get("/pools/p/nodes").at("/value/0/id").asText() + "/users";

        BatchCalls.Answer answer = calls.post(users, "{\"name\":\"é b+c\",\"password\":\"secret\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).endsWith("/users/%C3%A9%20b%2Bc");
        assertThat(calls.delete(users + "/%C3%A9%20b%2Bc").status()).isEqualTo(200);
        assertThat(calls.post(users, "{\"name\":\"a\\r\\nX-Evil: 1\",\"password\":\"s\"}")
                        .value("PropertyName"))
                .isEqualTo("name");
        assertThat(calls.post(users, "{\"name\":\"a/b\",\"password\":\"s\"}").value("PropertyName"))
                .isEqualTo("name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`jobManagerTask`:{`id`:`m`,`commandLine`:`c`,`requiredSlots`:-5}|requiredSlots",
                "`jobManagerTask`:{`id`:`m`,`commandLine`:`c`,`requiredSlots`:70000}|requiredSlots",
                "`jobManagerTask`:{`id`:`m`,`commandLine`:`c`,`constraints`:{`maxTaskRetryCount`:-7}}|maxTaskRetryCount",
                "`jobPreparationTask`:{`commandLine`:`c`,`constraints`:{`maxTaskRetryCount`:-7}}|jobPreparationTask/constraints/maxTaskRetryCount",
                "`jobPreparationTask`:{`id`:`bad id!!`,`commandLine`:`c`}|jobPreparationTask/id",
                "`jobPreparationTask`:{`id`:`m`,`commandLine`:`c`},`jobManagerTask`:{`id`:`M`,`commandLine`:`c`}|jobManagerTask/id",
                "`constraints`:{`maxWallClockTime`:`PT-5M`}|constraints/maxWallClockTime",
                "`poolInfo`:{`poolId`:``}|poolId",
                "`poolInfo`:{`poolId`:`bad pool !`}|poolId",
                "`poolInfo`:{`autoPoolSpecification`:{`autoPoolIdPrefix`:`b a/d`,`poolLifetimeOption`:`job`,`pool`:{`vmSize`:`a`}}}|autoPoolIdPrefix",
                "`poolInfo`:{`autoPoolSpecification`:{`poolLifetimeOption`:`jobschedule`,`pool`:{`vmSize`:`standard_d2s_v3`,"
                        + "`targetDedicatedNodes`:1,`virtualMachineConfiguration`:{`nodeAgentSKUId`:`a`,`imageReference`:{}}}}}|poolLifetimeOption",
            })
    void job_withAnImpossibleMember_isRefusedByItsName(String members, String property) {
        String rest = members.contains("poolInfo") ? "" : ",\"poolInfo\":{\"poolId\":\"p\"}";
        String quoted = members.replace('`', '"');

        BatchCalls.Answer answer = calls.post("/jobs", "{\"id\":\"odd\"," + quoted + rest + "}");

        assertThat(answer.code()).isEqualTo("InvalidPropertyValue");
        assertThat(answer.value("PropertyName")).isEqualTo(property);
    }

    @Test
    void task_withAFileWithoutAPath_isRefused() {
        BatchCalls.Answer answer = calls.post(
                "/jobs/j/tasks",
                "{\"id\":\"t\",\"commandLine\":\"c\",\"resourceFiles\":[{\"httpUrl\":\"https://a/b\"}]}");

        assertThat(answer.value("PropertyName")).isEqualTo("resourceFiles");
    }

    @Test
    void schedule_ofATimeThatCannotBeWritten_isRefused() {
        BatchCalls.Answer answer = calls.post(
                "/jobschedules",
                "{\"id\":\"s\",\"schedule\":{\"doNotRunUntil\":\"+999999999-01-01T00:00:00Z\"},"
                        + "\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"p\"}}}");

        assertThat(answer.value("PropertyName")).isEqualTo("schedule/doNotRunUntil");
    }

    @Test
    void body_withMoreThanOneValue_isNoJson() {
        assertThat(calls.post("/jobs/j/tasks", BatchCalls.task("t") + " and more")
                        .code())
                .isEqualTo("InvalidRequestBody");
    }

    @Test
    void update_ofAJob_leavesTheNetworkThatItCannotCarry() {
        fake.post(
                "/jobs",
                "{\"id\":\"net\",\"poolInfo\":{\"poolId\":\"p\"},\"networkConfiguration\":{\"subnetId\":\"s\"}}");

        calls.call("PUT", "/jobs/net", "{\"poolInfo\":{\"poolId\":\"p\"}}", Map.of());

        assertThat(fake.get("/jobs/net").at("/networkConfiguration/subnetId").asText())
                .isEqualTo("s");
    }

    @ParameterizedTest
    @CsvSource({
        "'certificateReferences':[{'thumbprint':'aa';'thumbprintAlgorithm':'sha1'}], InvalidCertificatesInAutoPool",
        "'applicationPackageReferences':[{'applicationId':'none'}], InvalidApplicationPackageReferencesInAutoPool",
        "'enableAutoScale':true;'autoScaleFormula':'$x=', InvalidAutoScaleFormulaInAutoPool",
    })
    void autoPool_thatCannotBeMade_isToldByTheJob(String members, String code) {
        String size = members.contains("Scale") ? "" : ",'targetDedicatedNodes':1";
        String job = "{'id':'auto','poolInfo':{'autoPoolSpecification':{'poolLifetimeOption':'job','pool':{"
                + members.replace(';', ',') + size + ",'vmSize':'standard_d2s_v3','virtualMachineConfiguration':"
                + "{'nodeAgentSKUId':'a','imageReference':{'offer':'o'}}}}}}";

        fake.post("/jobs", job.replace('\'', '"'));

        JsonNode info = fake.get("/jobs/auto").path("executionInfo");
        assertThat(info.at("/schedulingError/code").asText()).isEqualTo(code);
        assertThat(info.has("poolId")).isFalse();
    }

    @Test
    void resize_thatNeverReachesItsSize_saysSoOnce() {
        fake.post("/jobs/j/tasks", BatchCalls.task("t"));
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":100000,\"nodeDeallocationOption\":\"taskcompletion\"}");
        fake.pass(Duration.ofHours(1));

        assertThat(fake.get("/pools/p").path("resizeErrors")).hasSize(1);
    }
}
