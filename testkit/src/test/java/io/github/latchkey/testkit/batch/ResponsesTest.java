package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.service.Operation;
import io.github.latchkey.testkit.batch.service.Operations;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers have in common, and what calls leave as it was. */
class ResponsesTest {

    private static final String VERSION_HEADERS = "ETag Last-Modified";

    /** Which headers come with which answers; of lists, of what has no version, and of what is gone there are none. */
    private static final Map<String, String> HEADERS = table(Map.of(
            VERSION_HEADERS + " DataServiceId Location",
            "Certificate_Add ComputeNode_AddUser Job_Add JobSchedule_Add Pool_Add Task_Add",
            VERSION_HEADERS + " DataServiceId",
            "Certificate_CancelDeletion ComputeNode_DisableScheduling ComputeNode_EnableScheduling ComputeNode_Reboot"
                    + " ComputeNode_Reimage ComputeNode_UpdateUser JobSchedule_Disable JobSchedule_Enable JobSchedule_Patch"
                    + " JobSchedule_Terminate JobSchedule_Update Job_Disable Job_Enable Job_Patch Job_Terminate Job_Update"
                    + " Pool_DisableAutoScale Pool_EnableAutoScale Pool_EvaluateAutoScale Pool_Patch Pool_RemoveNodes"
                    + " Pool_Resize Pool_StopResize Pool_UpdateProperties Task_Get Task_Reactivate Task_Terminate Task_Update",
            VERSION_HEADERS,
            "Certificate_Delete Certificate_Get JobSchedule_Exists JobSchedule_Get Job_Get Pool_Exists Pool_Get",
            "Last-Modified",
            "File_GetFromComputeNode File_GetFromTask File_GetPropertiesFromComputeNode File_GetPropertiesFromTask",
            "",
            "Account_ListPoolNodeCounts Account_ListSupportedImages Application_Get Application_List Certificate_List"
                    + " ComputeNodeExtension_Get ComputeNodeExtension_List ComputeNode_DeleteUser ComputeNode_Get"
                    + " ComputeNode_GetRemoteDesktop ComputeNode_GetRemoteLoginSettings ComputeNode_List"
                    + " ComputeNode_UploadBatchServiceLogs File_DeleteFromComputeNode File_DeleteFromTask"
                    + " File_ListFromComputeNode File_ListFromTask JobSchedule_Delete JobSchedule_List Job_Delete"
                    + " Job_GetTaskCounts Job_List Job_ListFromJobSchedule Job_ListPreparationAndReleaseTaskStatus Pool_Delete"
                    + " Pool_List Pool_ListUsageMetrics Task_AddCollection Task_Delete Task_List Task_ListSubtasks"));

    /** Declared by the specification, and yet not sent: lists, files and what shows no eTag of its own have none. */
    private static final String NOT_SENT =
            ".*_List.*|File_Get.*|Application_Get|ComputeNode_Get.*|ComputeNodeExtension_Get";

    private static Map<String, String> table(Map<String, String> byHeaders) {
        Map<String, String> table = new TreeMap<>();
        byHeaders.forEach((headers, operations) ->
                Stream.of(operations.split(" ", -1)).forEach(operation -> table.put(operation, headers)));
        return table;
    }

