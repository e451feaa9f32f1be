package io.github.latchkey.testkit.batch.rbac;

import io.github.latchkey.testkit.document.Document;
import io.github.latchkey.testkit.document.Problem;
import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A role: what it allows by actions and data actions, what it takes back again, and where it may be assigned.
 *
 * @param id the role's GUID; for custom roles without one, the name
 * @param name the role's name
 * @param description what it is for; may be empty
 * @param grants what it allows, each grant by itself
 * @param assignableScopes the scopes below which it may be assigned; {@code /} is everywhere
 */
public record RoleDefinition(
        String id, String name, String description, List<Grant> grants, List<String> assignableScopes) {

    /**
     * One element of a role's permissions. Patterns are compared without regard to letter case; {@code *} stands for
     * any text.
     *
     * @param actions what is allowed of the control plane
     * @param notActions what is taken back from {@code actions}
     * @param dataActions what is allowed of the data plane
     * @param notDataActions what is taken back from {@code dataActions}
     */
    public record Grant(
            List<String> actions, List<String> notActions, List<String> dataActions, List<String> notDataActions) {

        /** Copies the lists. */
        public Grant {
            actions = List.copyOf(actions);
            notActions = List.copyOf(notActions);
            dataActions = List.copyOf(dataActions);
            notDataActions = List.copyOf(notDataActions);
        }

        boolean allows(Permission permission) {
            List<String> allowed = permission.data() ? dataActions : actions;
            List<String> taken = permission.data() ? notDataActions : notActions;
            return matches(allowed, permission.operation()) && !matches(taken, permission.operation());
        }

        private static boolean matches(List<String> patterns, String operation) {
            return patterns.stream().anyMatch(pattern -> Permission.covers(pattern, operation));
        }
    }

    /** Copies the lists. */
    public RoleDefinition {
        grants = List.copyOf(grants);
        assignableScopes = List.copyOf(assignableScopes);
    }

    /**
     * Tells whether the role allows something: some grant allows it and that same grant does not take it back.
     *
     * @param permission what is asked for
     * @return whether the role allows it
     */
    public boolean allows(Permission permission) {
        return grants.stream().anyMatch(grant -> grant.allows(permission));
    }

    /**
     * Tells whether the role may be assigned at a scope.
     *
     * @param scope the scope of an assignment
     * @return whether one of the assignable scopes covers it
     */
    public boolean isAssignableAt(String scope) {
        return assignableScopes.stream().anyMatch(assignable -> Scopes.covers(assignable, scope));
    }

    /**
     * Sets what the role is for.
     *
     * @param text a sentence or two
     * @return a copy
     */
    public RoleDefinition describedAs(String text) {
        return new RoleDefinition(id, name, text, grants, assignableScopes);
    }

    /**
     * Sets where the role may be assigned.
     *
     * @param scopes subscriptions or resource groups, such as {@code /subscriptions/{id}}
     * @return a copy
     */
    public RoleDefinition assignableAt(String... scopes) {
        if (scopes.length == 0) {
            throw new RoleFormatException("the role '" + name + "' needs at least one assignable scope");
        }
        for (String scope : scopes) {
            Scopes.check("assignableScopes of the role '" + name + "'", scope);
        }
        return new RoleDefinition(id, name, description, grants, List.of(scopes));
    }

    /**
     * Makes the role shorter and wider: where it allows several things of one kind of resource, such as
     * {@code jobs/read} and {@code jobs/write}, it allows all things of that kind, {@code jobs/*}.
     *
     * @return a copy
     */
    public RoleDefinition withWildcards() {
        return new RoleDefinition(
                id,
                name,
                description,
                grants.stream()
                        .map(grant -> new Grant(
                                Wildcards.of(grant.actions()),
                                grant.notActions(),
                                Wildcards.of(grant.dataActions()),
                                grant.notDataActions()))
                        .toList(),
                assignableScopes);
    }

    /**
     * Writes the definition in the flat shape that the command line takes: {@code az role definition create
     * --role-definition @file}.
     *
     * @return JSON on several lines, with a line break at its end
     * @throws IllegalStateException if the role has several grants of which one takes something back, which that shape
     *     cannot express
     */
    public String toJson() {
        Grant grant = onlyGrant();
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("Name", name);
        role.put("IsCustom", true);
        role.put("Description", description);
        role.put("Actions", grant.actions());
        role.put("NotActions", grant.notActions());
        role.put("DataActions", grant.dataActions());
        role.put("NotDataActions", grant.notDataActions());
        role.put("AssignableScopes", assignableScopes);
        return Json.writeForPeople(role) + "\n";
    }

    private Grant onlyGrant() {
        if (grants.size() == 1) {
            return grants.get(0);
        }
        if (grants.stream()
                .anyMatch(grant ->
                        !grant.notActions().isEmpty() || !grant.notDataActions().isEmpty())) {
            throw new IllegalStateException("the role '" + name
                    + "' has several grants of which one takes something back; the flat shape cannot express that");
        }
        return new Grant(
                grants.stream()
                        .flatMap(grant -> grant.actions().stream())
                        .distinct()
                        .toList(),
                List.of(),
                grants.stream()
                        .flatMap(grant -> grant.dataActions().stream())
                        .distinct()
                        .toList(),
                List.of());
    }

    /**
     * Reads a role definition in one of the two shapes that Azure uses: that of the management API and portal, with
     * {@code properties}, {@code roleName} and {@code permissions}, or the flat one of the command line tools, with
     * {@code Name}, {@code Actions} and so on. Names of members are read without regard to letter case; one that Azure
     * does not write is a fault.
     *
     * @param json the definition
     * @return the role
     * @throws RoleFormatException if something is missing, unknown or malformed; the message names all of it
     */
    public static RoleDefinition parse(String json) {
        Document document = Document.read(json);
        refuse(document);
        Optional<RoleDefinition> role = read(document.root());
        refuse(document);
        return role.orElseThrow();
    }

    /**
     * Reads a role definition that is part of a document, in the shapes of {@link #parse}. What is wrong with it
     * becomes problems of the document.
     *
     * @param value the definition
     * @return the role; only good when the document has no problems
     */
    public static Optional<RoleDefinition> read(Value value) {
        return RoleReader.read(value);
    }

    private static void refuse(Document document) {
        if (!document.problems().isEmpty()) {
            throw new RoleFormatException("not a good role definition: "
                    + document.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }
}
