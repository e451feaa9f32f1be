package io.github.latchkey.testkit.batch;

import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A walk through every operation of the service that ends well each time. What is secret in its requests is
 * {@link #SECRET}.
 */
final class Tour {

    static final String SECRET = "s3cr3t";

    private static final String RICH_POOL = """
            {"id":"rich","displayName":"Rich","vmSize":"standard_d4s_v3","targetDedicatedNodes":3,"targetLowPriorityNodes":1,
             "taskSlotsPerNode":4,"enableInterNodeCommunication":true,"taskSchedulingPolicy":{"nodeFillType":"pack"},
             "metadata":[{"name":"team","value":"blue"}],"applicationPackageReferences":[{"applicationId":"blender"}],
             "certificateReferences":[{"thumbprint":"c0ffee","thumbprintAlgorithm":"sha1","visibility":["task"]}],
             "userAccounts":[{"name":"ada","password":"s3cr3t","elevationLevel":"admin",
               "linuxUserConfiguration":{"uid":1,"gid":1,"sshPrivateKey":"s3cr3t"}}],
             "mountConfiguration":[{"azureBlobFileSystemConfiguration":{"accountName":"a","containerName":"c",
               "relativeMountPath":"m","accountKey":"s3cr3t"}},{"azureBlobFileSystemConfiguration":{"accountName":"a",
               "containerName":"d","relativeMountPath":"n","sasKey":"s3cr3t"}},{"azureFileShareConfiguration":{
               "accountName":"a","azureFileUrl":"u","relativeMountPath":"o","accountKey":"s3cr3t"}},
               {"cifsMountConfiguration":{"username":"u","source":"s","relativeMountPath":"p","password":"s3cr3t"}}],
             "startTask":{"commandLine":"setup"},"targetNodeCommunicationMode":"simplified",
             "networkConfiguration":{"endpointConfiguration":{"inboundNATPools":[{"name":"web","protocol":"tcp",
               "backendPort":80,"frontendPortRangeStart":40000,"frontendPortRangeEnd":40100}]}},
             "virtualMachineConfiguration":{"nodeAgentSKUId":"batch.node.ubuntu 22.04",
               "imageReference":{"publisher":"canonical","offer":"jammy","sku":"22_04-lts"},
               "extensions":[{"name":"monitor","publisher":"me","type":"agent","settings":{},
                 "protectedSettings":{"key":"s3cr3t"}}],
               "containerConfiguration":{"type":"dockerCompatible","containerRegistries":[{"registryServer":"r",
                 "username":"u","password":"s3cr3t"}]}}}""";

    private static final String CLOUD_POOL = "{\"id\":\"cloud\",\"vmSize\":\"small\",\"targetDedicatedNodes\":1,"
            + "\"cloudServiceConfiguration\":{\"osFamily\":\"6\"}}";

    private static final String RICH_JOB = """
            {"id":"rich","displayName":"Rich","priority":10,"usesTaskDependencies":true,"poolInfo":{"poolId":"rich"},
             "constraints":{"maxWallClockTime":"PT8H","maxTaskRetryCount":2},
             "onTaskFailure":"performexitoptionsjobaction",
             "commonEnvironmentSettings":[{"name":"A","value":"b"}],
             "jobManagerTask":{"id":"manager","commandLine":"manage","killJobOnCompletion":false},
             "jobPreparationTask":{"commandLine":"prepare"},"jobReleaseTask":{"commandLine":"release"},
             "metadata":[{"name":"k","value":"v"}],"networkConfiguration":{"subnetId":"s"}}""";

    private static final String TASKS = """
            {"value":[
             {"id":"plain","commandLine":"echo plain"},
             {"id":"fails","commandLine":"exit 3","constraints":{"maxTaskRetryCount":1,"retentionTime":"P1D"},
              "exitConditions":{"exitCodes":[{"code":3,"exitOptions":{"jobAction":"none","dependencyAction":"satisfy"}}]}},
             {"id":"after","commandLine":"echo after","dependsOn":{"taskIds":["fails"]},
              "resourceFiles":[{"httpUrl":"https://example.com/a","filePath":"a"}],
              "outputFiles":[{"filePattern":"*","destination":{"container":{"containerUrl":"https://example.com/c"}},
                "uploadOptions":{"uploadCondition":"taskcompletion"}}]},
             {"id":"endless","commandLine":"sleep","exitConditions":{"default":{"jobAction":"none"}}},
             {"id":"plain","commandLine":"twice"}]}""";

    private static final String MPI_POOL = """
            {"id":"mpi","vmSize":"standard_h16r","targetDedicatedNodes":3,"enableInterNodeCommunication":true,
             "virtualMachineConfiguration":{"nodeAgentSKUId":"batch.node.ubuntu 22.04",
               "imageReference":{"publisher":"canonical","offer":"jammy","sku":"22_04-lts"}}}""";

    private static final String MPI_TASK = """
            {"id":"many","commandLine":"mpi","multiInstanceSettings":{"numberOfInstances":3,
             "coordinationCommandLine":"coordinate",
             "commonResourceFiles":[{"httpUrl":"https://example.com/common","filePath":"common"}]}}""";

    private static final String SCHEDULE = """
            {"id":"%s","schedule":{"recurrenceInterval":"PT1H","startWindow":"PT10M"},
             "jobSpecification":{"poolInfo":{"poolId":"rich"},"priority":1},"metadata":[{"name":"k","value":"v"}]}""";

    private final FakeBatch batch;
    private final BatchCalls calls;
    private final BiConsumer<String, BatchCalls.Answer> looker;

    /** Takes the account to walk through, and who looks at the answers, told by operation. */
    Tour(FakeBatch batch, BatchCalls calls, BiConsumer<String, BatchCalls.Answer> looker) {
        this.batch = batch;
        this.calls = calls;
        this.looker = looker;
    }

    /** Describes the account that the walk needs. */
    static FakeBatch.Builder prepare(FakeBatch.Builder builder) {
        return builder.application("blender", "4.1", "4.2")
                .script(TaskRules.builder()
                        .task("fails", TaskOutcome.exitsWith(3))
                        .task("endless", TaskOutcome.neverEnds())
                        .build());
    }

    void all() {
        account();
        pools();
        String node = calls.get("/pools/rich/nodes").json().at("/value/0/id").asText();
        nodes("/pools/rich/nodes/" + node);
        jobs();
        files("/pools/rich/nodes/" + node);
        tasks();
        schedules();
        ends();
    }

    private void check(String operationId, String method, String path, @Nullable String body) {
        looker.accept(operationId, calls.call(method, path, body, Map.of()));
    }

    private void get(String operationId, String path) {
        check(operationId, "GET", path, null);
    }

    private void post(String operationId, String path, @Nullable String body) {
        check(operationId, "POST", path, body);
    }

    private void account() {
        get("Account_ListSupportedImages", "/supportedimages?$filter=osType%20eq%20'linux'");
        get("Application_List", "/applications");
        get("Application_Get", "/applications/blender");
        String certificate = "{\"thumbprint\":\"c0ffee\",\"thumbprintAlgorithm\":\"sha1\",\"data\":\"AAAA\","
                + "\"certificateFormat\":\"cer\"}";
        post("Certificate_Add", "/certificates", certificate);
        get("Certificate_List", "/certificates");
        get("Certificate_Get", "/certificates(thumbprintAlgorithm=sha1,thumbprint=c0ffee)");
    }

    private void pools() {
        post("Pool_Add", "/pools", RICH_POOL);
        post("Pool_Add", "/pools", CLOUD_POOL);
        get("Pool_Get", "/pools/rich");
        post("Pool_StopResize", "/pools/cloud/stopresize", null);
        batch.advance(Duration.ofMinutes(1));
        post("Pool_Resize", "/pools/cloud/resize", "{\"targetDedicatedNodes\":2}");
        batch.advance(Duration.ofMinutes(1));
        get("Pool_Get", "/pools/rich?$expand=stats");
        get("Pool_List", "/pools?$expand=stats");
        get("Account_ListPoolNodeCounts", "/nodecounts");
        check("Pool_Exists", "HEAD", "/pools/rich", null);
        check("Pool_Patch", "PATCH", "/pools/rich", "{\"metadata\":[{\"name\":\"a\",\"value\":\"b\"}]}");
        post(
                "Pool_UpdateProperties",
                "/pools/cloud/updateproperties",
                "{\"certificateReferences\":[],\"applicationPackageReferences\":[],\"metadata\":[]}");
        post(
                "Pool_EnableAutoScale",
                "/pools/cloud/enableautoscale",
                "{\"autoScaleFormula\":\"$TargetDedicatedNodes=2;\"}");
        post("Pool_EvaluateAutoScale", "/pools/cloud/evaluateautoscale", "{\"autoScaleFormula\":\"nonsense\"}");
        post("Pool_EvaluateAutoScale", "/pools/cloud/evaluateautoscale", "{\"autoScaleFormula\":\"a=1;\"}");
        get("Pool_Get", "/pools/cloud");
        post("Pool_DisableAutoScale", "/pools/cloud/disableautoscale", null);
        batch.advance(Duration.ofHours(5));
        get("Pool_ListUsageMetrics", "/poolusagemetrics");
    }

    private void nodes(String node) {
        get("ComputeNode_List", "/pools/rich/nodes");
        get("ComputeNode_Get", node);
        post("ComputeNode_AddUser", node + "/users", "{\"name\":\"bob\",\"password\":\"s3cr3t\"}");
        check(
                "ComputeNode_UpdateUser",
                "PUT",
                node + "/users/bob",
                "{\"password\":\"s3cr3t\",\"sshPublicKey\":\"public\"}");
        check("ComputeNode_DeleteUser", "DELETE", node + "/users/bob", null);
        get("ComputeNode_GetRemoteLoginSettings", node + "/remoteloginsettings");
        get("ComputeNode_GetRemoteDesktop", node + "/rdp");
        get("ComputeNodeExtension_List", node + "/extensions");
        get("ComputeNodeExtension_Get", node + "/extensions/monitor");
        post(
                "ComputeNode_UploadBatchServiceLogs",
                node + "/uploadbatchservicelogs",
                "{\"containerUrl\":\"https://example.com/c\",\"startTime\":\"2026-01-01T00:00:00Z\"}");
        post("ComputeNode_DisableScheduling", node + "/disablescheduling", null);
        post("ComputeNode_EnableScheduling", node + "/enablescheduling", null);
        post("ComputeNode_Reboot", node + "/reboot", "{\"nodeRebootOption\":\"terminate\"}");
        String other = calls.get("/pools/cloud/nodes").json().at("/value/0/id").asText();
        post("ComputeNode_Reimage", "/pools/cloud/nodes/" + other + "/reimage", null);
        batch.advance(Duration.ofMinutes(1));
        post("Pool_RemoveNodes", "/pools/cloud/removenodes", "{\"nodeList\":[\"" + other + "\"]}");
        batch.advance(Duration.ofMinutes(1));
    }

    private void jobs() {
        post("Job_Add", "/jobs", RICH_JOB);
        get("Job_Get", "/jobs/rich?$expand=stats");
        post("Task_AddCollection", "/jobs/rich/addtaskcollection", TASKS);
        post("Task_Add", "/jobs/rich/tasks", "{\"id\":\"single\",\"commandLine\":\"echo single\"}");
        post("Pool_Add", "/pools", MPI_POOL);
        post("Job_Add", "/jobs", BatchCalls.job("mpi", "mpi"));
        post("Task_Add", "/jobs/mpi/tasks", MPI_TASK);
        batch.advance(Duration.ofMillis(42));
        get("Task_Get", "/jobs/mpi/tasks/many");
        get("Task_ListSubtasks", "/jobs/mpi/tasks/many/subtasksinfo");
        batch.advance(Duration.ofMinutes(1));
        get("Job_List", "/jobs?$expand=stats");
        get("Job_GetTaskCounts", "/jobs/rich/taskcounts");
        get("Job_ListPreparationAndReleaseTaskStatus", "/jobs/rich/jobpreparationandreleasetaskstatus");
        check("Job_Patch", "PATCH", "/jobs/rich", "{\"priority\":5}");
        check("Job_Update", "PUT", "/jobs/rich", "{\"poolInfo\":{\"poolId\":\"rich\"}}");
        get("ComputeNode_List", "/pools/rich/nodes");
    }

    private void tasks() {
        get("Task_List", "/jobs/rich/tasks?$expand=stats");
        get("Task_Get", "/jobs/rich/tasks/fails");
        get("Task_ListSubtasks", "/jobs/mpi/tasks/many/subtasksinfo");
        check("Task_Update", "PUT", "/jobs/rich/tasks/endless", "{\"constraints\":{\"maxTaskRetryCount\":1}}");
        post("Task_Terminate", "/jobs/rich/tasks/endless/terminate", null);
        post("Task_Reactivate", "/jobs/rich/tasks/endless/reactivate", null);
        check("Task_Delete", "DELETE", "/jobs/rich/tasks/plain", null);
    }

    private void files(String node) {
        get("File_ListFromTask", "/jobs/rich/tasks/plain/files?recursive=true");
        get("File_GetFromTask", "/jobs/rich/tasks/plain/files/stdout.txt");
        check("File_GetPropertiesFromTask", "HEAD", "/jobs/rich/tasks/plain/files/stdout.txt", null);
        check("File_DeleteFromTask", "DELETE", "/jobs/rich/tasks/plain/files/stdout.txt", null);
        get("File_ListFromComputeNode", node + "/files?recursive=true");
        get("File_GetFromComputeNode", node + "/files/startup%2Fstdout.txt");
        check("File_GetPropertiesFromComputeNode", "HEAD", node + "/files/startup%2Fstdout.txt", null);
        check("File_DeleteFromComputeNode", "DELETE", node + "/files/startup%2Fstdout.txt", null);
    }

    private void schedules() {
        post("JobSchedule_Add", "/jobschedules", SCHEDULE.formatted("s1"));
        post("JobSchedule_Add", "/jobschedules", SCHEDULE.formatted("s2"));
        batch.advance(Duration.ofMinutes(1));
        get("JobSchedule_Get", "/jobschedules/s1?$expand=stats");
        get("JobSchedule_List", "/jobschedules?$expand=stats");
        get("Job_ListFromJobSchedule", "/jobschedules/s1/jobs");
        check("JobSchedule_Exists", "HEAD", "/jobschedules/s1", null);
        check("JobSchedule_Patch", "PATCH", "/jobschedules/s1", "{\"metadata\":[]}");
        check(
                "JobSchedule_Update",
                "PUT",
                "/jobschedules/s1",
                "{\"schedule\":{\"recurrenceInterval\":\"PT2H\"},"
                        + "\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"rich\"}}}");
        post("JobSchedule_Disable", "/jobschedules/s1/disable", null);
        post("JobSchedule_Enable", "/jobschedules/s1/enable", null);
        post("JobSchedule_Terminate", "/jobschedules/s1/terminate", null);
        check("JobSchedule_Delete", "DELETE", "/jobschedules/s2", null);
        batch.advance(Duration.ofMinutes(1));
        get("JobSchedule_Get", "/jobschedules/s1");
    }

    private void ends() {
        post("Job_Disable", "/jobs/rich/disable", "{\"disableTasks\":\"requeue\"}");
        batch.advance(Duration.ofMinutes(1));
        get("Job_Get", "/jobs/rich");
        post("Job_Enable", "/jobs/rich/enable", null);
        batch.advance(Duration.ofMinutes(1));
        post("Job_Terminate", "/jobs/rich/terminate", "{\"terminateReason\":\"enough\"}");
        batch.advance(Duration.ofMinutes(1));
        get("Job_Get", "/jobs/rich");
        get("Job_ListPreparationAndReleaseTaskStatus", "/jobs/rich/jobpreparationandreleasetaskstatus");
        check("Job_Delete", "DELETE", "/jobs/rich", null);
        check("Certificate_Delete", "DELETE", "/certificates(thumbprintAlgorithm=sha1,thumbprint=c0ffee)", null);
        batch.advance(Duration.ofMinutes(1));
        get("Certificate_Get", "/certificates(thumbprintAlgorithm=sha1,thumbprint=c0ffee)");
        post(
                "Certificate_CancelDeletion",
                "/certificates(thumbprintAlgorithm=sha1,thumbprint=c0ffee)/canceldelete",
                null);
        check("Pool_Delete", "DELETE", "/pools/rich", null);
        batch.advance(Duration.ofMinutes(1));
    }
}
