package io.github.latchkey.testkit.batch.service;

import static io.github.latchkey.testkit.batch.odata.Comparison.EQUALITY;
import static io.github.latchkey.testkit.batch.odata.Comparison.TEXT;
import static io.github.latchkey.testkit.batch.rbac.Permission.action;
import static io.github.latchkey.testkit.batch.rbac.Permission.dataAction;

import io.github.latchkey.testkit.batch.odata.Comparison;
import io.github.latchkey.testkit.batch.odata.FilterMembers;
import io.github.latchkey.testkit.batch.rbac.Permission;
import java.util.List;
import java.util.Set;

/** All operations of the service, each with its route, its permission and its handler. */
public final class Operations {

    private static final String CERTIFICATE =
            "/certificates(thumbprintAlgorithm={thumbprintAlgorithm},thumbprint={thumbprint})";
    private static final String NODE = "/pools/{poolId}/nodes/{nodeId}";
    private static final String TASK = "/jobs/{jobId}/tasks/{taskId}";

    private static final Permission POOLS_READ = action("pools/read");
    private static final Permission POOLS_WRITE = action("pools/write");
    private static final Permission JOBS_READ = dataAction("jobs/read");
    private static final Permission JOBS_WRITE = dataAction("jobs/write");
    private static final Permission JOBS_DELETE = dataAction("jobs/delete");
    private static final Permission SCHEDULES_READ = dataAction("jobSchedules/read");
    private static final Permission SCHEDULES_WRITE = dataAction("jobSchedules/write");
    private static final Permission CERTIFICATES_WRITE = action("certificates/write");

    private static final FilterMembers RESOURCES = FilterMembers.none()
            .with(TEXT, "id")
            .with(EQUALITY, "state", "previousState")
            .times("stateTransitionTime", "previousStateTransitionTime", "creationTime", "lastModified");

    private static final FilterMembers JOBS = RESOURCES
            .times("executionInfo/startTime", "executionInfo/endTime")
            .numbers("priority")
            .with(TEXT, "displayName", "executionInfo/poolId");

    private static final FilterMembers TASKS = RESOURCES
            .times("executionInfo/startTime", "executionInfo/endTime")
            .numbers("executionInfo/exitCode", "executionInfo/retryCount")
            .with(EQUALITY, "executionInfo/result")
            .with(TEXT, "displayName", "nodeInfo/nodeId", "nodeInfo/poolId");

    private static final FilterMembers POOLS = RESOURCES
            .with(EQUALITY, "allocationState", "vmSize")
            .truths("enableAutoScale")
            .times("allocationStateTransitionTime")
            .numbers("currentDedicatedNodes", "currentLowPriorityNodes")
            .with(TEXT, "displayName");

    private static final FilterMembers NODES = FilterMembers.none()
            .with(EQUALITY, "state", "startTaskInfo/result")
            .with(Set.of(Comparison.EQ), "startTaskInfo/state")
            .times("stateTransitionTime", "lastBootTime", "allocationTime")
            .times("startTaskInfo/startTime", "startTaskInfo/endTime")
            .numbers("startTaskInfo/exitCode");

    private static final FilterMembers FILES = FilterMembers.none().with(Set.of(Comparison.STARTSWITH), "name");

    private static final FilterMembers PREPARATIONS = FilterMembers.none()
            .with(TEXT, "nodeId", "poolId")
            .with(EQUALITY, "jobPreparationTaskExecutionInfo/state", "jobReleaseTaskExecutionInfo/state")
            .numbers("jobPreparationTaskExecutionInfo/exitCode", "jobReleaseTaskExecutionInfo/exitCode");

