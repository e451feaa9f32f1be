package io.github.latchkey.testkit.entra;

/**
 * An identity of a machine or of a service, whose credential nobody has to keep.
 *
 * @param clientId the GUID of its application
 * @param objectId the GUID of its service principal
 * @param tenantId the tenant that it belongs to
 * @param resourceId its resource id in Azure, or that of the machine it belongs to
 * @param systemAssigned whether it is the machine's own, which is meant when a request names none
 */
public record ManagedIdentity(
        String clientId, String objectId, String tenantId, String resourceId, boolean systemAssigned) {

    /**
     * Checks the ids.
     *
     * @throws IllegalArgumentException if a GUID is none
     */
    public ManagedIdentity {
        clientId = EntraTenant.guid("client id of a managed identity", clientId);
        objectId = EntraTenant.guid("object id of a managed identity", objectId);
        tenantId = EntraTenant.guid("tenant id of a managed identity", tenantId);
    }

    /**
     * Describes the identity of a machine in the default tenant.
     *
     * @param clientId a GUID
     * @return an identity whose other ids are derived
     */
    public static ManagedIdentity systemAssigned(String clientId) {
        return new ManagedIdentity(
                clientId,
                Ids.derived("managed identity", clientId),
                FakeEntra.DEFAULT_TENANT_ID,
                GROUP + "/providers/Microsoft.Compute/virtualMachines/machine",
                true);
    }

    /**
     * Describes an identity of its own in the default tenant.
     *
     * @param clientId a GUID
     * @param name the last part of its resource id
     * @return an identity whose other ids are derived
     */
    public static ManagedIdentity userAssigned(String clientId, String name) {
        return new ManagedIdentity(
                clientId,
                Ids.derived("managed identity", clientId),
                FakeEntra.DEFAULT_TENANT_ID,
                GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + name,
                false);
    }

    private static final String GROUP = "/subscriptions/5c3f8a1d-0b7e-4d52-9a64-e1f2c3d4b5a6/resourceGroups/latchkey";

    /** Tells whether a request's parameter means this identity. */
    boolean isNamed(String value) {
        return clientId.equalsIgnoreCase(value)
                || objectId.equalsIgnoreCase(value)
                || resourceId.equalsIgnoreCase(value);
    }
}
