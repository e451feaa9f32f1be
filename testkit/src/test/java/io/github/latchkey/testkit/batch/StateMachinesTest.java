package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.batch.service.Operation;
import io.github.latchkey.testkit.batch.service.Operations;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state machines of the service, each as a table of what every operation does in every state. */
class StateMachinesTest {

    private static final String JOBS = """
            | job         | Job_Disable                         | Job_Enable                          | Job_Terminate             | Job_Delete          | Job_Patch              | Task_Add               | Job_Update             | Task_AddCollection     | Job_Add             | Job_Get | Job_GetTaskCounts | Job_ListPreparationAndReleaseTaskStatus | Task_List |
            | active      | 202 disabling disabled              | 409 OperationInvalidForCurrentState | 202 terminating completed | 202 deleting gone   | 200 active active      | 201 active active      | 200 active active      | 200                    | 409 JobExists       | 200     | 200               | 200                                     | 200       |
            | disabling   | 202 disabling disabled              | 409 OperationInvalidForCurrentState | 202 terminating completed | 202 deleting gone   | 200 disabling disabled | 201 disabling disabled | 200 disabling disabled | 200                    | 409 JobExists       | 200     | 200               | 200                                     | 200       |
            | disabled    | 202 disabled disabled               | 202 enabling active                 | 202 terminating completed | 202 deleting gone   | 200 disabled disabled  | 201 disabled disabled  | 200 disabled disabled  | 200                    | 409 JobExists       | 200     | 200               | 200                                     | 200       |
            | enabling    | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 202 terminating completed | 202 deleting gone   | 200 enabling active    | 201 enabling active    | 200 enabling active    | 200                    | 409 JobExists       | 200     | 200               | 200                                     | 200       |
            | terminating | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated    | 202 deleting gone   | 409 JobBeingTerminated | 409 JobBeingTerminated | 409 JobBeingTerminated | 409 JobBeingTerminated | 409 JobExists       | 200     | 200               | 200                                     | 200       |
            | completed   | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted          | 202 deleting gone   | 409 JobCompleted       | 409 JobCompleted       | 409 JobCompleted       | 409 JobCompleted       | 409 JobExists       | 200     | 200               | 200                                     | 200       |
            | deleting    | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted       | 409 JobBeingDeleted | 409 JobBeingDeleted    | 409 JobBeingDeleted    | 409 JobBeingDeleted    | 409 JobBeingDeleted    | 409 JobBeingDeleted | 200     | 200               | 200                                     | 200       |
            """;

    /**
     * What becomes of a job's pool when somebody changes it: by the state of the job, and by the lifetime of its
     * auto-pool or the name that it has in place of one. Each column is a change; those of a pool and back are PATCHes
     * unless they say PUT.
     */
    private static final String POOLS_OF_JOBS = """
            | job                    | keepAlive                           | PUT keepAlive                       | prefix                              | pool                                | lifetime                            | named                               | same                                | PUT same                 | none                   |
            | active (job)           | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                      | 200                    |
            | disabling (job)        | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                      | 200                    |
            | disabled (job)         | 200                                 | 200                                 | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 200                                 | 200                      | 200                    |
            | enabling (job)         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                      | 200                    |
            | terminating (job)      | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated              | 409 JobBeingTerminated   | 409 JobBeingTerminated |
            | completed (job)        | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted                    | 409 JobCompleted         | 409 JobCompleted       |
            | deleting (job)         | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted                 | 409 JobBeingDeleted      | 409 JobBeingDeleted    |
            | active (jobschedule)   | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                      | 200                    |
            | disabled (jobschedule) | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 200                                 | 200                      | 200                    |
            | active (named)         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                      | 200                    |
            | disabled (named)       | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 400 InvalidPropertyValue            | 200                                 | 200                                 | 200                      | 200                    |
            """;

    private static final String AUTO_POOL =
            "{\"poolLifetimeOption\":\"%s\",\"keepAlive\":false,\"autoPoolIdPrefix\":\"a\",\"pool\":"
                    + "{\"vmSize\":\"standard_d2s_v3\",\"targetDedicatedNodes\":0,\"virtualMachineConfiguration\":"
                    + "{\"nodeAgentSKUId\":\"batch.node.ubuntu 22.04\",\"imageReference\":{\"offer\":\"o\"}}}}";

    private static final String TASKS_BY_JOB = """
            | job         | Task_Update         | Task_Terminate      | Task_Reactivate        | Task_Delete         | Task_Get |
            | active      | 200                 | 204                 | 204                    | 200                 | 200      |
            | disabling   | 200                 | 204                 | 204                    | 200                 | 200      |
            | disabled    | 200                 | 204                 | 204                    | 200                 | 200      |
            | enabling    | 200                 | 204                 | 204                    | 200                 | 200      |
            | terminating | 200                 | 204                 | 409 JobBeingTerminated | 200                 | 200      |
            | completed   | 200                 | 204                 | 409 JobCompleted       | 200                 | 200      |
            | deleting    | 409 JobBeingDeleted | 409 JobBeingDeleted | 409 JobBeingDeleted    | 409 JobBeingDeleted | 200      |
            """;