    @Test
    void headers_ofEveryOperation_areThoseOfTheTable() {
        Map<String, String> seen = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (FrozenBatch fake = new FrozenBatch(Tour::prepare)) {
            new Tour(fake.batch, fake.calls, (operation, answer) -> {
                        assertThat(answer.status()).as("%s", answer.text()).isLessThan(300);
                        String headers = Stream.of("ETag", "Last-Modified", "DataServiceId", "Location")
                                .filter(name -> !answer.header(name).isEmpty())
                                .collect(Collectors.joining(" "));
                        seen.put(operation, headers);
                        if (!headers.equals(HEADERS.get(operation))) {
                            wrong.add(operation + ": " + headers);
                        }
                        JsonNode eTag = answer.header("Content-Type").startsWith("application/json")
                                ? answer.json().path("eTag")
                                : MissingNode.getInstance();
                        if (!eTag.isMissingNode() && !eTag.asText().equals(answer.header("ETag"))) {
                            wrong.add(operation + ": " + eTag + " in the body, " + answer.header("ETag"));
                        }
                    })
                    .all();
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isEqualTo(HEADERS);
    }

    /** The table again, against the published specification where that lies beside the project. */
    @Test
    void headers_thatTheSpecificationDeclares_areSentOrNamedAsExceptions() throws IOException {
        Swagger.find()
                .ifPresent(swagger -> assertThat(HEADERS).allSatisfy((operation, headers) -> {
                    Set<String> declared = swagger.headers(operation);
                    declared.retainAll(Set.of("ETag", "Last-Modified", "DataServiceId"));
                    if (operation.matches(NOT_SENT)) {
                        declared.removeAll(Set.of("ETag", "Last-Modified"));
                    }
                    assertThat(headers.split(" ", -1)).as(operation).containsAll(declared);
                }));
    }

    @Test
    void secrets_comeBackInNoAnswer() {
        Set<String> operations = new TreeSet<>();
        try (FrozenBatch fake = new FrozenBatch(Tour::prepare)) {
            new Tour(fake.batch, fake.calls, (operation, answer) -> {
                        operations.add(operation);
                        assertThat(answer.text()).as(operation).doesNotContain(Tour.SECRET);
                    })
                    .all();
        }
        assertThat(operations).isEqualTo(HEADERS.keySet());
    }

    private static FrozenBatch furnished() {
        FrozenBatch fake = new FrozenBatch();
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "nowhere"));
        fake.post("/jobs/j/tasks", BatchCalls.task("t"));
        fake.post(
                "/jobschedules",
                "{\"id\":\"s\",\"schedule\":{\"doNotRunUntil\":\"2030-01-01T00:00:00Z\"},"
                        + "\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"nowhere\"}}}");
        fake.post("/certificates", "{\"thumbprint\":\"aa\",\"thumbprintAlgorithm\":\"sha1\",\"data\":\"AAAA\"}");
        return fake;
    }

    private static final List<String> THINGS = List.of(
            "/pools/p",
            "/jobs/j",
            "/jobs/j/tasks/t",
            "/jobschedules/s",
            "/certificates(thumbprintAlgorithm=sha1,thumbprint=aa)");

    private static Map<String, String> things(FrozenBatch fake) {
        Map<String, String> things = new LinkedHashMap<>();
        THINGS.forEach(path -> things.put(path, fake.calls.get(path).text()));
        return things;
    }

    @Test
    void reads_changeNothing() {
        try (FrozenBatch fake = furnished()) {
            Map<String, String> before = things(fake);
            fake.seconds(3);
            for (Operation operation : Operations.all()) {
                if (operation.method().equals("GET") || operation.method().equals("HEAD")) {
                    String path = operation
                            .path()
                            .replace("{poolId}", "p")
                            .replace("{jobId}", "j")
                            .replace("{taskId}", "t")
                            .replace("{jobScheduleId}", "s")
                            .replace("{thumbprint}", "aa")
                            .replace("{thumbprintAlgorithm}", "sha1")
                            .replaceAll("\\{[A-Za-z]+}", "none");
                    fake.calls.version(Routes.version(operation.id())).call(operation.method(), path, null, Map.of());
                }
            }
            assertThat(things(fake)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "PATCH | /pools/p                  | {'metadata':[{'name':'','value':'v'}]}                       | EmptyMetadataKey",
                "POST  | /pools/p/updateproperties | {'certificateReferences':[],'applicationPackageReferences':[{'applicationId':'none'}],'metadata':[]} | InvalidApplicationPackageReferences",
                "POST  | /pools/p/resize           | {'targetDedicatedNodes':1,'resizeTimeout':'PT1S'}            | InvalidPropertyValue",
                "POST  | /pools/p/removenodes      | {'nodeList':['none']}                                        | NodeNotFound",
                "POST  | /pools/p/enableautoscale  | {'autoScaleFormula':'a ='}                                   | AutoScalingFormulaSyntaxError",
                "POST  | /pools/p/stopresize       | {}                                                           | OperationInvalidForCurrentState",
                "PATCH | /jobs/j                   | {'priority':1001}                                            | OutOfRangePriority",
                "PUT   | /jobs/j                   | {'poolInfo':{'poolId':'other'}}                              | OperationInvalidForCurrentState",
                "POST  | /jobs/j/enable            | {}                                                           | OperationInvalidForCurrentState",
                "POST  | /jobs/j/disable           | {}                                                           | MissingRequiredProperty",
                "PUT   | /jobs/j/tasks/t           | {'constraints':{'maxTaskRetryCount':-2}}                     | InvalidPropertyValue",
                "POST  | /jobs/j/tasks/t/reactivate | {}                                                          | TaskNotCompleted",
                "PATCH | /jobschedules/s           | {'schedule':{'recurrenceInterval':'PT1S'}}                   | InvalidPropertyValue",
                "PUT   | /jobschedules/s           | {'schedule':{}}                                              | MissingRequiredProperty",
                "POST  | /jobschedules/s/enable    | {}                                                           | OperationInvalidForCurrentState",
            })
    void writes_thatFail_changeNothing(String method, String path, String body, String code) {
        try (FrozenBatch fake = furnished()) {
            Map<String, String> before = things(fake);
            fake.seconds(3);
            String json = body.replace('\'', '"');

            assertThat(fake.calls.call(method, path, json, Map.of()).code()).isEqualTo(code);
            assertThat(fake.calls
                            .call(method, path, json, Map.of("If-Match", "0x8D0"))
                            .status())
                    .isGreaterThanOrEqualTo(400);
            assertThat(fake.calls
                            .authorized("Bearer none")
                            .call(method, path, json, Map.of())
                            .status())
                    .isEqualTo(401);

            assertThat(things(fake)).isEqualTo(before);
        }
    }

    /** What was sent, what replaces it, and what members are before and after. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/jobs/full        | PUT  | {'poolInfo':{'poolId':'nowhere'}} | priority 7 0, maxParallelTasks 3 -1,"
                        + " allowTaskPreemption true false, metadata/0/name a ?, constraints/maxTaskRetryCount 2 0, displayName Full Full,"
                        + " usesTaskDependencies true true, onTaskFailure performexitoptionsjobaction performexitoptionsjobaction",
                "/jobs/full/tasks/t | PUT | {} | constraints/maxTaskRetryCount 4 2, constraints/retentionTime PT1H P7D,"
                        + " displayName Full Full, requiredSlots 3 3",
                "/jobschedules/hourly | PUT | {'schedule':{'doNotRunUntil':'2031-01-01T00:00:00Z'},'jobSpecification':{'poolInfo':"
                        + "{'poolId':'nowhere'}}} | metadata/0/name a ?, schedule/startWindow PT2M ?, jobSpecification/priority 9 0,"
                        + " displayName Full Full",
                "/pools/full | POST /updateproperties | {'certificateReferences':[],'applicationPackageReferences':[],'metadata':[]} |"
                        + " startTask/commandLine c ?, metadata/0/name a ?, targetNodeCommunicationMode classic ?,"
                        + " displayName Full Full, taskSlotsPerNode 4 4",
            })
    void replacing_resetsWhatItLeavesOut_andNothingElse(String path, String call, String body, String members) {
        try (FrozenBatch fake = new FrozenBatch()) {
            String named = "{\"displayName\":\"Full\",\"metadata\":[{\"name\":\"a\",\"value\":\"b\"}],";
            fake.post(
                    "/jobs",
                    named + "\"priority\":7,\"maxParallelTasks\":3,\"allowTaskPreemption\":true,"
                            + "\"usesTaskDependencies\":true,\"onTaskFailure\":\"performexitoptionsjobaction\","
                            + "\"constraints\":{\"maxTaskRetryCount\":2},"
                            + BatchCalls.job("full", "nowhere").substring(1));
            fake.post(
                    "/jobs/full/tasks",
                    "{\"displayName\":\"Full\",\"requiredSlots\":3,\"constraints\":{\"maxTaskRetryCount\":4,"
                            + "\"retentionTime\":\"PT1H\"},"
                            + BatchCalls.task("t").substring(1));
            fake.post(
                    "/jobschedules",
                    named + "\"id\":\"hourly\",\"schedule\":{\"doNotRunUntil\":\"2030-01-01T00:00:00Z\","
                            + "\"startWindow\":\"PT2M\"},\"jobSpecification\":{\"priority\":9,"
                            + "\"poolInfo\":{\"poolId\":\"nowhere\"}}}");
            fake.post(
                    "/pools",
                    named + "\"startTask\":{\"commandLine\":\"c\"},\"targetNodeCommunicationMode\":\"classic\","
                            + BatchCalls.pool("full", 0).substring(1));
            JsonNode before = fake.get(path);
            String[] words = (call.strip() + " ").split(" ", 2);
            BatchCalls.Answer done =
                    fake.calls.call(words[0], path + words[1].strip(), body.replace('\'', '"'), Map.of());
            assertThat(done.status()).as(done.text()).isLessThan(300);
            JsonNode after = fake.get(path);

            for (String member : members.split(",", -1)) {
                String[] parts = member.strip().split(" ", -1);
                assertThat(before.at("/" + parts[0]).asText("?")).as(member).isEqualTo(parts[1]);
                assertThat(after.at("/" + parts[0]).asText("?")).as(member).isEqualTo(parts[2]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/pools        | startswith(id,'a')                             | able",
                "/pools        | vmSize eq 'standard_a1'                        | baker",
                "/pools        | state eq 'active' and allocationState eq 'steady' | able baker",
                "/pools        | currentDedicatedNodes ge 1                     | able",
                "/pools        | enableAutoScale eq true                        | ''",
                "/jobs         | executionInfo/poolId eq 'able'                 | ja sa:job-1",
                "/jobs         | state eq 'completed'                           | jb",
                "/jobs         | priority gt 0                                  | jb",
                "/jobs         | executionInfo/endTime gt 2026-01-01T00:00:00Z  | jb",
                "/jobschedules | id ge 'sb' and state eq 'active'               | sc",
                "/jobschedules | state eq 'disabled'                            | sb",
                "/jobschedules/sa/jobs | state eq 'active'                      | sa:job-1",
                "/jobschedules/sa/jobs | executionInfo/poolId eq 'baker'        | ''",
                "/certificates | state eq 'active'                              | bb",
                "/certificates | state ne 'active'                              | aa",
                "/nodecounts   | poolId eq 'baker'                              | baker",
                "/poolusagemetrics | poolId eq 'baker'                          | ''",
                "/supportedimages | osType eq 'windows' and verificationType eq 'verified' | +",
                "/supportedimages | osType ne 'windows' and osType ne 'linux'   | ''",
                "/pools/able/nodes | state eq 'idle'                            | +",
                "/pools/able/nodes | state ne 'idle'                            | ''",
                "/pools/able/nodes | lastBootTime le 2026-01-01T00:00:00Z       | ''",
                "/pools/able/nodes | startTaskInfo/result eq 'success'          | +",
                "/pools/able/nodes | startTaskInfo/exitCode ne 0                | ''",
                "/jobs/ja/jobpreparationandreleasetaskstatus | poolId eq 'able' | +",
                "/jobs/ja/jobpreparationandreleasetaskstatus | jobPreparationTaskExecutionInfo/exitCode gt 0 | ''",
                "/jobs/ja/tasks/t/files?recursive=true | startswith(name,'std') | stderr.txt stdout.txt",
                "/pools/able/nodes/NODE/files?recursive=false | startswith(name,'work') | workitems",
            })
    void filters_ofEveryList_selectWhatTheySay(String path, String filter, String wanted) {
        try (FrozenBatch fake = new FrozenBatch()) {
            fake.post(
                    "/pools",
                    BatchCalls.pool("able", 1).replace("{\"id\"", "{\"startTask\":{\"commandLine\":\"c\"},\"id\""));
            fake.post("/pools", BatchCalls.pool("baker", 0).replace("standard_d2s_v3", "standard_a1"));
            fake.post("/certificates", "{\"thumbprint\":\"aa\",\"thumbprintAlgorithm\":\"sha1\",\"data\":\"AAAA\"}");
            fake.post("/certificates", "{\"thumbprint\":\"bb\",\"thumbprintAlgorithm\":\"sha1\",\"data\":\"AAAA\"}");
            fake.post(
                    "/jobs",
                    BatchCalls.job("ja", "able")
                            .replace("{\"id\"", "{\"jobPreparationTask\":{\"commandLine\":\"c\"},\"id\""));
            fake.post("/jobs", BatchCalls.job("jb", "nowhere").replace("{\"id\"", "{\"priority\":3,\"id\""));
            fake.post("/jobs/ja/tasks", BatchCalls.task("t"));
            for (String id : List.of("sa", "sb", "sc")) {
                String start = id.equals("sa") ? "" : "\"doNotRunUntil\":\"2030-01-01T00:00:00Z\"";
                fake.post(
                        "/jobschedules",
                        "{\"id\":\"" + id + "\",\"schedule\":{" + start
                                + "},\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"able\"}}}");
            }
            fake.post("/jobschedules/sb/disable");
            fake.post("/jobs/jb/terminate");
            fake.seconds(30);
            fake.calls.delete("/certificates(thumbprintAlgorithm=sha1,thumbprint=aa)");
            String node = fake.get("/pools/able/nodes").at("/value/0/id").asText();
            String list = path.replace("NODE", node) + (path.contains("?") ? "&" : "?") + "$filter="
                    + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");

            BatchCalls.Answer answer = fake.calls.get(list);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            List<String> found = new ArrayList<>();
            answer.json().path("value").forEach(item -> found.add(name((ObjectNode) item)));
            if (wanted.equals("+")) {
                assertThat(found).isNotEmpty();
            } else {
                assertThat(String.join(" ", found)).isEqualTo(wanted.replace("''", ""));
            }
        }
    }

    private static String name(ObjectNode item) {
        return Stream.of("id", "thumbprint", "name", "poolId", "nodeAgentSKUId")
                .filter(item::has)
                .findFirst()
                .map(member -> item.get(member).asText())
                .orElseThrow();
    }
}
