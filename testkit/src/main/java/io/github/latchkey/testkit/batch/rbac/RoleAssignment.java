package io.github.latchkey.testkit.batch.rbac;

/**
 * A role given to somebody somewhere.
 *
 * @param role the role
 * @param principalId the object id of a service principal, a user or a group
 * @param scope where it holds: a subscription, a resource group or an account, and all below
 */
public record RoleAssignment(RoleDefinition role, String principalId, String scope) {

    /** Checks that the role may be assigned there. */
    public RoleAssignment {
        if (principalId.isBlank()) {
            throw new RoleFormatException("the principal of an assignment of '" + role.name()
                    + "' is blank; give the object id of a service principal, user or group");
        }
        Scopes.check("the scope of an assignment of '" + role.name() + "'", scope);
        if (!role.isAssignableAt(scope)) {
            throw new RoleFormatException("the role '" + role.name() + "' cannot be assigned at '" + scope
                    + "'; its assignable scopes are " + role.assignableScopes());
        }
    }

    boolean coversAccount(String accountResourceId) {
        return Scopes.covers(scope, accountResourceId);
    }
}