    private static final String TASKS = """
            | task                | Task_Update           | Task_Terminate          | Task_Reactivate       | Task_Delete | File_ListFromTask        | Task_Get | Task_ListSubtasks | Task_Add       | File_GetFromTask         | File_GetPropertiesFromTask | File_DeleteFromTask      |
            | active              | 200 active active     | 204 completed completed | 409 TaskNotCompleted  | 200 gone    | 409 TaskFilesUnavailable | 200      | 200               | 409 TaskExists | 409 TaskFilesUnavailable | 409                        | 409 TaskFilesUnavailable |
            | preparing           | 200 preparing running | 204 completed completed | 409 TaskNotCompleted  | 200 gone    | 409 TaskFilesUnavailable | 200      | 200               | 409 TaskExists | 409 TaskFilesUnavailable | 409                        | 409 TaskFilesUnavailable |
            | running             | 200 running running   | 204 completed completed | 409 TaskNotCompleted  | 200 gone    | 200                      | 200      | 200               | 409 TaskExists | 200                      | 200                        | 200                      |
            | completed (success) | 409 TaskCompleted     | 409 TaskCompleted       | 409 TaskSucceeded     | 200 gone    | 200                      | 200      | 200               | 409 TaskExists | 200                      | 200                        | 200                      |
            | completed (failure) | 409 TaskCompleted     | 409 TaskCompleted       | 204 running completed | 200 gone    | 200                      | 200      | 200               | 409 TaskExists | 200                      | 200                        | 200                      |
            | completed (ended)   | 409 TaskCompleted     | 409 TaskCompleted       | 204 active active     | 200 gone    | 409 TaskFilesUnavailable | 200      | 200               | 409 TaskExists | 409 TaskFilesUnavailable | 409                        | 409 TaskFilesUnavailable |
            """;

    private static final String POOLS = """
            | pool                | Pool_Resize                 | Pool_StopResize                     | Pool_RemoveNodes            | Pool_EnableAutoScale               | Pool_DisableAutoScale | Pool_EvaluateAutoScale      | Pool_Patch           | Pool_Delete          | Pool_UpdateProperties | Pool_Add             | Pool_Get | Pool_Exists | ComputeNode_List |
            | active (steady)     | 202                         | 409 OperationInvalidForCurrentState | 202                         | 200                                | 200                   | 409 OperationNotValidOnPool | 200                  | 202 deleting gone    | 204                   | 409 PoolExists       | 200      | 200         | 200              |
            | active (resizing)   | 409 PoolBeingResized        | 202                                 | 409 PoolBeingResized        | 409 PoolBeingResized               | 200                   | 409 OperationNotValidOnPool | 200                  | 202 deleting gone    | 204                   | 409 PoolExists       | 200      | 200         | 200              |
            | active (stopping)   | 409 PoolBeingResized        | 409 OperationInvalidForCurrentState | 409 PoolBeingResized        | 409 PoolBeingResized               | 200                   | 409 OperationNotValidOnPool | 200                  | 202 deleting gone    | 204                   | 409 PoolExists       | 200      | 200         | 200              |
            | active (autoscaled) | 409 OperationNotValidOnPool | 409 OperationInvalidForCurrentState | 409 OperationNotValidOnPool | 503 TooManyEnableAutoScaleRequests | 200                   | 200                         | 200                  | 202 deleting gone    | 204                   | 409 PoolExists       | 200      | 200         | 200              |
            | deleting            | 409 PoolBeingDeleted        | 409 PoolBeingDeleted                | 409 PoolBeingDeleted        | 409 PoolBeingDeleted               | 409 PoolBeingDeleted  | 409 PoolBeingDeleted        | 409 PoolBeingDeleted | 409 PoolBeingDeleted | 409 PoolBeingDeleted  | 409 PoolBeingDeleted | 200      | 200         | 200              |
            """;

    private static final String NODES = """
            | node                | ComputeNode_Reboot                  | ComputeNode_Reimage                 | ComputeNode_DisableScheduling          | ComputeNode_EnableScheduling           | ComputeNode_Deallocate              | ComputeNode_Start                   |
            | idle                | 202 rebooting idle                  | 202 reimaging idle                  | 200 offline offline                    | 409 NodeAlreadyInTargetSchedulingState | 202 deallocating deallocated        | 409 OperationInvalidForCurrentState |
            | running             | 202 rebooting running               | 202 reimaging running               | 200 offline offline                    | 409 NodeAlreadyInTargetSchedulingState | 202 deallocating deallocated        | 409 OperationInvalidForCurrentState |
            | creating            | 409 NodeBeingCreated                | 409 NodeBeingCreated                | 200 creating offline                   | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingCreated                | 409 OperationInvalidForCurrentState |
            | starting            | 409 NodeBeingStarted                | 409 NodeBeingStarted                | 200 starting offline                   | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingStarted                | 409 OperationInvalidForCurrentState |
            | waitingforstarttask | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | starttaskfailed     | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | rebooting           | 409 NodeBeingRebooted               | 409 NodeBeingRebooted               | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingRebooted               | 409 OperationInvalidForCurrentState |
            | unusable            | 409 NodeStateUnusable               | 409 NodeStateUnusable               | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 NodeStateUnusable               | 409 OperationInvalidForCurrentState |
            | deallocating        | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | deallocated         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 202 starting idle                   |
            | reimaging           | 409 NodeBeingReimaged               | 409 NodeBeingReimaged               | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 NodeBeingReimaged               | 409 OperationInvalidForCurrentState |
            | offline             | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 NodeAlreadyInTargetSchedulingState | 200 idle idle                          | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | unknown             | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200 unknown unknown                    | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | leavingpool         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | preempted           | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                    | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            | upgradingos         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200 upgradingos offline                | 409 NodeAlreadyInTargetSchedulingState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState |
            """;

