package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.batch.rbac.Permission;
import io.github.latchkey.testkit.batch.rbac.RoleAssignment;
import io.github.latchkey.testkit.batch.rbac.RoleDefinition;
import io.github.latchkey.testkit.batch.rbac.RoleFormatException;
import io.github.latchkey.testkit.batch.service.Operation;
import io.github.latchkey.testkit.batch.service.Operations;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.time.TestClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RbacTest {

    /** The example role of the service's guide: submits jobs, reads pools, manages none. */
    private static final String CUSTOM_JOB_SUBMITTER = """
            {"properties":{
              "roleName":"Azure Batch Custom Job Submitter","type":"CustomRole",
              "description":"Allows a user to submit jobs to Azure Batch but not manage pools",
              "assignableScopes":["/subscriptions/5a4d3c2b-1f0e-4d9c-8b7a-695847362514"],
              "permissions":[{
                "actions":["Microsoft.Batch/*/read","Microsoft.Authorization/*/read",
                  "Microsoft.Resources/subscriptions/resourceGroups/read","Microsoft.Support/*",
                  "Microsoft.Insights/alertRules/*"],
                "notActions":[],
                "dataActions":["Microsoft.Batch/batchAccounts/jobs/*","Microsoft.Batch/batchAccounts/jobSchedules/*"],
                "notDataActions":[]}]}}""";

    private static final String AUTO_POOL = """
            "poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{
             "vmSize":"standard_d2s_v3","targetDedicatedNodes":{NODES},"virtualMachineConfiguration":{
             "nodeAgentSKUId":"batch.node.ubuntu 22.04","imageReference":{"offer":"o"}}}}}""";

    /** Which operations need which permission; written down by hand, not read from the fake. */
    private static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("read", "Account_ListSupportedImages"),
            Map.entry("applications/read", "Application_Get Application_List"),
            Map.entry("certificates/read", "Certificate_Get Certificate_List"),
            Map.entry("certificates/write", "Certificate_Add Certificate_CancelDeletion"),
            Map.entry("certificates/delete", "Certificate_Delete"),
            Map.entry(
                    "pools/read",
                    "Account_ListPoolNodeCounts ComputeNode_Get ComputeNode_GetRemoteDesktop"
                            + " ComputeNode_GetRemoteLoginSettings ComputeNode_List ComputeNodeExtension_Get"
                            + " ComputeNodeExtension_List File_GetFromComputeNode File_GetPropertiesFromComputeNode"
                            + " File_ListFromComputeNode Pool_Exists Pool_Get Pool_GetAllLifetimeStatistics"
                            + " Pool_List Pool_ListUsageMetrics"),
            Map.entry(
                    "pools/write",
                    "ComputeNode_AddUser ComputeNode_DeleteUser ComputeNode_DisableScheduling"
                            + " ComputeNode_EnableScheduling ComputeNode_Reboot ComputeNode_Reimage ComputeNode_UpdateUser"
                            + " ComputeNode_UploadBatchServiceLogs File_DeleteFromComputeNode Pool_Add"
                            + " Pool_DisableAutoScale Pool_EnableAutoScale Pool_EvaluateAutoScale Pool_Patch"
                            + " Pool_RemoveNodes Pool_Resize Pool_StopResize Pool_UpdateProperties"
                            + " ComputeNode_Start ComputeNode_Deallocate"),
            Map.entry("pools/delete", "Pool_Delete"),
            Map.entry(
                    "jobs/read",
                    "File_GetFromTask File_GetPropertiesFromTask File_ListFromTask Job_Get Job_GetAllLifetimeStatistics"
                            + " Job_GetTaskCounts Job_List"
                            + " Job_ListPreparationAndReleaseTaskStatus Task_Get Task_List Task_ListSubtasks"),
            Map.entry(
                    "jobs/write",
                    "Job_Add Job_Disable Job_Enable Job_Patch Job_Terminate Job_Update Task_Add Task_AddCollection"
                            + " Task_Reactivate Task_Terminate Task_Update"),
            Map.entry("jobs/delete", "File_DeleteFromTask Job_Delete Task_Delete"),
            Map.entry(
                    "jobSchedules/read", "JobSchedule_Exists JobSchedule_Get JobSchedule_List Job_ListFromJobSchedule"),
            Map.entry(
                    "jobSchedules/write",
                    "JobSchedule_Add JobSchedule_Disable JobSchedule_Enable JobSchedule_Patch JobSchedule_Terminate"
                            + " JobSchedule_Update"),
            Map.entry("jobSchedules/delete", "JobSchedule_Delete"));

    private static final String REFUSAL = "InsufficientAccountPermissions";

    private static final Set<String> EVERYTHING = OPERATIONS.keySet();
    private static final Set<String> JOBS = Set.of(
            "jobs/read", "jobs/write", "jobs/delete", "jobSchedules/read", "jobSchedules/write", "jobSchedules/delete");
    private static final Set<String> POOLS = Set.of("pools/read", "pools/write", "pools/delete");
    private static final Set<String> CERTIFICATES =
            Set.of("certificates/read", "certificates/write", "certificates/delete");
    private static final Set<String> CONTROL_READS =
            Set.of("read", "applications/read", "certificates/read", "pools/read");
    private static final Set<String> DATA_READS = Set.of("jobs/read", "jobSchedules/read");

    private final TestClock clock = TestClock.frozen();
    private final FakeEntra entra = FakeEntra.builder().clock(clock).start();
    private final FakeBatch batch =
            FakeBatch.builder().issuer(entra).clock(clock).start();
    private final BatchCalls calls = BatchCalls.withToken(batch, entra);
    private final String principal = entra.servicePrincipalId();

    @AfterEach
    void close() {
        batch.close();
        entra.close();
    }

    @Test
    void everyOperation_byEveryRole_isAllowedOrForbidden() {
        RoleDefinition custom = RoleDefinition.parse(CUSTOM_JOB_SUBMITTER);
        Map<RoleDefinition, Set<String>> table = Map.of(
                BuiltInRoles.OWNER,
                union(CONTROL_READS, POOLS, CERTIFICATES),
                BuiltInRoles.CONTRIBUTOR,
                union(CONTROL_READS, POOLS, CERTIFICATES),
                BuiltInRoles.READER,
                CONTROL_READS,
                BuiltInRoles.BATCH_ACCOUNT_CONTRIBUTOR,
                EVERYTHING,
                BuiltInRoles.BATCH_ACCOUNT_READER,
                union(CONTROL_READS, DATA_READS),
                BuiltInRoles.BATCH_DATA_CONTRIBUTOR,
                EVERYTHING,
                BuiltInRoles.BATCH_JOB_SUBMITTER,
                union(Set.of("applications/read", "pools/read"), JOBS),
                custom,
                union(CONTROL_READS, JOBS));
        List<String> wrong = new ArrayList<>();
        int[] checked = {0};
        table.forEach((role, allowed) -> {
            batch.access().revokeAll();
            batch.access().assign(role, principal);
            OPERATIONS.forEach((permission, operations) -> {
                for (String operation : operations.split(" ", -1)) {
                    checked[0]++;
                    BatchCalls.Answer answer = call(operation);
                    boolean forbidden = answer.status() == 403;
                    if (forbidden == allowed.contains(permission)) {
                        wrong.add(role.name() + " " + operation + ": " + answer.status());
                    } else if (forbidden && !bodiless(operation)) {
                        assertThat(answer.code()).isEqualTo(REFUSAL);
                        assertThat(answer.value("RequiredPermission"))
                                .isEqualTo("Microsoft.Batch/batchAccounts/" + permission);
                        assertThat(answer.json().at("/message/value").asText()).contains(permission);
                    }
                }
            });
        });
        assertThat(wrong).isEmpty();
        assertThat(checked[0]).isEqualTo(Operations.all().size() * table.size());
    }

    @Test
    void everyOperation_withoutARole_isForbiddenForWantOfItsPermission() {
        batch.access().revokeAll();
        Map<String, String> missing = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        OPERATIONS.forEach((permission, operations) -> {
            for (String operation : operations.split(" ", -1)) {
                boolean data = permission.startsWith("job");
                wanted.put(operation, "403 Microsoft.Batch/batchAccounts/" + permission + (data ? " dataAction" : ""));
                batch.access().forgetNeeded();
                BatchCalls.Answer answer = call(operation);
                assertThat(answer.code()).as(operation).isEqualTo(bodiless(operation) ? "" : REFUSAL);
                missing.put(operation, answer.status() + " " + missing(operation, answer));
            }
        });

        assertThat(missing).isEqualTo(wanted);
        assertThat(missing).hasSameSizeAs(Operations.all());
    }

    private static boolean bodiless(String operation) {
        return Routes.of(operation).startsWith("HEAD");
    }

    /** The permission that an answer misses; where the answer has no body, what the account has noted. */
    private String missing(String operation, BatchCalls.Answer answer) {
        if (bodiless(operation)) {
            assertThat(answer.text()).isEmpty();
            Permission permission =
                    batch.access().needed().permissions().iterator().next();
            return permission.operation() + (permission.data() ? " dataAction" : "");
        }
        boolean data = answer.value("PermissionKind").equals("dataAction");
        return answer.value("RequiredPermission") + (data ? " dataAction" : "");
    }

    @Test
    void table_ofOperationsAndRoles_isWhole() {
        assertThat(String.join(" ", OPERATIONS.values()).split(" ", -1))
                .containsExactlyInAnyOrderElementsOf(
                        Operations.all().stream().map(Operation::id).toList());
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> union = new HashSet<>();
        for (Set<String> set : sets) {
            union.addAll(set);
        }
        return union;
    }

    /** Calls an operation on what is not there: allowed is anything but 403. */
    private BatchCalls.Answer call(String operationId) {
        String route = Routes.of(operationId);
        String[] words = route.split(" ", 2);
        boolean writes = !words[0].equals("GET") && !words[0].equals("HEAD") && !words[0].equals("DELETE");
        return calls.version(Routes.version(operationId))
                .call(words[0], words[1].replaceAll("\\{[A-Za-z]+}", "none"), writes ? "{}" : null, Map.of());
    }

    @Test
    void customJobSubmitter_submitsJobs_butTouchesNoPool() {
        batch.access().assign(RoleDefinition.parse(CUSTOM_JOB_SUBMITTER), principal);

        assertThat(calls.post("/jobs", BatchCalls.job("j", "p")).status()).isEqualTo(201);
        assertThat(calls.post("/jobs/j/tasks", BatchCalls.task("t")).status()).isEqualTo(201);
        assertThat(calls.get("/pools").status()).isEqualTo(200);
        BatchCalls.Answer refused = calls.post("/pools", BatchCalls.pool("p", 1));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.value("RequiredPermission")).isEqualTo("Microsoft.Batch/batchAccounts/pools/write");
        assertThat(refused.value("PermissionKind")).isEqualTo("action");
    }

    @Test
    void autoPool_needsPoolRightsToo() {
        String job = "{\"id\":\"auto\"," + AUTO_POOL.replace("{NODES}", "1") + "}";
        batch.access().assign(BuiltInRoles.BATCH_JOB_SUBMITTER, principal);
        BatchCalls.Answer refused = calls.post("/jobs", job);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.value("RequiredPermission")).endsWith("pools/write");

        batch.access().assign(BuiltInRoles.BATCH_DATA_CONTRIBUTOR, principal);
        assertThat(calls.post("/jobs", job).status()).isEqualTo(201);
    }

    @Test
    void autoPool_thatAChangeLeavesAlone_needsNoPoolRights() {
        String pool = AUTO_POOL.replace("{NODES}", "1");
        batch.access().assign(BuiltInRoles.BATCH_DATA_CONTRIBUTOR, principal);
        assertThat(calls.post("/jobs", "{\"id\":\"auto\"," + pool + "}").status())
                .isEqualTo(201);
        assertThat(calls.post("/jobschedules", schedule("s", pool)).status()).isEqualTo(201);
        batch.access().revokeAll();
        batch.access().assign(BuiltInRoles.BATCH_JOB_SUBMITTER, principal);

        assertThat(change("PATCH", "/jobs/auto", "{\"priority\":3}")).isEqualTo("200 ");
        assertThat(change("PUT", "/jobs/auto", "{\"priority\":4," + pool + "}")).isEqualTo("200 ");
        assertThat(change("PATCH", "/jobschedules/s", "{\"metadata\":[]}")).isEqualTo("200 ");
        assertThat(change("PUT", "/jobschedules/s", schedule("s", pool).replace("\"id\":\"s\",", "")))
                .isEqualTo("200 ");
        String other = AUTO_POOL.replace("{NODES}", "2");
        String refused = "403 Microsoft.Batch/batchAccounts/pools/write";
        assertThat(change("PATCH", "/jobs/auto", "{" + other + "}")).isEqualTo(refused);
        assertThat(change("PUT", "/jobs/auto", "{" + other + "}")).isEqualTo(refused);
        assertThat(change("PATCH", "/jobschedules/s", "{\"jobSpecification\":{" + other + "}}"))
                .isEqualTo(refused);
        assertThat(calls.post("/jobschedules", schedule("s2", pool)).value("RequiredPermission"))
                .endsWith("pools/write");
    }

    private static String schedule(String id, String pool) {
        return "{\"id\":\"" + id + "\",\"schedule\":{\"recurrenceInterval\":\"PT1H\"},\"jobSpecification\":{" + pool
                + "}}";
    }

    private String change(String method, String path, String body) {
        BatchCalls.Answer answer = calls.call(method, path, body, Map.of());
        return answer.status() + " " + answer.value("RequiredPermission");
    }

    @Test
    void assignment_toAGroup_holdsForItsMembers() {
        batch.access().assign(BuiltInRoles.BATCH_ACCOUNT_READER, "11111111-2222-3333-4444-555555555555");
        assertThat(calls.get("/jobs").status()).isEqualTo(403);

        batch.access().addMember("11111111-2222-3333-4444-555555555555", principal);

        assertThat(calls.get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void assignment_atAScopeElsewhere_allowsNothingHere() {
        batch.access()
                .assign(new RoleAssignment(
                        BuiltInRoles.BATCH_ACCOUNT_CONTRIBUTOR, principal, batch.resourceId() + "other"));
        assertThat(calls.get("/jobs").status()).isEqualTo(403);

        String group = batch.resourceId().replaceAll("/providers/.*", "");
        batch.access().assign(new RoleAssignment(BuiltInRoles.BATCH_ACCOUNT_CONTRIBUTOR, principal, group));
        assertThat(calls.get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void notActions_takeBackWhatTheSameGrantAllows() {
        RoleDefinition role = RoleDefinition.parse("""
                {"Name":"No deleting","IsCustom":true,"Actions":["Microsoft.Batch/batchAccounts/*"],
                 "NotActions":["Microsoft.Batch/batchAccounts/*/delete"],
                 "DataActions":["Microsoft.Batch/batchAccounts/*"],"NotDataActions":["*/jobs/delete"],
                 "AssignableScopes":["/"]}""");

        assertThat(role.allows(Permission.action("pools/write"))).isTrue();
        assertThat(role.allows(Permission.action("pools/delete"))).isFalse();
        assertThat(role.allows(Permission.dataAction("jobs/delete"))).isFalse();
        assertThat(role.allows(Permission.dataAction("jobSchedules/delete"))).isTrue();
    }

    /** As az role definition list, the management API, Get-AzRoleDefinition and the role of a template write them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"assignableScopes": ["/"], "createdBy": null, "createdOn": "2018-01-01T00:00:00Z", "description": "",
                 "id": "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/ID", "name": "ID",
                 "permissions": [{"actions": ["Microsoft.Batch/batchAccounts/*"], "condition": null, "conditionVersion": null,
                   "dataActions": [], "notActions": [], "notDataActions": []}],
                 "roleName": "Mine", "roleType": "CustomRole", "type": "Microsoft.Authorization/roleDefinitions",
                 "updatedBy": "x", "updatedOn": "2018-01-01T00:00:00Z"}""",
                """
                {"properties": {"roleName": "Mine", "type": "CustomRole", "description": "d", "assignableScopes": ["/"],
                   "permissions": [{"actions": ["Microsoft.Batch/batchAccounts/*"], "notActions": []}],
                   "createdOn": "2018-01-01T00:00:00Z", "updatedOn": "2018-01-01T00:00:00Z", "createdBy": null,
                   "updatedBy": null},
                 "id": "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/ID",
                 "type": "Microsoft.Authorization/roleDefinitions", "name": "ID", "apiVersion": "2022-04-01"}""",
                """
                {"Name": "Mine", "Id": "ID", "IsCustom": true, "Description": "d",
                 "Actions": ["Microsoft.Batch/batchAccounts/*"], "NotActions": [], "DataActions": [], "NotDataActions": [],
                 "AssignableScopes": ["/"], "Condition": null, "ConditionVersion": null}""",
                """
                {"roleName": "Mine", "Name": "ID", "Id": "ID", "isCustom": true, "description": null,
                 "actions": ["Microsoft.Batch/batchAccounts/*"], "assignableScopes": ["/"]}""",
            })
    void parse_whatAzureWrites_isTaken(String json) {
        RoleDefinition role = RoleDefinition.parse(json);

        assertThat(role.name()).isEqualTo("Mine");
        assertThat(role.id()).isEqualTo("ID");
        assertThat(role.allows(Permission.action("pools/write"))).isTrue();
    }

    @Test
    void parse_severalFaults_areAllNamed() {
        assertThatThrownBy(() -> RoleDefinition.parse("{\"Nmae\": \"r\", \"Action\": [\"*\"], \"NotActions\": \"x\"}"))
                .isInstanceOf(RoleFormatException.class)
                .hasMessageContainingAll("/Nmae", "/Action", "/NotActions", "'assignableScopes' is missing");
    }

    @Test
    void parse_badDefinitions_nameMemberAndRemedy() {
        assertThatThrownBy(() -> RoleDefinition.parse("nonsense")).isInstanceOf(RoleFormatException.class);
        assertThatThrownBy(() -> RoleDefinition.parse("{\"Actions\":[]}")).hasMessageContaining("roleName");
        assertThatThrownBy(
                        () -> RoleDefinition.parse("{\"Name\":\"r\",\"Actions\":\"*\",\"AssignableScopes\":[\"/\"]}"))
                .hasMessageContaining("/Actions")
                .hasMessageContaining("list");
        assertThatThrownBy(() -> RoleDefinition.parse("{\"Name\":\"r\",\"Actions\":[\"*\"]}"))
                .hasMessageContaining("assignableScopes");
        assertThatThrownBy(() -> RoleDefinition.parse("{\"Name\":\"r\",\"AssignableScopes\":[\"here\"]}"))
                .hasMessageContaining("'here'");
        RoleDefinition custom = RoleDefinition.parse(CUSTOM_JOB_SUBMITTER);
        assertThatThrownBy(() -> new RoleAssignment(custom, "p", "/subscriptions/other"))
                .hasMessageContaining("cannot be assigned at '/subscriptions/other'");
        assertThatThrownBy(() -> new RoleAssignment(custom, " ", "/")).hasMessageContaining("blank");
    }

    @Test
    void olderTexts_asQuirks_widenRolesEachByItself() {
        for (boolean keys : new boolean[] {true, false}) {
            for (boolean reads : new boolean[] {true, false}) {
                BatchQuirks quirks = BatchQuirks.builder()
                        .listKeysGrantsAll(keys)
                        .accountReadGrantsReads(reads)
                        .build();
                try (FakeBatch account = FakeBatch.builder()
                        .issuer(entra)
                        .clock(clock)
                        .quirks(quirks)
                        .assign(BuiltInRoles.CONTRIBUTOR, principal)
                        .start()) {
                    BatchCalls caller = BatchCalls.withToken(account, entra);
                    assertThat(caller.post("/jobs", BatchCalls.job("j", "p")).status())
                            .as("Contributor adds a job, %s", keys)
                            .isEqualTo(keys ? 201 : 403);

                    account.access().revokeAll();
                    account.access().assign(BuiltInRoles.READER, principal);
                    assertThat(caller.get("/jobs").status())
                            .as("Reader lists jobs, %s", reads)
                            .isEqualTo(reads ? 200 : 403);
                    assertThat(caller.delete("/jobs/j").status()).isEqualTo(403);
                }
            }
        }
    }
}
