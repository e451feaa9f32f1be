package io.github.latchkey.testkit.batch.rbac;

import java.util.List;
import java.util.Optional;

/** The roles that Azure has itself, as far as they matter to a Batch account. */
public final class BuiltInRoles {

    private static final String ACCOUNTS = "Microsoft.Batch/batchAccounts/";

    /** Manages everything, and may assign roles; has no data actions. */
    public static final RoleDefinition OWNER =
            role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", List.of("*"), List.of(), List.of());

    /** Manages everything but access; has no data actions. */
    public static final RoleDefinition CONTRIBUTOR = role(
            "b24988ac-6180-42a0-ab88-20f7382dd24c",
            "Contributor",
            List.of("*"),
            List.of("Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write"),
            List.of());

    /** Reads everything of the control plane; has no data actions. */
    public static final RoleDefinition READER =
            role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", List.of("*/read"), List.of(), List.of());

    /** Does everything with Batch accounts and what is in them. */
    public static final RoleDefinition BATCH_ACCOUNT_CONTRIBUTOR = role(
            "29fe4964-1e60-436b-bd3a-77fd4c178b3c",
            "Azure Batch Account Contributor",
            List.of(ACCOUNTS + "*"),
            List.of(),
            List.of(ACCOUNTS + "*"));

    /** Reads Batch accounts and what is in them. */
    public static final RoleDefinition BATCH_ACCOUNT_READER = role(
            "11076f67-66f6-4be0-8f6b-f0609fd05cc9",
            "Azure Batch Account Reader",
            List.of(ACCOUNTS + "read", ACCOUNTS + "*/read"),
            List.of(),
            List.of(ACCOUNTS + "*/read"));

    /** Manages what is in Batch accounts, but not the accounts. */
    public static final RoleDefinition BATCH_DATA_CONTRIBUTOR = role(
            "6aaa78f1-f7de-44ca-8722-c64a23943cae",
            "Azure Batch Data Contributor",
            List.of(
                    ACCOUNTS + "read",
                    ACCOUNTS + "applications/*",
                    ACCOUNTS + "certificates/*",
                    ACCOUNTS + "certificateOperationResults/*",
                    ACCOUNTS + "pools/*",
                    ACCOUNTS + "poolOperationResults/*",
                    "Microsoft.Batch/locations/*/read"),
            List.of(),
            List.of(ACCOUNTS + "jobSchedules/*", ACCOUNTS + "jobs/*"));

    /** Submits jobs to pools that are there. */
    public static final RoleDefinition BATCH_JOB_SUBMITTER = role(
            "48e5e92e-a480-4e71-aa9c-2778f4c13781",
            "Azure Batch Job Submitter",
            List.of(ACCOUNTS + "applications/read", ACCOUNTS + "applications/versions/read", ACCOUNTS + "pools/read"),
            List.of(),
            List.of(ACCOUNTS + "jobSchedules/*", ACCOUNTS + "jobs/*"));

    private static final List<RoleDefinition> ALL = List.of(
            OWNER,
            CONTRIBUTOR,
            READER,
            BATCH_ACCOUNT_CONTRIBUTOR,
            BATCH_ACCOUNT_READER,
            BATCH_DATA_CONTRIBUTOR,
            BATCH_JOB_SUBMITTER);

    private BuiltInRoles() {}

    private static RoleDefinition role(
            String id, String name, List<String> actions, List<String> notActions, List<String> dataActions) {
        RoleDefinition.Grant grant = new RoleDefinition.Grant(actions, notActions, dataActions, List.of());
        return new RoleDefinition(id, name, "", List.of(grant), List.of("/"));
    }

    /**
     * Returns all of them.
     *
     * @return the roles
     */
    public static List<RoleDefinition> all() {
        return ALL;
    }

    /**
     * Finds a role.
     *
     * @param nameOrId its name or GUID, in any letter case
     * @return the role, empty when Azure has none of that name
     */
    public static Optional<RoleDefinition> find(String nameOrId) {
        return ALL.stream()
                .filter(role ->
                        role.name().equalsIgnoreCase(nameOrId) || role.id().equalsIgnoreCase(nameOrId))
                .findFirst();
    }
}
