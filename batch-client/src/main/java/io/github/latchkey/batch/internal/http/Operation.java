package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.ServiceVersion;
import io.netty.handler.codec.http.HttpMethod;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every operation of the service: what its request looks like, when it may be repeated, and which versions have it. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are never changed after the constructor
public enum Operation {
    /** {@code Account_ListPoolNodeCounts}. */
    ACCOUNT_LIST_POOL_NODE_COUNTS(at("Account_ListPoolNodeCounts", HttpMethod.GET, "/nodecounts", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.MAX_RESULTS)
            .call("account().nodeCounts(ListOptions)")),
    /** {@code Account_ListSupportedImages}. */
    ACCOUNT_LIST_SUPPORTED_IMAGES(at("Account_ListSupportedImages", HttpMethod.GET, "/supportedimages", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.MAX_RESULTS)
            .call("account().supportedImages(ListOptions)")),
    /** {@code Application_Get}. */
    APPLICATION_GET(at("Application_Get", HttpMethod.GET, "/applications/{applicationId}", 200)
            .repeat(Repeat.READ)
            .call("applications().get(String)")),
    /** {@code Application_List}. */
    APPLICATION_LIST(at("Application_List", HttpMethod.GET, "/applications", 200)
            .repeat(Repeat.READ)
            .options(Option.MAX_RESULTS)
            .call("applications().list(ListOptions)")),
    /** {@code Certificate_Add}. */
    CERTIFICATE_ADD(at("Certificate_Add", HttpMethod.POST, "/certificates", 201)
            .repeat(Repeat.CREATE)
            .until(ServiceVersion.V2025_06_01)
            .call("certificates().create(CertificateCreate)")),
    /** {@code Certificate_CancelDeletion}. */
    CERTIFICATE_CANCEL_DELETION(at(
                    "Certificate_CancelDeletion",
                    HttpMethod.POST,
                    "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})/canceldelete",
                    204)
            .repeat(Repeat.ONCE)
            .until(ServiceVersion.V2025_06_01)
            .call("certificates().cancelDeletion(String, String)")),
    /** {@code Certificate_Delete}. */
    CERTIFICATE_DELETE(at(
                    "Certificate_Delete",
                    HttpMethod.DELETE,
                    "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})",
                    202)
            .repeat(Repeat.DELETE)
            .until(ServiceVersion.V2025_06_01)
            .call("certificates().delete(String, String)")),
    /** {@code Certificate_Get}. */
    CERTIFICATE_GET(at(
                    "Certificate_Get",
                    HttpMethod.GET,
                    "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})",
                    200)
            .repeat(Repeat.READ)
            .options(Option.SELECT)
            .until(ServiceVersion.V2025_06_01)
            .call("certificates().get(String, String)")),
    /** {@code Certificate_List}. */
    CERTIFICATE_LIST(at("Certificate_List", HttpMethod.GET, "/certificates", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.MAX_RESULTS)
            .until(ServiceVersion.V2025_06_01)
            .call("certificates().list(ListOptions)")),
    /** {@code ComputeNode_AddUser}. */
    COMPUTE_NODE_ADD_USER(at("ComputeNode_AddUser", HttpMethod.POST, "/pools/{poolId}/nodes/{nodeId}/users", 201)
            .repeat(Repeat.CREATE)
            .call("nodes(poolId).addUser(String, ComputeNodeUser)")),
    /** {@code ComputeNode_Deallocate}. */
    COMPUTE_NODE_DEALLOCATE(
            at("ComputeNode_Deallocate", HttpMethod.POST, "/pools/{poolId}/nodes/{nodeId}/deallocate", 202)
                    .repeat(Repeat.ONCE)
                    .since(ServiceVersion.V2024_07_01)
                    .call("nodes(poolId).deallocate(String, ComputeNodeDeallocateOption)")),
    /** {@code ComputeNode_DeleteUser}. */
    COMPUTE_NODE_DELETE_USER(
            at("ComputeNode_DeleteUser", HttpMethod.DELETE, "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200)
                    .repeat(Repeat.DELETE)
                    .call("nodes(poolId).deleteUser(String, String)")),
    /** {@code ComputeNode_DisableScheduling}. */
    COMPUTE_NODE_DISABLE_SCHEDULING(at(
                    "ComputeNode_DisableScheduling",
                    HttpMethod.POST,
                    "/pools/{poolId}/nodes/{nodeId}/disablescheduling",
                    200)
            .repeat(Repeat.SWITCH)
            .call("nodes(poolId).disableScheduling(String, DisableComputeNodeSchedulingOption)")),
    /** {@code ComputeNode_EnableScheduling}. */
    COMPUTE_NODE_ENABLE_SCHEDULING(
            at("ComputeNode_EnableScheduling", HttpMethod.POST, "/pools/{poolId}/nodes/{nodeId}/enablescheduling", 200)
                    .repeat(Repeat.SWITCH)
                    .call("nodes(poolId).enableScheduling(String)")),
    /** {@code ComputeNode_Get}. */
    COMPUTE_NODE_GET(at("ComputeNode_Get", HttpMethod.GET, "/pools/{poolId}/nodes/{nodeId}", 200)
            .repeat(Repeat.READ)
            .options(Option.SELECT)
            .call("nodes(poolId).get(String)")),
    /** {@code ComputeNode_GetRemoteDesktop}. */
    COMPUTE_NODE_GET_REMOTE_DESKTOP(
            at("ComputeNode_GetRemoteDesktop", HttpMethod.GET, "/pools/{poolId}/nodes/{nodeId}/rdp", 200)
                    .file()
                    .repeat(Repeat.READ)
                    .until(ServiceVersion.V2024_07_01)
                    .call("nodes(poolId).remoteDesktop(String)")),
    /** {@code ComputeNode_GetRemoteLoginSettings}. */
    COMPUTE_NODE_GET_REMOTE_LOGIN_SETTINGS(at(
                    "ComputeNode_GetRemoteLoginSettings",
                    HttpMethod.GET,
                    "/pools/{poolId}/nodes/{nodeId}/remoteloginsettings",
                    200)
            .repeat(Repeat.READ)
            .call("nodes(poolId).remoteLoginSettings(String)")),
    /** {@code ComputeNode_List}. */
    COMPUTE_NODE_LIST(at("ComputeNode_List", HttpMethod.GET, "/pools/{poolId}/nodes", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.MAX_RESULTS)
            .call("nodes(poolId).list(ListOptions)")),
    /** {@code ComputeNode_Reboot}. */
    COMPUTE_NODE_REBOOT(at("ComputeNode_Reboot", HttpMethod.POST, "/pools/{poolId}/nodes/{nodeId}/reboot", 202)
            .repeat(Repeat.ONCE)
            .call("nodes(poolId).reboot(String, ComputeNodeRebootOption)")),
    /** {@code ComputeNode_Reimage}. */
    COMPUTE_NODE_REIMAGE(at("ComputeNode_Reimage", HttpMethod.POST, "/pools/{poolId}/nodes/{nodeId}/reimage", 202)
            .repeat(Repeat.ONCE)
            .call("nodes(poolId).reimage(String, ComputeNodeReimageOption)")),
    /** {@code ComputeNode_Start}. */
    COMPUTE_NODE_START(at("ComputeNode_Start", HttpMethod.POST, "/pools/{poolId}/nodes/{nodeId}/start", 202)
            .repeat(Repeat.ONCE)
            .since(ServiceVersion.V2024_07_01)
            .call("nodes(poolId).start(String)")),
    /** {@code ComputeNode_UpdateUser}. */
    COMPUTE_NODE_UPDATE_USER(
            at("ComputeNode_UpdateUser", HttpMethod.PUT, "/pools/{poolId}/nodes/{nodeId}/users/{userName}", 200)
                    .repeat(Repeat.WRITE)
                    .call("nodes(poolId).updateUser(String, String, ComputeNodeUserUpdate)")),
    /** {@code ComputeNode_UploadBatchServiceLogs}. */
    COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS(at(
                    "ComputeNode_UploadBatchServiceLogs",
                    HttpMethod.POST,
                    "/pools/{poolId}/nodes/{nodeId}/uploadbatchservicelogs",
                    200)
            .repeat(Repeat.ONCE)
            .call("nodes(poolId).uploadLogs(String, UploadBatchServiceLogsConfiguration)")),
    /** {@code ComputeNodeExtension_Get}. */
    COMPUTE_NODE_EXTENSION_GET(at(
                    "ComputeNodeExtension_Get",
                    HttpMethod.GET,
                    "/pools/{poolId}/nodes/{nodeId}/extensions/{extensionName}",
                    200)
            .repeat(Repeat.READ)
            .options(Option.SELECT)
            .call("nodes(poolId).extension(String, String)")),
    /** {@code ComputeNodeExtension_List}. */
    COMPUTE_NODE_EXTENSION_LIST(
            at("ComputeNodeExtension_List", HttpMethod.GET, "/pools/{poolId}/nodes/{nodeId}/extensions", 200)
                    .repeat(Repeat.READ)
                    .options(Option.SELECT, Option.MAX_RESULTS)
                    .call("nodes(poolId).extensions(String, ListOptions)")),
    /** {@code File_DeleteFromComputeNode}. */
    FILE_DELETE_FROM_COMPUTE_NODE(
            at("File_DeleteFromComputeNode", HttpMethod.DELETE, "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200)
                    .repeat(Repeat.DELETE)
                    .call("files().ofNode(poolId, nodeId).delete(String, boolean)")),
    /** {@code File_DeleteFromTask}. */
    FILE_DELETE_FROM_TASK(
            at("File_DeleteFromTask", HttpMethod.DELETE, "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200)
                    .repeat(Repeat.DELETE)
                    .call("files().ofTask(jobId, taskId).delete(String, boolean)")),
    /** {@code File_GetFromComputeNode}. */
    FILE_GET_FROM_COMPUTE_NODE(
            at("File_GetFromComputeNode", HttpMethod.GET, "/pools/{poolId}/nodes/{nodeId}/files/{filePath}", 200)
                    .file()
                    .repeat(Repeat.READ)
                    .conditions(Conditional.TIME)
                    .call("files().ofNode(poolId, nodeId).download(String)")),
    /** {@code File_GetFromTask}. */
    FILE_GET_FROM_TASK(at("File_GetFromTask", HttpMethod.GET, "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200)
            .file()
            .repeat(Repeat.READ)
            .conditions(Conditional.TIME)
            .call("files().ofTask(jobId, taskId).download(String)")),
    /** {@code File_GetPropertiesFromComputeNode}. */
    FILE_GET_PROPERTIES_FROM_COMPUTE_NODE(at(
                    "File_GetPropertiesFromComputeNode",
                    HttpMethod.HEAD,
                    "/pools/{poolId}/nodes/{nodeId}/files/{filePath}",
                    200)
            .repeat(Repeat.READ)
            .conditions(Conditional.TIME)
            .call("files().ofNode(poolId, nodeId).properties(String)")),
    /** {@code File_GetPropertiesFromTask}. */
    FILE_GET_PROPERTIES_FROM_TASK(
            at("File_GetPropertiesFromTask", HttpMethod.HEAD, "/jobs/{jobId}/tasks/{taskId}/files/{filePath}", 200)
                    .repeat(Repeat.READ)
                    .conditions(Conditional.TIME)
                    .call("files().ofTask(jobId, taskId).properties(String)")),
    /** {@code File_ListFromComputeNode}. */
    FILE_LIST_FROM_COMPUTE_NODE(
            at("File_ListFromComputeNode", HttpMethod.GET, "/pools/{poolId}/nodes/{nodeId}/files", 200)
                    .repeat(Repeat.READ)
                    .options(Option.FILTER, Option.MAX_RESULTS)
                    .call("files().ofNode(poolId, nodeId).list(boolean, ListOptions)")),
    /** {@code File_ListFromTask}. */
    FILE_LIST_FROM_TASK(at("File_ListFromTask", HttpMethod.GET, "/jobs/{jobId}/tasks/{taskId}/files", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.MAX_RESULTS)
            .call("files().ofTask(jobId, taskId).list(boolean, ListOptions)")),
    /** {@code Job_Add}. */
    JOB_ADD(at("Job_Add", HttpMethod.POST, "/jobs", 201).repeat(Repeat.CREATE).call("jobs().create(JobCreate)")),
    /** {@code Job_Delete}. */
    JOB_DELETE(at("Job_Delete", HttpMethod.DELETE, "/jobs/{jobId}", 202)
            .repeat(Repeat.DELETE)
            .conditions(Conditional.ALL)
            .options(Option.FORCE)
            .call("jobs().delete(String)")),
    /** {@code Job_Disable}. */
    JOB_DISABLE(at("Job_Disable", HttpMethod.POST, "/jobs/{jobId}/disable", 202)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("jobs().disable(String, DisableJobOption)")),
    /** {@code Job_Enable}. */
    JOB_ENABLE(at("Job_Enable", HttpMethod.POST, "/jobs/{jobId}/enable", 202)
            .repeat(Repeat.ONCE)
            .conditions(Conditional.ALL)
            .call("jobs().enable(String)")),
    /** {@code Job_Get}. */
    JOB_GET(at("Job_Get", HttpMethod.GET, "/jobs/{jobId}", 200)
            .repeat(Repeat.READ)
            .conditions(Conditional.ALL)
            .options(Option.SELECT, Option.EXPAND)
            .call("jobs().get(String)")),
    /** {@code Job_GetTaskCounts}. */
    JOB_GET_TASK_COUNTS(at("Job_GetTaskCounts", HttpMethod.GET, "/jobs/{jobId}/taskcounts", 200)
            .repeat(Repeat.READ)
            .call("jobs().taskCounts(String)")),
    /** {@code Job_List}. */
    JOB_LIST(at("Job_List", HttpMethod.GET, "/jobs", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.EXPAND, Option.MAX_RESULTS)
            .call("jobs().list(ListOptions)")),
    /** {@code Job_ListFromJobSchedule}. */
    JOB_LIST_FROM_JOB_SCHEDULE(at("Job_ListFromJobSchedule", HttpMethod.GET, "/jobschedules/{jobScheduleId}/jobs", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.EXPAND, Option.MAX_RESULTS)
            .call("jobs().listFromJobSchedule(String, ListOptions)")),
    /** {@code Job_ListPreparationAndReleaseTaskStatus}. */
    JOB_LIST_PREPARATION_AND_RELEASE_TASK_STATUS(at(
                    "Job_ListPreparationAndReleaseTaskStatus",
                    HttpMethod.GET,
                    "/jobs/{jobId}/jobpreparationandreleasetaskstatus",
                    200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.MAX_RESULTS)
            .call("jobs().preparationAndReleaseTaskStatus(String, ListOptions)")),
    /** {@code Job_Patch}. */
    JOB_PATCH(at("Job_Patch", HttpMethod.PATCH, "/jobs/{jobId}", 200)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("jobs().patch(String, JobPatch)")),
    /** {@code Job_Terminate}. */
    JOB_TERMINATE(at("Job_Terminate", HttpMethod.POST, "/jobs/{jobId}/terminate", 202)
            .repeat(Repeat.END)
            .conditions(Conditional.ALL)
            .options(Option.FORCE)
            .call("jobs().terminate(String)")),
    /** {@code Job_Update}. */
    JOB_UPDATE(at("Job_Update", HttpMethod.PUT, "/jobs/{jobId}", 200)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("jobs().update(String, JobUpdate)")),
    /** {@code JobSchedule_Add}. */
    JOB_SCHEDULE_ADD(at("JobSchedule_Add", HttpMethod.POST, "/jobschedules", 201)
            .repeat(Repeat.CREATE)
            .call("jobSchedules().create(JobScheduleCreate)")),
    /** {@code JobSchedule_Delete}. */
    JOB_SCHEDULE_DELETE(at("JobSchedule_Delete", HttpMethod.DELETE, "/jobschedules/{jobScheduleId}", 202)
            .repeat(Repeat.DELETE)
            .conditions(Conditional.ALL)
            .options(Option.FORCE)
            .call("jobSchedules().delete(String)")),
    /** {@code JobSchedule_Disable}. */
    JOB_SCHEDULE_DISABLE(at("JobSchedule_Disable", HttpMethod.POST, "/jobschedules/{jobScheduleId}/disable", 204)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("jobSchedules().disable(String)")),
    /** {@code JobSchedule_Enable}. */
    JOB_SCHEDULE_ENABLE(at("JobSchedule_Enable", HttpMethod.POST, "/jobschedules/{jobScheduleId}/enable", 204)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("jobSchedules().enable(String)")),
    /** {@code JobSchedule_Exists}. */
    JOB_SCHEDULE_EXISTS(at("JobSchedule_Exists", HttpMethod.HEAD, "/jobschedules/{jobScheduleId}", 200)
            .repeat(Repeat.READ)
            .conditions(Conditional.ALL)
            .call("jobSchedules().exists(String)")),
    /** {@code JobSchedule_Get}. */
    JOB_SCHEDULE_GET(at("JobSchedule_Get", HttpMethod.GET, "/jobschedules/{jobScheduleId}", 200)
            .repeat(Repeat.READ)
            .conditions(Conditional.ALL)
            .options(Option.SELECT, Option.EXPAND)
            .call("jobSchedules().get(String)")),
    /** {@code JobSchedule_List}. */
    JOB_SCHEDULE_LIST(at("JobSchedule_List", HttpMethod.GET, "/jobschedules", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.EXPAND, Option.MAX_RESULTS)
            .call("jobSchedules().list(ListOptions)")),
    /** {@code JobSchedule_Patch}. */
    JOB_SCHEDULE_PATCH(at("JobSchedule_Patch", HttpMethod.PATCH, "/jobschedules/{jobScheduleId}", 200)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("jobSchedules().patch(String, JobSchedulePatch)")),
    /** {@code JobSchedule_Terminate}. */
    JOB_SCHEDULE_TERMINATE(at("JobSchedule_Terminate", HttpMethod.POST, "/jobschedules/{jobScheduleId}/terminate", 202)
            .repeat(Repeat.END)
            .conditions(Conditional.ALL)
            .options(Option.FORCE)
            .call("jobSchedules().terminate(String)")),
    /** {@code JobSchedule_Update}. */
    JOB_SCHEDULE_UPDATE(at("JobSchedule_Update", HttpMethod.PUT, "/jobschedules/{jobScheduleId}", 200)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("jobSchedules().update(String, JobScheduleUpdate)")),
    /** {@code Pool_Add}. */
    POOL_ADD(
            at("Pool_Add", HttpMethod.POST, "/pools", 201).repeat(Repeat.CREATE).call("pools().create(PoolCreate)")),
    /** {@code Pool_Delete}. */
    POOL_DELETE(at("Pool_Delete", HttpMethod.DELETE, "/pools/{poolId}", 202)
            .repeat(Repeat.DELETE)
            .conditions(Conditional.ALL)
            .call("pools().delete(String)")),
    /** {@code Pool_DisableAutoScale}. */
    POOL_DISABLE_AUTO_SCALE(at("Pool_DisableAutoScale", HttpMethod.POST, "/pools/{poolId}/disableautoscale", 200)
            .repeat(Repeat.WRITE)
            .call("pools().disableAutoScale(String)")),
    /** {@code Pool_EnableAutoScale}. */
    POOL_ENABLE_AUTO_SCALE(at("Pool_EnableAutoScale", HttpMethod.POST, "/pools/{poolId}/enableautoscale", 200)
            .repeat(Repeat.ONCE)
            .conditions(Conditional.ALL)
            .call("pools().enableAutoScale(String, PoolAutoScale)")),
    /** {@code Pool_EvaluateAutoScale}. */
    POOL_EVALUATE_AUTO_SCALE(at("Pool_EvaluateAutoScale", HttpMethod.POST, "/pools/{poolId}/evaluateautoscale", 200)
            .repeat(Repeat.READ)
            .call("pools().evaluateAutoScale(String, String)")),
    /** {@code Pool_Exists}. */
    POOL_EXISTS(at("Pool_Exists", HttpMethod.HEAD, "/pools/{poolId}", 200)
            .repeat(Repeat.READ)
            .conditions(Conditional.ALL)
            .call("pools().exists(String)")),
    /** {@code Pool_Get}. */
    POOL_GET(at("Pool_Get", HttpMethod.GET, "/pools/{poolId}", 200)
            .repeat(Repeat.READ)
            .conditions(Conditional.ALL)
            .options(Option.SELECT, Option.EXPAND)
            .call("pools().get(String)")),
    /** {@code Pool_List}. */
    POOL_LIST(at("Pool_List", HttpMethod.GET, "/pools", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.EXPAND, Option.MAX_RESULTS)
            .call("pools().list(ListOptions)")),
    /** {@code Pool_ListUsageMetrics}. */
    POOL_LIST_USAGE_METRICS(at("Pool_ListUsageMetrics", HttpMethod.GET, "/poolusagemetrics", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.MAX_RESULTS)
            .call("pools().usageMetrics(Instant, Instant, ListOptions)")),
    /** {@code Pool_Patch}. */
    POOL_PATCH(at("Pool_Patch", HttpMethod.PATCH, "/pools/{poolId}", 200)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("pools().patch(String, PoolPatch)")),
    /** {@code Pool_RemoveNodes}. */
    POOL_REMOVE_NODES(at("Pool_RemoveNodes", HttpMethod.POST, "/pools/{poolId}/removenodes", 202)
            .repeat(Repeat.ONCE)
            .conditions(Conditional.ALL)
            .call("pools().removeNodes(String, NodeRemoval)")),
    /** {@code Pool_Resize}. */
    POOL_RESIZE(at("Pool_Resize", HttpMethod.POST, "/pools/{poolId}/resize", 202)
            .repeat(Repeat.ONCE)
            .conditions(Conditional.ALL)
            .call("pools().resize(String, PoolResize)")),
    /** {@code Pool_StopResize}. */
    POOL_STOP_RESIZE(at("Pool_StopResize", HttpMethod.POST, "/pools/{poolId}/stopresize", 202)
            .repeat(Repeat.ONCE)
            .conditions(Conditional.ALL)
            .call("pools().stopResize(String)")),
    /** {@code Pool_UpdateProperties}. */
    POOL_UPDATE_PROPERTIES(at("Pool_UpdateProperties", HttpMethod.POST, "/pools/{poolId}/updateproperties", 204)
            .repeat(Repeat.WRITE)
            .call("pools().updateProperties(String, PoolPropertiesUpdate)")),
    /** {@code Task_Add}. */
    TASK_ADD(at("Task_Add", HttpMethod.POST, "/jobs/{jobId}/tasks", 201)
            .repeat(Repeat.CREATE)
            .call("tasks(jobId).create(TaskCreate)")),
    /** {@code Task_AddCollection}. */
    TASK_ADD_COLLECTION(at("Task_AddCollection", HttpMethod.POST, "/jobs/{jobId}/addtaskcollection", 200)
            .repeat(Repeat.ONCE)
            .call("tasks(jobId).addAll(Publisher)")),
    /** {@code Task_Delete}. */
    TASK_DELETE(at("Task_Delete", HttpMethod.DELETE, "/jobs/{jobId}/tasks/{taskId}", 200)
            .repeat(Repeat.DELETE)
            .conditions(Conditional.ALL)
            .call("tasks(jobId).delete(String)")),
    /** {@code Task_Get}. */
    TASK_GET(at("Task_Get", HttpMethod.GET, "/jobs/{jobId}/tasks/{taskId}", 200)
            .repeat(Repeat.READ)
            .conditions(Conditional.ALL)
            .options(Option.SELECT, Option.EXPAND)
            .call("tasks(jobId).get(String)")),
    /** {@code Task_List}. */
    TASK_LIST(at("Task_List", HttpMethod.GET, "/jobs/{jobId}/tasks", 200)
            .repeat(Repeat.READ)
            .options(Option.FILTER, Option.SELECT, Option.EXPAND, Option.MAX_RESULTS)
            .call("tasks(jobId).list(ListOptions)")),
    /** {@code Task_ListSubtasks}. */
    TASK_LIST_SUBTASKS(at("Task_ListSubtasks", HttpMethod.GET, "/jobs/{jobId}/tasks/{taskId}/subtasksinfo", 200)
            .repeat(Repeat.READ)
            .options(Option.SELECT)
            .call("tasks(jobId).subtasks(String, ListOptions)")),
    /** {@code Task_Reactivate}. */
    TASK_REACTIVATE(at("Task_Reactivate", HttpMethod.POST, "/jobs/{jobId}/tasks/{taskId}/reactivate", 204)
            .repeat(Repeat.ONCE)
            .conditions(Conditional.ALL)
            .call("tasks(jobId).reactivate(String)")),
    /** {@code Task_Terminate}. */
    TASK_TERMINATE(at("Task_Terminate", HttpMethod.POST, "/jobs/{jobId}/tasks/{taskId}/terminate", 204)
            .repeat(Repeat.END)
            .conditions(Conditional.ALL)
            .call("tasks(jobId).terminate(String)")),
    /** {@code Task_Update}. */
    TASK_UPDATE(at("Task_Update", HttpMethod.PUT, "/jobs/{jobId}/tasks/{taskId}", 200)
            .repeat(Repeat.WRITE)
            .conditions(Conditional.ALL)
            .call("tasks(jobId).update(String, TaskUpdate)"));

    private final String id;
    private final HttpMethod method;
    private final String path;
    private final Set<Integer> success;
    private final Repeat repeat;
    private final Conditional conditions;
    private final Set<Option> options;
    private final @Nullable ServiceVersion since;
    private final @Nullable ServiceVersion until;
    private final boolean file;
    private final String call;

    Operation(Shape shape) {
        this.id = shape.id;
        this.method = shape.method;
        this.path = shape.path;
        this.success = shape.success;
        this.repeat = shape.repeat;
        this.conditions = shape.conditions;
        this.options = shape.options;
        this.since = shape.since;
        this.until = shape.until;
        this.file = shape.file;
        this.call = shape.call;
    }

    /**
     * Returns the service's name of the operation.
     *
     * @return as {@code Job_Get}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the HTTP method.
     *
     * @return the method
     */
    public HttpMethod method() {
        return method;
    }

    /**
     * Returns the path with its parameters in braces.
     *
     * @return as {@code /jobs/{jobId}}
     */
    public String path() {
        return path;
    }

    /**
     * Returns the statuses that mean success.
     *
     * @return one or two numbers
     */
    public Set<Integer> success() {
        return success;
    }

    /**
     * Returns when the operation may be repeated.
     *
     * @return the rule
     */
    public Repeat repeat() {
        return repeat;
    }

    /**
     * Returns which conditions a request can carry.
     *
     * @return the kinds
     */
    public Conditional conditions() {
        return conditions;
    }

    /**
     * Tells whether a request can carry an option.
     *
     * @param option the option
     * @return whether the service knows it here
     */
    public boolean takes(Option option) {
        return options.contains(option);
    }

    /**
     * Returns the first version that has the operation.
     *
     * @return the version, {@code null} for the oldest
     */
    public @Nullable ServiceVersion since() {
        return since;
    }

    /**
     * Returns the first version that does not have it any more.
     *
     * @return the version, {@code null} where none has dropped it
     */
    public @Nullable ServiceVersion until() {
        return until;
    }

    /** Whether the answer is a file and not JSON. */
    boolean isFile() {
        return file;
    }

    /**
     * Returns the Java call, counted from the client.
     *
     * @return as {@code jobs().get(String)}
     */
    public String call() {
        return call;
    }

    private static Shape at(String id, HttpMethod method, String path, Integer... success) {
        return new Shape(id, method, path, Set.of(success));
    }

    /** Which conditions a request can carry. */
    public enum Conditional {
        /** None. */
        NONE,
        /** On time only. */
        TIME,
        /** All four. */
        ALL
    }

    /** What a request can carry in its query. */
    public enum Option {
        /** {@code $filter}. */
        FILTER,
        /** {@code $select}. */
        SELECT,
        /** {@code $expand}. */
        EXPAND,
        /** {@code maxresults}. */
        MAX_RESULTS,
        /** {@code force}. */
        FORCE
    }

    /** Collects what a constant is made of. */
    private static final class Shape {

        private final String id;
        private final HttpMethod method;
        private final String path;
        private final Set<Integer> success;
        private final Set<Option> options = EnumSet.noneOf(Option.class);
        private Repeat repeat = Repeat.ONCE;
        private Conditional conditions = Conditional.NONE;
        private @Nullable ServiceVersion since;
        private @Nullable ServiceVersion until;
        private boolean file;
        private String call = "";

        Shape(String id, HttpMethod method, String path, Set<Integer> success) {
            this.id = id;
            this.method = method;
            this.path = path;
            this.success = success;
        }

        Shape repeat(Repeat value) {
            repeat = value;
            return this;
        }

        Shape conditions(Conditional value) {
            conditions = value;
            return this;
        }

        Shape options(Option... values) {
            options.addAll(List.of(values));
            return this;
        }

        Shape since(ServiceVersion value) {
            since = value;
            return this;
        }

        Shape until(ServiceVersion value) {
            until = value;
            return this;
        }

        Shape file() {
            file = true;
            return this;
        }

        Shape call(String value) {
            call = value;
            return this;
        }
    }
}
