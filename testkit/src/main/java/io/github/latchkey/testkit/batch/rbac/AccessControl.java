package io.github.latchkey.testkit.batch.rbac;

import io.github.latchkey.testkit.http.ServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Decides what principals may do in one account, and notes what they needed. Until the first role is assigned every
 * principal that the account trusts may do everything, as if it held {@link BuiltInRoles#BATCH_ACCOUNT_CONTRIBUTOR};
 * from then on only what is assigned counts. Safe for use by many threads; a change holds from the next request on.
 */
public final class AccessControl {

    private final String accountResourceId;
    private final List<RoleAssignment> assignments = new CopyOnWriteArrayList<>();
    private final Map<String, Set<String>> groups = new ConcurrentHashMap<>();
    private final Map<String, Map<Permission, Witnesses>> needed = new ConcurrentHashMap<>();

    /** The principals as which each application called, by its client id in lower case. */
    private final Map<String, Set<String>> callers = new ConcurrentHashMap<>();

    private volatile boolean open = true;

    /**
     * Starts open.
     *
     * @param accountResourceId the account's full id, from {@code /subscriptions} on
     */
    public AccessControl(String accountResourceId) {
        this.accountResourceId = accountResourceId;
    }

    /**
     * Returns the account's id, as scopes of assignments name it.
     *
     * @return the id, from {@code /subscriptions} on
     */
    public String accountResourceId() {
        return accountResourceId;
    }

    /**
     * Assigns a role at the account itself.
     *
     * @param role the role
     * @param principalId the object id of a service principal, a user or a group
     */
    public void assign(RoleDefinition role, String principalId) {
        assign(new RoleAssignment(role, principalId, accountResourceId));
    }

    /**
     * Adds an assignment. One at a scope that does not cover the account counts as an assignment, but allows nothing
     * here.
     *
     * @param assignment the assignment
     */
    public void assign(RoleAssignment assignment) {
        assignments.add(assignment);
        open = false;
    }

    /**
     * Takes an assignment back; the account does not become open again.
     *
     * @param role the role
     * @param principalId whose
     */
    public void revoke(RoleDefinition role, String principalId) {
        assignments.removeIf(assignment ->
                assignment.role().equals(role) && assignment.principalId().equalsIgnoreCase(principalId));
    }

    /** Takes back all assignments: nobody may do anything. */
    public void revokeAll() {
        assignments.clear();
        open = false;
    }

    /**
     * Puts a principal into a group; groups named in tokens count besides.
     *
     * @param groupId the group's object id
     * @param memberId the member's object id
     */
    public void addMember(String groupId, String memberId) {
        groups.computeIfAbsent(key(groupId), id -> ConcurrentHashMap.newKeySet())
                .add(key(memberId));
    }

    /**
     * Returns the assignments.
     *
     * @return a copy
     */
    public List<RoleAssignment> assignments() {
        return List.copyOf(assignments);
    }

    /**
     * Tells whether a principal may do something.
     *
     * @param principalId its object id
     * @param tokenGroups the groups that its token names
     * @param permission what it wants to do
     * @return whether one of its roles, or one of its groups' roles, allows it
     */
    public boolean allows(String principalId, Set<String> tokenGroups, Permission permission) {
        if (open) {
            return BuiltInRoles.BATCH_ACCOUNT_CONTRIBUTOR.allows(permission);
        }
        Set<String> identities = new HashSet<>();
        identities.add(key(principalId));
        tokenGroups.forEach(group -> identities.add(key(group)));
        groups.forEach((group, members) -> {
            if (members.contains(key(principalId))) {
                identities.add(group);
            }
        });
        return assignments.stream()
                .anyMatch(assignment -> identities.contains(key(assignment.principalId()))
                        && assignment.coversAccount(accountResourceId)
                        && assignment.role().allows(permission));
    }

    /**
     * Notes that a principal needed a permission, whether or not it had it.
     *
     * @param principalId its object id, or another name for callers without one
     * @param clientId the application that called, empty when there is none
     * @param permission what a request of it needed
     * @param request the request
     */
    public void note(String principalId, String clientId, Permission permission, ServerRequest request) {
        if (!clientId.isEmpty()) {
            callers.computeIfAbsent(key(clientId), id -> ConcurrentHashMap.newKeySet())
                    .add(principalId);
        }
        Map<Permission, Witnesses> own = needed.computeIfAbsent(principalId, id -> new ConcurrentHashMap<>());
        own.merge(permission, Witnesses.of(request.method() + " " + request.path()), Witnesses::and);
    }

    /**
     * Returns what was needed so far.
     *
     * @return permissions and the requests that needed them
     */
    public NeededPermissions needed() {
        Map<String, Map<Permission, Witnesses>> copy = new TreeMap<>();
        needed.forEach((principal, permissions) -> copy.put(principal, new TreeMap<>(permissions)));
        copy.values().removeIf(Map::isEmpty); // One whose first need is being noted just now.
        Map<String, Set<String>> callersCopy = new TreeMap<>();
        callers.forEach((client, principals) -> callersCopy.put(client, new TreeSet<>(principals)));
        return new NeededPermissions(copy, callersCopy, Set.of(Scopes.resourceGroup(accountResourceId)));
    }

    /** Begins again: nothing is assigned, nobody is in a group, everybody may do everything, and nothing was needed. */
    public void clear() {
        assignments.clear();
        groups.clear();
        open = true;
        forgetNeeded();
    }

    /** Forgets what was needed so far. */
    public void forgetNeeded() {
        needed.clear();
        callers.clear();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