    private static final String USE_OF_NODES = """
            | node                | ComputeNode_AddUser                 | ComputeNode_UpdateUser              | ComputeNode_DeleteUser              | File_ListFromComputeNode            | File_GetFromComputeNode             | File_GetPropertiesFromComputeNode | File_DeleteFromComputeNode          | ComputeNode_Get | ComputeNode_GetRemoteLoginSettings | ComputeNode_GetRemoteDesktop | ComputeNode_UploadBatchServiceLogs | ComputeNodeExtension_List | ComputeNodeExtension_Get |
            | idle                | 201                                 | 200                                 | 200                                 | 200                                 | 200                                 | 200                               | 200                                 | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | running             | 201                                 | 200                                 | 200                                 | 200                                 | 200                                 | 200                               | 200                                 | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | creating            | 409 NodeBeingCreated                | 409 NodeBeingCreated                | 409 NodeBeingCreated                | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | starting            | 409 NodeBeingStarted                | 409 NodeBeingStarted                | 409 NodeBeingStarted                | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | waitingforstarttask | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                 | 200                                 | 200                               | 200                                 | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | starttaskfailed     | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                 | 200                                 | 200                               | 200                                 | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | rebooting           | 409 NodeBeingRebooted               | 409 NodeBeingRebooted               | 409 NodeBeingRebooted               | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | unusable            | 409 NodeStateUnusable               | 409 NodeStateUnusable               | 409 NodeStateUnusable               | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | deallocating        | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | deallocated         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | reimaging           | 409 NodeBeingReimaged               | 409 NodeBeingReimaged               | 409 NodeBeingReimaged               | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | offline             | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 200                                 | 200                                 | 200                               | 200                                 | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | unknown             | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | leavingpool         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | preempted           | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            | upgradingos         | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409 OperationInvalidForCurrentState | 409                               | 409 OperationInvalidForCurrentState | 200             | 200                                | 200                          | 200                                | 200                       | 200                      |
            """;

    private static final String SCHEDULES = """
            | schedule    | JobSchedule_Disable            | JobSchedule_Enable                  | JobSchedule_Terminate          | JobSchedule_Delete          | JobSchedule_Patch              | JobSchedule_Update             | JobSchedule_Add             | JobSchedule_Get | JobSchedule_Exists | Job_ListFromJobSchedule |
            | active      | 204 disabled disabled          | 409 OperationInvalidForCurrentState | 202 terminating completed      | 202 deleting gone           | 200 active active              | 200 active active              | 409 JobScheduleExists       | 200             | 200                | 200                     |
            | disabled    | 409 JobScheduleDisabled        | 204 active active                   | 202 terminating completed      | 202 deleting gone           | 200 disabled disabled          | 200 disabled disabled          | 409 JobScheduleExists       | 200             | 200                | 200                     |
            | terminating | 409 JobScheduleBeingTerminated | 409 JobScheduleBeingTerminated      | 409 JobScheduleBeingTerminated | 202 deleting gone           | 409 JobScheduleBeingTerminated | 409 JobScheduleBeingTerminated | 409 JobScheduleExists       | 200             | 200                | 200                     |
            | completed   | 409 JobScheduleCompleted       | 409 JobScheduleCompleted            | 409 JobScheduleCompleted       | 202 deleting gone           | 409 JobScheduleCompleted       | 409 JobScheduleCompleted       | 409 JobScheduleExists       | 200             | 200                | 200                     |
            | deleting    | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted         | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted    | 409 JobScheduleBeingDeleted | 200             | 200                | 200                     |
            """;

    private static final String CERTIFICATES = """
            | certificate  | Certificate_Delete          | Certificate_CancelDeletion  | Certificate_Add             | Certificate_Get |
            | active       | 202 deleting gone           | 409 CertificateStateActive  | 409 CertificateExists       | 200             |
            | deleting     | 409 CertificateBeingDeleted | 409 CertificateBeingDeleted | 409 CertificateBeingDeleted | 200             |
            | deletefailed | 202 deleting deletefailed   | 204 active active           | 409 CertificateExists       | 200             |
            """;

    /** Lists of everything, and what has no states. */
    private static final String STATELESS = "Account_ListPoolNodeCounts Account_ListSupportedImages Application_Get"
            + " Application_List Certificate_List Job_GetAllLifetimeStatistics Job_List JobSchedule_List"
            + " Pool_GetAllLifetimeStatistics Pool_List Pool_ListUsageMetrics";