    private static final List<Operation> ALL = List.of(
            op("Account_ListPoolNodeCounts", "GET /nodecounts", POOLS_READ, Accounts::nodeCounts)
                    .filter(FilterMembers.none().with(Set.of(Comparison.EQ), "poolId"))
                    .maxResultsUntil(View.V2025_06, 10),
            op("Account_ListSupportedImages", "GET /supportedimages", action("read"), Accounts::supportedImages)
                    .filter(FilterMembers.none().with(EQUALITY, "osType", "verificationType", "nodeAgentSKUId")),
            op(
                    "Application_Get",
                    "GET /applications/{applicationId}",
                    action("applications/read"),
                    Accounts::application),
            op("Application_List", "GET /applications", action("applications/read"), Accounts::applications),
            op("Certificate_Add", "POST /certificates", CERTIFICATES_WRITE, Certificates::add)
                    .body("CertificateAddParameter")
                    .until(View.V2025_06),
            op(
                            "Certificate_CancelDeletion",
                            "POST " + CERTIFICATE + "/canceldelete",
                            CERTIFICATES_WRITE,
                            Certificates::cancelDeletion)
                    .until(View.V2025_06),
            op("Certificate_Delete", "DELETE " + CERTIFICATE, action("certificates/delete"), Certificates::delete)
                    .until(View.V2025_06),
            op("Certificate_Get", "GET " + CERTIFICATE, action("certificates/read"), Certificates::get)
                    .until(View.V2025_06),
            op("Certificate_List", "GET /certificates", action("certificates/read"), Certificates::list)
                    .filter(FilterMembers.none().with(EQUALITY, "state").times("stateTransitionTime"))
                    .until(View.V2025_06),
            op("ComputeNode_AddUser", "POST " + NODE + "/users", POOLS_WRITE, Nodes::addUser)
                    .body("ComputeNodeUser"),
            op("ComputeNode_DeleteUser", "DELETE " + NODE + "/users/{userName}", POOLS_WRITE, Nodes::deleteUser),
            op(
                            "ComputeNode_DisableScheduling",
                            "POST " + NODE + "/disablescheduling",
                            POOLS_WRITE,
                            Nodes::disableScheduling)
                    .optionalBody("NodeDisableSchedulingParameter"),
            op(
                    "ComputeNode_EnableScheduling",
                    "POST " + NODE + "/enablescheduling",
                    POOLS_WRITE,
                    Nodes::enableScheduling),
            op("ComputeNode_Get", "GET " + NODE, POOLS_READ, Nodes::get),
            op("ComputeNode_GetRemoteDesktop", "GET " + NODE + "/rdp", POOLS_READ, Nodes::remoteDesktop)
                    .until(View.V2024_07),
            op(
                    "ComputeNode_GetRemoteLoginSettings",
                    "GET " + NODE + "/remoteloginsettings",
                    POOLS_READ,
                    Nodes::remoteLogin),
            op("ComputeNode_List", "GET /pools/{poolId}/nodes", POOLS_READ, Nodes::list)
                    .filter(NODES),
            op("ComputeNode_Reboot", "POST " + NODE + "/reboot", POOLS_WRITE, Nodes::reboot)
                    .optionalBody("NodeRebootParameter"),
            op("ComputeNode_Reimage", "POST " + NODE + "/reimage", POOLS_WRITE, Nodes::reimage)
                    .optionalBody("NodeReimageParameter"),
            op("ComputeNode_Start", "POST " + NODE + "/start", POOLS_WRITE, Nodes::start)
                    .since(View.V2024_07),
            op("ComputeNode_Deallocate", "POST " + NODE + "/deallocate", POOLS_WRITE, Nodes::deallocate)
                    .optionalBody("NodeDeallocateParameter")
                    .since(View.V2024_07),
            op("ComputeNode_UpdateUser", "PUT " + NODE + "/users/{userName}", POOLS_WRITE, Nodes::updateUser)
                    .body("NodeUpdateUserParameter"),
            op(
                            "ComputeNode_UploadBatchServiceLogs",
                            "POST " + NODE + "/uploadbatchservicelogs",
                            POOLS_WRITE,
                            Nodes::uploadLogs)
                    .body("UploadBatchServiceLogsConfiguration"),
            op(
                    "ComputeNodeExtension_Get",
                    "GET " + NODE + "/extensions/{extensionName}",
                    POOLS_READ,
                    Nodes::getExtension),
            op("ComputeNodeExtension_List", "GET " + NODE + "/extensions", POOLS_READ, Nodes::listExtensions),
            op(
                    "File_DeleteFromComputeNode",
                    "DELETE " + NODE + "/files/{filePath}",
                    POOLS_WRITE,
                    Files::deleteFromNode),
            op("File_DeleteFromTask", "DELETE " + TASK + "/files/{filePath}", JOBS_DELETE, Files::deleteFromTask),
            op("File_GetFromComputeNode", "GET " + NODE + "/files/{filePath}", POOLS_READ, Files::getFromNode),
            op("File_GetFromTask", "GET " + TASK + "/files/{filePath}", JOBS_READ, Files::getFromTask),
            op(
                    "File_GetPropertiesFromComputeNode",
                    "HEAD " + NODE + "/files/{filePath}",
                    POOLS_READ,
                    Files::headFromNode),
            op("File_GetPropertiesFromTask", "HEAD " + TASK + "/files/{filePath}", JOBS_READ, Files::headFromTask),
            op("File_ListFromComputeNode", "GET " + NODE + "/files", POOLS_READ, Files::listOfNode)
                    .filter(FILES),
            op("File_ListFromTask", "GET " + TASK + "/files", JOBS_READ, Files::listOfTask)
                    .filter(FILES),
            op("Job_Add", "POST /jobs", JOBS_WRITE, Jobs::add).body("JobAddParameter"),
            op("Job_GetAllLifetimeStatistics", "GET /lifetimejobstats", JOBS_READ, Accounts::jobStatistics)
                    .until(View.V2023_05),
            op("Job_Delete", "DELETE /jobs/{jobId}", JOBS_DELETE, Jobs::delete).conditional(),
            op("Job_Disable", "POST /jobs/{jobId}/disable", JOBS_WRITE, Jobs::disable)
                    .body("JobDisableParameter")
                    .conditional(),
            op("Job_Enable", "POST /jobs/{jobId}/enable", JOBS_WRITE, Jobs::enable)
                    .conditional(),
            op("Job_Get", "GET /jobs/{jobId}", JOBS_READ, Jobs::get).conditional(),
            op("Job_GetTaskCounts", "GET /jobs/{jobId}/taskcounts", JOBS_READ, Jobs::taskCounts),
            op("Job_List", "GET /jobs", JOBS_READ, Jobs::list).filter(JOBS),
            op(
                            "Job_ListFromJobSchedule",
                            "GET /jobschedules/{jobScheduleId}/jobs",
                            SCHEDULES_READ,
                            Jobs::listOfSchedule)
                    .filter(JOBS),
            op(
                            "Job_ListPreparationAndReleaseTaskStatus",
                            "GET /jobs/{jobId}/jobpreparationandreleasetaskstatus",
                            JOBS_READ,
                            Jobs::preparationAndRelease)
                    .filter(PREPARATIONS),
            op("Job_Patch", "PATCH /jobs/{jobId}", JOBS_WRITE, Jobs::patch)
                    .body("JobPatchParameter")
                    .conditional(),
            op("Job_Terminate", "POST /jobs/{jobId}/terminate", JOBS_WRITE, Jobs::terminate)
                    .optionalBody("JobTerminateParameter")
                    .conditional(),
            op("Job_Update", "PUT /jobs/{jobId}", JOBS_WRITE, Jobs::update)
                    .body("JobUpdateParameter")
                    .conditional(),
            op("JobSchedule_Add", "POST /jobschedules", SCHEDULES_WRITE, Schedules::add)
                    .body("JobScheduleAddParameter"),
            op(
                            "JobSchedule_Delete",
                            "DELETE /jobschedules/{jobScheduleId}",
                            dataAction("jobSchedules/delete"),
                            Schedules::delete)
                    .conditional(),
            op("JobSchedule_Disable", "POST /jobschedules/{jobScheduleId}/disable", SCHEDULES_WRITE, Schedules::disable)
                    .conditional(),
            op("JobSchedule_Enable", "POST /jobschedules/{jobScheduleId}/enable", SCHEDULES_WRITE, Schedules::enable)
                    .conditional(),
            op("JobSchedule_Exists", "HEAD /jobschedules/{jobScheduleId}", SCHEDULES_READ, Schedules::exists)
                    .conditional(),
            op("JobSchedule_Get", "GET /jobschedules/{jobScheduleId}", SCHEDULES_READ, Schedules::get)
                    .conditional(),
            op("JobSchedule_List", "GET /jobschedules", SCHEDULES_READ, Schedules::list)
                    .filter(RESOURCES.with(TEXT, "displayName")),
            op("JobSchedule_Patch", "PATCH /jobschedules/{jobScheduleId}", SCHEDULES_WRITE, Schedules::patch)
                    .body("JobSchedulePatchParameter")
                    .conditional(),
            op(
                            "JobSchedule_Terminate",
                            "POST /jobschedules/{jobScheduleId}/terminate",
                            SCHEDULES_WRITE,
                            Schedules::terminate)
                    .conditional(),
            op("JobSchedule_Update", "PUT /jobschedules/{jobScheduleId}", SCHEDULES_WRITE, Schedules::update)
                    .body("JobScheduleUpdateParameter")
                    .conditional(),
            op("Pool_Add", "POST /pools", POOLS_WRITE, Pools::add).body("PoolAddParameter"),
            op("Pool_GetAllLifetimeStatistics", "GET /lifetimepoolstats", POOLS_READ, Accounts::poolStatistics)
                    .until(View.V2023_05),
            op("Pool_Delete", "DELETE /pools/{poolId}", action("pools/delete"), Pools::delete)
                    .conditional(),
            op("Pool_DisableAutoScale", "POST /pools/{poolId}/disableautoscale", POOLS_WRITE, Pools::disableAutoScale),
            op("Pool_EnableAutoScale", "POST /pools/{poolId}/enableautoscale", POOLS_WRITE, Pools::enableAutoScale)
                    .body("PoolEnableAutoScaleParameter")
                    .conditional(),
            op(
                            "Pool_EvaluateAutoScale",
                            "POST /pools/{poolId}/evaluateautoscale",
                            POOLS_WRITE,
                            Pools::evaluateAutoScale)
                    .body("PoolEvaluateAutoScaleParameter"),
            op("Pool_Exists", "HEAD /pools/{poolId}", POOLS_READ, Pools::exists).conditional(),
            op("Pool_Get", "GET /pools/{poolId}", POOLS_READ, Pools::get).conditional(),
            op("Pool_List", "GET /pools", POOLS_READ, Pools::list).filter(POOLS),
            op("Pool_ListUsageMetrics", "GET /poolusagemetrics", POOLS_READ, Accounts::usageMetrics)
                    .filter(FilterMembers.none().with(TEXT, "poolId")),
            op("Pool_Patch", "PATCH /pools/{poolId}", POOLS_WRITE, Pools::patch)
                    .body("PoolPatchParameter")
                    .conditional(),
            op("Pool_RemoveNodes", "POST /pools/{poolId}/removenodes", POOLS_WRITE, Pools::removeNodes)
                    .body("NodeRemoveParameter")
                    .conditional(),
            op("Pool_Resize", "POST /pools/{poolId}/resize", POOLS_WRITE, Pools::resize)
                    .body("PoolResizeParameter")
                    .conditional(),
            op("Pool_StopResize", "POST /pools/{poolId}/stopresize", POOLS_WRITE, Pools::stopResize)
                    .conditional(),
            op("Pool_UpdateProperties", "POST /pools/{poolId}/updateproperties", POOLS_WRITE, Pools::updateProperties)
                    .body("PoolUpdatePropertiesParameter"),
            op("Task_Add", "POST /jobs/{jobId}/tasks", JOBS_WRITE, Tasks::add).body("TaskAddParameter"),
            op("Task_AddCollection", "POST /jobs/{jobId}/addtaskcollection", JOBS_WRITE, Tasks::addCollection)
                    .body("TaskAddCollectionParameter"),
            op("Task_Delete", "DELETE " + TASK, JOBS_DELETE, Tasks::delete).conditional(),
            op("Task_Get", "GET " + TASK, JOBS_READ, Tasks::get).conditional(),
            op("Task_List", "GET /jobs/{jobId}/tasks", JOBS_READ, Tasks::list).filter(TASKS),
            op("Task_ListSubtasks", "GET " + TASK + "/subtasksinfo", JOBS_READ, Tasks::subtasks),
            op("Task_Reactivate", "POST " + TASK + "/reactivate", JOBS_WRITE, Tasks::reactivate)
                    .conditional(),
            op("Task_Terminate", "POST " + TASK + "/terminate", JOBS_WRITE, Tasks::terminate)
                    .conditional(),
            op("Task_Update", "PUT " + TASK, JOBS_WRITE, Tasks::update)
                    .body("TaskUpdateParameter")
                    .conditional());

    private Operations() {}

    private static Operation op(String id, String route, Permission permission, Operation.Handler handler) {
        return Operation.of(id, route, permission, handler);
    }

    /**
     * Returns the table.
     *
     * @return every operation of every version, in the order of the specification
     */
    public static List<Operation> all() {
        return ALL;
    }
}
