package io.github.latchkey.testkit.batch.rbac;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What callers needed to be allowed for all that they asked for, whether or not they were allowed, and which requests
 * needed it. From it come the smallest role that would do, and the assertion that a role does:
 *
 * <pre>{@code
 * NeededPermissions needed = azure.neededPermissions();
 * needed.areAllowedBy(BuiltInRoles.BATCH_JOB_SUBMITTER);
 * Files.writeString(file, needed.role("Nightly job").toJson()); // az role definition create --role-definition @file
 * }</pre>
 *
 * <p>Callers with the shared key count as well, although no role restricts them: that shows what they will need when
 * they sign in with Entra ID. The tokens of tasks need no role and do not count. Of a request that was refused only the
 * permission is known for which it was refused. Immutable.
 */
public final class NeededPermissions {

    private final Map<String, Map<Permission, Witnesses>> byPrincipal;

    /** The principals as which each application called, by its client id. */
    private final Map<String, Set<String>> callers;

    private final Set<String> scopes;

    NeededPermissions(
            Map<String, Map<Permission, Witnesses>> byPrincipal, Map<String, Set<String>> callers, Set<String> scopes) {
        this.byPrincipal = byPrincipal;
        this.callers = callers;
        this.scopes = scopes;
    }

    /**
     * Returns who needed something.
     *
     * @return object ids, and {@code shared key} for callers with the shared key, in order
     */
    public Set<String> principals() {
        return Collections.unmodifiableSet(byPrincipal.keySet());
    }

    /**
     * Narrows down to one principal.
     *
     * @param principalId its object id, in any letter case; the client id of an application is another one, and no
     *     principal's
     * @return what it needed
     * @throws IllegalArgumentException if it needed nothing; the message lists those that did
     */
    public NeededPermissions of(String principalId) {
        Map<String, Map<Permission, Witnesses>> own = new TreeMap<>();
        byPrincipal.forEach((principal, needed) -> {
            if (principal.equalsIgnoreCase(principalId)) {
                own.put(principal, needed);
            }
        });
        if (own.isEmpty()) {
            throw new IllegalArgumentException(
                    "no principal '" + principalId + "' needed a permission; " + hint(principalId));
        }
        return new NeededPermissions(own, callers, scopes);
    }

    private String hint(String principalId) {
        for (Map.Entry<String, Set<String>> caller : callers.entrySet()) {
            if (caller.getKey().equalsIgnoreCase(principalId)) {
                return "that is the client id of an application, which called as the principal "
                        + String.join(", ", caller.getValue());
            }
        }
        return byPrincipal.isEmpty()
                ? "nobody did"
                : "those that did, by their object ids, which are no client ids: " + principals();
    }

    /**
     * Adds what was needed elsewhere, in another account for example.
     *
     * @param other what was needed there
     * @return all of both
     */
    public NeededPermissions and(NeededPermissions other) {
        Map<String, Map<Permission, Witnesses>> both = new TreeMap<>();
        Map<String, Set<String>> bothCallers = new TreeMap<>();
        for (NeededPermissions part : List.of(this, other)) {
            part.byPrincipal.forEach((principal, needed) ->
                    needed.forEach((permission, witnesses) -> both.computeIfAbsent(principal, id -> new TreeMap<>())
                            .merge(permission, witnesses, Witnesses::and)));
            part.callers.forEach((client, principals) ->
                    bothCallers.computeIfAbsent(client, id -> new TreeSet<>()).addAll(principals));
        }
        Set<String> bothScopes = new TreeSet<>(scopes);
        bothScopes.addAll(other.scopes);
        return new NeededPermissions(both, bothCallers, bothScopes);
    }

    /**
     * Returns what was needed.
     *
     * @return the permissions, in order
     */
    public Set<Permission> permissions() {
        return Collections.unmodifiableSet(witnesses().keySet());
    }

    /**
     * Returns the requests that needed a permission.
     *
     * @param permission one of {@link #permissions()}
     * @return method and path of some of them, each once; none when it was not needed
     */
    public List<String> requests(Permission permission) {
        Witnesses found = witnesses().get(permission);
        return found == null ? List.of() : found.requests();
    }

    /**
     * Makes the smallest custom role that would have allowed all of it. It names each permission, without wildcards,
     * and can be assigned in the resource groups of the accounts.
     *
     * @param name the role's name
     * @return the role; {@link RoleDefinition#toJson()} is ready for Azure
     * @throws IllegalStateException if nothing was needed, for Azure takes no role that allows nothing
     */
    public RoleDefinition role(String name) {
        if (byPrincipal.isEmpty()) {
            throw new IllegalStateException("nothing was needed, so there is no role '" + name
                    + "' for it; ask when the" + " program has called the account");
        }
        List<String> actions = new ArrayList<>();
        List<String> dataActions = new ArrayList<>();
        permissions().forEach(permission -> (permission.data() ? dataActions : actions).add(permission.operation()));
        return new RoleDefinition(
                name,
                name,
                "Allows what was needed, and nothing else.",
                List.of(new RoleDefinition.Grant(actions, List.of(), dataActions, List.of())),
                List.copyOf(scopes));
    }

    /**
     * Compares with a role.
     *
     * @param role the role
     * @return what the role lacks, and what it allows without need
     */
    public RoleComparison comparedTo(RoleDefinition role) {
        return RoleComparison.of(role, witnesses());
    }

    /**
     * Asserts that a role would have allowed all of it, and that there was something to allow.
     *
     * @param role the role
     * @return these permissions
     * @throws AssertionError if it would not; the message names each missing permission and the requests that needed
     *     it. Also if nothing was needed, which any role allows, and which says nothing about this one
     */
    public NeededPermissions areAllowedBy(RoleDefinition role) {
        if (byPrincipal.isEmpty()) {
            throw new AssertionError("nothing was needed, which says nothing about the role '" + role.name()
                    + "'; ask when the program has called the account");
        }
        RoleComparison comparison = comparedTo(role);
        if (!comparison.missing().isEmpty()) {
            throw new AssertionError(
                    "the role '" + role.name() + "' does not allow all that was needed" + comparison.lines());
        }
        return this;
    }

    /**
     * Asserts that a role allows nothing that was not needed: that each of its patterns was needed for something.
     *
     * @param role the role
     * @return these permissions
     * @throws AssertionError if it does; the message names what could be taken out of the role
     */
    public NeededPermissions useAllOf(RoleDefinition role) {
        RoleComparison comparison = comparedTo(role);
        if (!comparison.unused().isEmpty()) {
            throw new AssertionError("the role '" + role.name() + "' allows more than was needed" + comparison.lines());
        }
        return this;
    }

    private Map<Permission, Witnesses> witnesses() {
        Map<Permission, Witnesses> all = new TreeMap<>();
        byPrincipal
                .values()
                .forEach(needed ->
                        needed.forEach((permission, witnesses) -> all.merge(permission, witnesses, Witnesses::and)));
        return all;
    }

    /** Writes a line for each permission and below it the requests that needed it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        witnesses()
                .forEach((permission, witnesses) -> text.append(text.isEmpty() ? "" : "\n")
                        .append(permission)
                        .append(witnesses));
        return text.isEmpty() ? "nothing was needed" : text.toString();
    }
}