    private static final String META = "{\"metadata\":[]}";

    private static final String SCHEDULE = "{\"schedule\":{\"recurrenceInterval\":\"PT1H\"},"
            + "\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"nowhere\"}}}";

    private final TestClock clock = TestClock.frozen();
    private final FakeEntra entra =
            FakeEntra.builder().clock(clock).tokenLifetime(Duration.ofDays(300)).start();
    private final FakeBatch batch = FakeBatch.builder()
            .issuer(entra)
            .clock(clock)
            .limits(BatchLimits.builder()
                    .poolQuota(10_000)
                    .activeJobAndJobScheduleQuota(10_000)
                    .build())
            .timings(BatchTimings.builder()
                    .poolResize(Duration.ofSeconds(10))
                    .nodeCreate(Duration.ofSeconds(1))
                    .nodeStart(Duration.ofSeconds(1))
                    .setupTask(Duration.ofSeconds(1))
                    .taskPreparation(Duration.ofSeconds(1))
                    .jobTransition(Duration.ofSeconds(1))
                    .certificateDeletion(Duration.ofSeconds(1))
                    .build())
            .script(TaskRules.builder()
                    .task("endless*", TaskOutcome.neverEnds())
                    .task("fail*", TaskOutcome.exitsWith(1))
                    .command("hang", TaskOutcome.neverEnds())
                    .command("break", TaskOutcome.exitsWith(1))
                    .build())
            .start();
    private final BatchCalls calls = BatchCalls.withToken(batch, entra);

    /** Starts and deallocates nodes, and reimages every kind of them. */
    private final BatchCalls newer = calls.version("2024-07-01.20.0");

    private final Optional<Swagger> swagger = Swagger.find();
    private int number;

    StateMachinesTest() throws IOException {}

    @AfterEach
    void close() {
        batch.close();
        entra.close();
    }

    private String next(String prefix) {
        number++;
        return prefix + number;
    }

    /**
     * What is wrong with an answer by the published specification, where that lies beside the project. Its version does
     * not know that nodes can be deallocated.
     */
    private List<String> faults(String operation, BatchCalls.Answer answer) {
        boolean newer = answer.text().contains("\"state\":\"deallocat");
        return swagger.filter(found -> found.routes().containsKey(operation) && !newer)
                .map(found -> found.check(operation, answer))
                .orElse(List.of());
    }

    @Test
    void tables_together_haveEveryOperationOnWhatHasAState() {
        Stream<String> tables =
                Stream.of(JOBS, TASKS_BY_JOB, TASKS, POOLS, NODES, USE_OF_NODES, SCHEDULES, CERTIFICATES);
        Set<String> missing =
                Operations.all().stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
        tables.map(StateTable::operations).forEach(missing::removeAll);

        assertThat(missing).containsExactlyInAnyOrder(STATELESS.split(" ", -1));
    }

    private String state(String path) {
        BatchCalls.Answer answer = newer.get(path);
        return answer.status() == 404 ? "gone" : answer.json().path("state").asText();
    }

    private void must(BatchCalls.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private void seconds(int seconds) {
        batch.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void jobs() {
        StateTable table = new StateTable(JOBS, this::faults)
                .operation("Job_Disable", job -> calls.post(job + "/disable", "{\"disableTasks\":\"wait\"}"))
                .operation("Job_Enable", job -> calls.post(job + "/enable"))
                .operation("Job_Terminate", job -> calls.post(job + "/terminate"))
                .operation("Job_Delete", calls::delete)
                .operation("Job_Patch", job -> calls.call("PATCH", job, "{\"priority\":1}", Map.of()))
                .operation("Task_Add", job -> calls.post(job + "/tasks", BatchCalls.task("t")))
                .operation(
                        "Job_Add",
                        job -> calls.post("/jobs", BatchCalls.job(job.substring("/jobs/".length()), "nowhere")))
                .operation(
                        "Job_Update",
                        job -> calls.call("PUT", job, "{\"poolInfo\":{\"poolId\":\"nowhere\"}}", Map.of()))
                .operation(
                        "Task_AddCollection",
                        job -> calls.post(job + "/addtaskcollection", "{\"value\":[" + BatchCalls.task("t") + "]}"))
                .operation("Job_Get", calls::get)
                .operation("Job_GetTaskCounts", job -> calls.get(job + "/taskcounts"))
                .operation(
                        "Job_ListPreparationAndReleaseTaskStatus",
                        job -> calls.get(job + "/jobpreparationandreleasetaskstatus"))
                .operation("Task_List", job -> calls.get(job + "/tasks"));

        assertThat(table.run(kind(this::job, 2))).isEmpty();
    }

    private String job(String state) {
        String id = next("j");
        String path = "/jobs/" + id;
        must(calls.post(
                "/jobs",
                BatchCalls.job(id, "nowhere")
                        .replace("{\"id\"", "{\"jobPreparationTask\":{\"commandLine\":\"c\"},\"id\"")));
        must(calls.post(path + "/tasks", BatchCalls.task("waits")));
        must(calls.post(path + "/tasks", BatchCalls.task("ended")));
        must(calls.post(path + "/tasks/ended/terminate"));
        bring(path, state);
        return path;
    }

    /** Takes a job that is active to a state. */
    private void bring(String path, String state) {
        switch (state) {
            case "disabling" -> must(calls.post(path + "/disable", "{\"disableTasks\":\"wait\"}"));
            case "disabled", "enabling" -> {
                must(calls.post(path + "/disable", "{\"disableTasks\":\"wait\"}"));
                seconds(2);
                if (state.equals("enabling")) {
                    must(calls.post(path + "/enable"));
                }
            }
            case "terminating" -> must(calls.post(path + "/terminate"));
            case "completed" -> {
                must(calls.post(path + "/terminate"));
                seconds(2);
            }
            case "deleting" -> must(calls.delete(path));
            default -> {}
        }
    }

    @Test
    void poolsOfJobs() {
        StateTable table = new StateTable(POOLS_OF_JOBS, (change, answer) -> faults("Job_Patch", answer))
                .operation("keepAlive", job -> changePool("PATCH", job, pool -> pool.put("keepAlive", true)))
                .operation("PUT keepAlive", job -> changePool("PUT", job, pool -> pool.put("keepAlive", true)))
                .operation("prefix", job -> changePool("PATCH", job, pool -> pool.put("autoPoolIdPrefix", "b")))
                .operation(
                        "pool",
                        job -> changePool(
                                "PATCH", job, pool -> ((ObjectNode) pool.get("pool")).put("targetDedicatedNodes", 1)))
                .operation("lifetime", job -> changePool("PATCH", job, StateMachinesTest::otherLifetime))
                .operation("named", job -> change("PATCH", job, "{\"poolInfo\":{\"poolId\":\"elsewhere\"}}"))
                .operation("same", job -> change("PATCH", job, "{\"poolInfo\":" + poolInfo(job) + "}"))
                .operation("PUT same", job -> change("PUT", job, "{\"poolInfo\":" + poolInfo(job) + "}"))
                .operation("none", job -> change("PATCH", job, "{\"priority\":1}"));

        assertThat(table.run(kind(this::jobWithPool, 2))).isEmpty();
    }

    private static void otherLifetime(ObjectNode pool) {
        boolean byJob = pool.path("poolLifetimeOption").asText().equals("job");
        pool.put("poolLifetimeOption", byJob ? "jobschedule" : "job");
    }

    private BatchCalls.Answer change(String method, String job, String body) {
        return calls.call(method, job, body, Map.of());
    }

    private JsonNode poolInfo(String job) {
        return calls.get(job).json().path("poolInfo");
    }

    /** Changes a member of a job's auto-pool; a job without one is given one. */
    private BatchCalls.Answer changePool(String method, String job, Consumer<ObjectNode> change) {
        JsonNode present = poolInfo(job).path("autoPoolSpecification");
        ObjectNode changed = (ObjectNode) (present.isObject() ? present : Json.read(AUTO_POOL.formatted("job")));
        change.accept(changed);
        return change(method, job, "{\"poolInfo\":{\"autoPoolSpecification\":" + changed + "}}");
    }

    private String jobWithPool(String stateAndPool) {
        String[] words = stateAndPool.replaceAll("[()]", "").split(" ", -1);
        String id = next("j");
        String pool = words[1].equals("named")
                ? "\"poolId\":\"nowhere\""
                : "\"autoPoolSpecification\":" + AUTO_POOL.formatted(words[1]);
        String spec = "\"poolInfo\":{" + pool + "}";
        if (words[1].equals("jobschedule")) {
            must(calls.post(
                    "/jobschedules", "{\"id\":\"" + id + "\",\"schedule\":{},\"jobSpecification\":{" + spec + "}}"));
            seconds(1);
            id += ":job-1";
        } else {
            must(calls.post("/jobs", "{\"id\":\"" + id + "\"," + spec + "}"));
        }
        bring("/jobs/" + id, words[0]);
        return "/jobs/" + id;
    }

    @Test
    void previousState_isToldOnceThereWasOne_andOfPoolsAndNodesNever() {
        assertPrevious("", job("active"));
        assertPrevious("", task("active"));
        assertPrevious("", schedule("active"));
        assertPrevious("", certificate("active"));
        assertPrevious("active", job("disabling"));
        assertPrevious("active", task("running"));
        assertPrevious("active", schedule("disabled"));
        assertPrevious("active", certificate("deleting"));
        assertPrevious("disabling", job("disabled"));
        assertPrevious("", pool("steady", 1));
        assertPrevious("", pool("deleting", 1));
        assertPrevious("", nodeIn("idle"));
        assertPrevious("", nodeIn("rebooting"));
    }

    private void assertPrevious(String state, String path) {
        JsonNode shown = calls.get(path).json();
        assertThat(shown.path("state").asText()).as(path).isNotEmpty();
        assertThat(shown.path("previousState").asText()).as(path).isEqualTo(state);
        assertThat(shown.has("previousState")).as(path).isEqualTo(!state.isEmpty());
        assertThat(shown.has("previousStateTransitionTime")).as(path).isEqualTo(!state.isEmpty());
    }

    private StateTable.Kind kind(UnaryOperator<String> make, int seconds) {
        return new StateTable.Kind() {
            @Override
            public String make(String state) {
                return make.apply(state);
            }

            @Override
            public String state(String path) {
                return StateMachinesTest.this.state(path);
            }

            @Override
            public void wait(String path) {
                seconds(seconds);
            }
        };
    }

    @Test
    void tasks() {
        StateTable table = new StateTable(TASKS, this::faults)
                .operation("Task_Update", task -> calls.call("PUT", task, "{\"constraints\":{}}", Map.of()))
                .operation("Task_Terminate", task -> calls.post(task + "/terminate"))
                .operation("Task_Reactivate", task -> calls.post(task + "/reactivate"))
                .operation("Task_Delete", calls::delete)
                .operation("File_ListFromTask", task -> calls.get(task + "/files"))
                .operation("Task_Get", calls::get)
                .operation("Task_ListSubtasks", task -> calls.get(task + "/subtasksinfo"))
                .operation(
                        "Task_Add",
                        task -> calls.post(task.replaceAll("/[^/]*$", ""), BatchCalls.task(task.replaceAll(".*/", ""))))
                .operation("File_GetFromTask", task -> calls.get(task + "/files/stdout.txt"))
                .operation(
                        "File_GetPropertiesFromTask",
                        task -> calls.call("HEAD", task + "/files/stdout.txt", null, Map.of()))
                .operation("File_DeleteFromTask", task -> calls.delete(task + "/files/stdout.txt"));

        assertThat(table.run(kind(this::task, 2))).isEmpty();
    }

    @Test
    void tasksByJob() {
        StateTable table = new StateTable(TASKS_BY_JOB, this::faults)
                .operation(
                        "Task_Update", job -> calls.call("PUT", job + "/tasks/waits", "{\"constraints\":{}}", Map.of()))
                .operation("Task_Terminate", job -> calls.post(job + "/tasks/waits/terminate"))
                .operation("Task_Reactivate", job -> calls.post(job + "/tasks/ended/reactivate"))
                .operation("Task_Delete", job -> calls.delete(job + "/tasks/waits"))
                .operation("Task_Get", job -> calls.get(job + "/tasks/waits"));

        assertThat(table.run(kind(this::job, 2))).isEmpty();
    }

    private String task(String state) {
        boolean waits = state.equals("active") || state.equals("completed (ended)");
        String pool = waits ? "nowhere" : pool("steady", 1).substring("/pools/".length());
        String job = next("j");
        String preparation = state.equals("preparing") ? "\"jobPreparationTask\":{\"commandLine\":\"c\"}," : "";
        must(calls.post("/jobs", BatchCalls.job(job, pool).replace("{\"id\"", "{" + preparation + "\"id\"")));
        String id = switch (state) {
            case "completed (success)" -> "good";
            case "completed (failure)" -> "fail";
            default -> "endless";
        };
        must(calls.post("/jobs/" + job + "/tasks", "{\"id\":\"" + id + "\",\"commandLine\":\"c\"}"));
        String path = "/jobs/" + job + "/tasks/" + id;
        if (state.equals("completed (ended)")) {
            must(calls.post(path + "/terminate"));
        } else if (state.startsWith("completed")) {
            seconds(1);
        }
        return path;
    }

    @Test
    void pools() {
        StateTable table = new StateTable(POOLS, this::faults)
                .operation("Pool_Resize", pool -> calls.post(pool + "/resize", "{\"targetDedicatedNodes\":2}"))
                .operation("Pool_StopResize", pool -> calls.post(pool + "/stopresize"))
                .operation(
                        "Pool_RemoveNodes",
                        pool -> calls.post(pool + "/removenodes", "{\"nodeList\":[\"" + node(pool) + "\"]}"))
                .operation(
                        "Pool_EnableAutoScale",
                        pool -> calls.post(
                                pool + "/enableautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\"}"))
                .operation("Pool_DisableAutoScale", pool -> calls.post(pool + "/disableautoscale"))
                .operation(
                        "Pool_EvaluateAutoScale",
                        pool -> calls.post(
                                pool + "/evaluateautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\"}"))
                .operation("Pool_Patch", pool -> calls.call("PATCH", pool, META, Map.of()))
                .operation(
                        "Pool_UpdateProperties",
                        pool -> calls.post(
                                pool + "/updateproperties",
                                "{\"metadata\":[],\"applicationPackageReferences\":[],\"certificateReferences\":[]}"))
                .operation(
                        "Pool_Add",
                        pool -> calls.post("/pools", BatchCalls.pool(pool.substring("/pools/".length()), 1)))
                .operation("Pool_Delete", calls::delete)
                .operation("Pool_Get", calls::get)
                .operation("Pool_Exists", pool -> calls.call("HEAD", pool, null, Map.of()))
                .operation("ComputeNode_List", pool -> calls.get(pool + "/nodes"));

        assertThat(table.run(kind(state -> pool(state.replaceAll("active \\(|\\)", ""), 1), 30)))
                .isEmpty();
    }

    private String node(String pool) {
        JsonNode nodes = calls.get(pool + "/nodes").json();
        return nodes.at("/value/0/id").asText("none");
    }

    private String pool(String state, int nodes) {
        String id = next("p");
        String path = "/pools/" + id;
        must(calls.post("/pools", BatchCalls.pool(id, nodes)));
        if (state.equals("resizing")) {
            return path;
        }
        if (state.equals("stopping")) {
            must(calls.post(path + "/stopresize"));
            return path;
        }
        seconds(20);
        switch (state) {
            case "autoscaled" ->
                must(calls.post(path + "/enableautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\"}"));
            case "deleting" -> must(calls.delete(path));
            default -> {}
        }
        return path;
    }

    @Test
    void allocation_resizeAndStop_goThroughTheirStates() {
        String pool = pool("resizing", 2);
        assertThat(allocation(pool)).isEqualTo("resizing, 0 of 2");
        seconds(10);
        assertThat(allocation(pool)).isEqualTo("steady, 2 of 2");
        must(calls.post(pool + "/resize", "{\"targetDedicatedNodes\":5}"));
        assertThat(allocation(pool)).isEqualTo("resizing, 2 of 5");
        must(calls.post(pool + "/stopresize"));
        assertThat(allocation(pool)).isEqualTo("stopping, 2 of 5");
        seconds(10);
        assertThat(allocation(pool)).isEqualTo("steady, 2 of 2");
        assertThat(calls.get(pool).json().at("/resizeErrors/0/code").asText()).isEqualTo("ResizeStopped");
        must(calls.post(pool + "/resize", "{\"targetDedicatedNodes\":0}"));
        seconds(10);
        assertThat(allocation(pool)).isEqualTo("steady, 0 of 0");
        assertThat(calls.get(pool).json().has("resizeErrors")).isFalse();
    }

    private String allocation(String pool) {
        JsonNode node = calls.get(pool).json();
        return node.path("allocationState").asText() + ", "
                + node.path("currentDedicatedNodes").asInt() + " of "
                + node.path("targetDedicatedNodes").asInt();
    }

    @Test
    void nodes() {
        StateTable table = new StateTable(NODES, this::faults)
                .operation("ComputeNode_Reboot", node -> calls.post(node + "/reboot"))
                .operation("ComputeNode_DisableScheduling", node -> calls.post(node + "/disablescheduling"))
                .operation("ComputeNode_EnableScheduling", node -> calls.post(node + "/enablescheduling"))
                .operation("ComputeNode_Deallocate", node -> newer.post(node + "/deallocate"))
                .operation("ComputeNode_Start", node -> newer.post(node + "/start"))
                .operation("ComputeNode_Reimage", node -> newer.post(node + "/reimage"));

        assertThat(table.run(kind(this::nodeIn, 3))).isEmpty();
    }

    @Test
    void usersAndFilesOfNodes() {
        StateTable table = new StateTable(USE_OF_NODES, this::faults)
                .operation("ComputeNode_AddUser", node -> calls.post(node + "/users", "{\"name\":\"bob\"}"))
                .operation("ComputeNode_UpdateUser", node -> calls.call("PUT", node + "/users/eve", "{}", Map.of()))
                .operation("ComputeNode_DeleteUser", node -> calls.delete(node + "/users/eve"))
                .operation("File_ListFromComputeNode", node -> calls.get(node + "/files"))
                .operation("File_GetFromComputeNode", node -> calls.get(node + "/files/shared"))
                .operation(
                        "File_GetPropertiesFromComputeNode",
                        node -> calls.call("HEAD", node + "/files/shared", null, Map.of()))
                .operation("File_DeleteFromComputeNode", node -> calls.delete(node + "/files/shared"))
                .operation("ComputeNode_Get", calls::get)
                .operation("ComputeNode_GetRemoteLoginSettings", node -> calls.get(node + "/remoteloginsettings"))
                .operation("ComputeNode_GetRemoteDesktop", node -> calls.get(node + "/rdp"))
                .operation(
                        "ComputeNode_UploadBatchServiceLogs",
                        node -> calls.post(
                                node + "/uploadbatchservicelogs",
                                "{\"containerUrl\":\"https://data.example/logs\",\"startTime\":\"2026-01-01T00:00:00Z\"}"))
                .operation("ComputeNodeExtension_List", node -> calls.get(node + "/extensions"))
                .operation("ComputeNodeExtension_Get", node -> calls.get(node + "/extensions/monitor"));

        assertThat(table.run(kind(this::nodeIn, 3))).isEmpty();
    }

    private String nodeIn(String state) {
        String id = next("p");
        String command = switch (state) {
            case "waitingforstarttask" -> "hang";
            case "starttaskfailed" -> "break";
            default -> "";
        };
        String start = command.isEmpty() ? "" : "\"startTask\":{\"commandLine\":\"" + command + "\"},";
        must(calls.post("/pools", nodePool(id, state).replace("{\"id\"", "{" + start + "\"id\"")));
        seconds(10);
        String path = "/pools/" + id + "/nodes/" + node("/pools/" + id);
        if (state.equals("creating")) {
            return path;
        }
        seconds(1);
        if (state.equals("starting")) {
            return path;
        }
        seconds(3);
        calls.post(path + "/users", "{\"name\":\"eve\"}");
        switch (state) {
            case "running" -> {
                must(calls.post("/jobs", BatchCalls.job(id, id)));
                must(calls.post("/jobs/" + id + "/tasks", BatchCalls.task("endless")));
            }
            case "rebooting" -> must(calls.post(path + "/reboot"));
            case "unusable" -> batch.breakNode(id, path.replaceAll(".*/", ""));
            case "reimaging" -> must(newer.post(path + "/reimage"));
            case "offline" -> must(calls.post(path + "/disablescheduling"));
            case "unknown" -> batch.loseContact(id, path.replaceAll(".*/", ""));
            case "leavingpool" -> must(calls.post("/pools/" + id + "/resize", "{\"targetDedicatedNodes\":0}"));
            case "preempted" -> batch.preemptNode(id, path.replaceAll(".*/", ""));
            case "upgradingos" -> batch.upgradeOs(id);
            case "deallocating" -> must(newer.post(path + "/deallocate"));
            case "deallocated" -> {
                must(newer.post(path + "/deallocate"));
                seconds(2);
            }
            default -> {}
        }
        return path;
    }

    private static String nodePool(String id, String state) {
        String pool = BatchCalls.pool(id, 1)
                .replace(
                        "\"imageReference\"",
                        "\"extensions\":[{\"name\":\"monitor\",\"publisher\":\"me\",\"type\":\"agent\"}],\"imageReference\"");
        return switch (state) {
            case "preempted" -> pool.replace("\"targetDedicatedNodes\":1", "\"targetLowPriorityNodes\":1");
            case "upgradingos" -> pool.replace("{\"id\"", "{\"upgradePolicy\":{\"mode\":\"automatic\"},\"id\"");
            default -> pool;
        };
    }

    @Test
    void schedules() {
        StateTable table = new StateTable(SCHEDULES, this::faults)
                .operation("JobSchedule_Disable", schedule -> calls.post(schedule + "/disable"))
                .operation("JobSchedule_Enable", schedule -> calls.post(schedule + "/enable"))
                .operation("JobSchedule_Terminate", schedule -> calls.post(schedule + "/terminate"))
                .operation("JobSchedule_Delete", calls::delete)
                .operation("JobSchedule_Patch", schedule -> calls.call("PATCH", schedule, META, Map.of()))
                .operation("JobSchedule_Update", schedule -> calls.call("PUT", schedule, SCHEDULE, Map.of()))
                .operation(
                        "JobSchedule_Add",
                        schedule -> calls.post(
                                "/jobschedules",
                                "{\"id\":\"" + schedule.substring("/jobschedules/".length()) + "\","
                                        + SCHEDULE.substring(1)))
                .operation("JobSchedule_Get", calls::get)
                .operation("JobSchedule_Exists", schedule -> calls.call("HEAD", schedule, null, Map.of()))
                .operation("Job_ListFromJobSchedule", schedule -> calls.get(schedule + "/jobs"));

        assertThat(table.run(kind(this::schedule, 3))).isEmpty();
    }

    private String schedule(String state) {
        String id = next("s");
        String path = "/jobschedules/" + id;
        must(calls.post("/jobschedules", "{\"id\":\"" + id + "\"," + SCHEDULE.substring(1)));
        seconds(1);
        switch (state) {
            case "disabled" -> must(calls.post(path + "/disable"));
            case "terminating" -> must(calls.post(path + "/terminate"));
            case "completed" -> {
                must(calls.post(path + "/terminate"));
                seconds(3);
            }
            case "deleting" -> must(calls.delete(path));
            default -> {}
        }
        return path;
    }

    @Test
    void certificates() {
        StateTable table = new StateTable(CERTIFICATES, this::faults)
                .operation("Certificate_Delete", calls::delete)
                .operation("Certificate_CancelDeletion", certificate -> calls.post(certificate + "/canceldelete"))
                .operation(
                        "Certificate_Add",
                        certificate -> calls.post(
                                "/certificates", certificateBody(certificate.replaceAll(".*thumbprint=|\\)", ""))))
                .operation("Certificate_Get", calls::get);

        assertThat(table.run(kind(this::certificate, 2))).isEmpty();
    }

    private static String certificateBody(String thumbprint) {
        return "{\"thumbprint\":\"" + thumbprint + "\",\"thumbprintAlgorithm\":\"sha1\",\"data\":\"AAAA\"}";
    }

    private String certificate(String state) {
        String thumbprint = next("abc");
        String path = "/certificates(thumbprintAlgorithm=sha1,thumbprint=" + thumbprint + ")";
        must(calls.post("/certificates", certificateBody(thumbprint)));
        if (state.equals("deletefailed")) {
            String reference = "\"certificateReferences\":[{\"thumbprint\":\"" + thumbprint
                    + "\",\"thumbprintAlgorithm\":\"sha1\"}],";
            String pool = BatchCalls.pool(next("p"), 0).replace("{\"id\"", "{" + reference + "\"id\"");
            must(calls.post("/pools", pool));
        }
        if (!state.equals("active")) {
            must(calls.delete(path));
        }
        if (state.equals("deletefailed")) {
            seconds(2);
        }
        return path;
    }
}
