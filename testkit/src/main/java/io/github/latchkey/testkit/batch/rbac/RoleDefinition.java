package io.github.latchkey.testkit.batch.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
     * One element of a role's permissions. Patterns are compared without regard to letter case; {@code *} stands for any
     * text.
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
     * Makes the role shorter and wider: where it allows several things of one kind of resource, such as {@code jobs/read} and
     * {@code jobs/write}, it allows all things of that kind, {@code jobs/*}.
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
     * @throws IllegalStateException if the role has several grants of which one takes something back, which that shape cannot
     *     express
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
     * {@code Name}, {@code Actions} and so on. Names of members are read without regard to letter case.
     *
     * @param json the definition
     * @return the role
     * @throws RoleFormatException if something is missing or malformed
     */
    public static RoleDefinition parse(String json) {
        JsonNode root;
        try {
            root = Json.read(json);
        } catch (IllegalArgumentException noJson) {
            throw new RoleFormatException("a role definition must be JSON: " + noJson.getMessage());
        }
        if (!root.isObject()) {
            throw new RoleFormatException("a role definition must be a JSON object");
        }
        JsonNode body = member(root, "properties");
        JsonNode role = body == null ? root : body;
        String roleName = text(role, "roleName");
        String name = roleName == null ? text(role, "name") : roleName;
        if (name == null || name.isBlank()) {
            throw new RoleFormatException(
                    "a role definition needs a name: set 'roleName' (or 'Name' in the flat shape)");
        }
        String id = text(root, "id");
        if (id == null || id.isBlank()) {
            id = body == null ? name : Objects.requireNonNullElse(text(root, "name"), name);
        }
        List<Grant> grants = new ArrayList<>();
        JsonNode permissions = member(role, "permissions");
        if (permissions == null) {
            grants.add(grant(role, name));
        } else {
            for (JsonNode permission : permissions) {
                grants.add(grant(permission, name));
            }
        }
        List<String> scopes = list(role, "assignableScopes", name);
        if (scopes.isEmpty()) {
            throw new RoleFormatException("the role '" + name
                    + "' needs 'assignableScopes' with at least one scope such as /subscriptions/{id}");
        }
        scopes.forEach(scope -> Scopes.check("assignableScopes of the role '" + name + "'", scope));
        String description = Objects.requireNonNullElse(text(role, "description"), "");
        return new RoleDefinition(id.substring(id.lastIndexOf('/') + 1), name, description, grants, scopes);
    }

    private static Grant grant(JsonNode node, String role) {
        return new Grant(
                list(node, "actions", role),
                list(node, "notActions", role),
                list(node, "dataActions", role),
                list(node, "notDataActions", role));
    }

    private static List<String> list(JsonNode node, String name, String role) {
        JsonNode values = member(node, name);
        List<String> texts = new ArrayList<>();
        if (values == null || values.isNull()) {
            return texts;
        }
        if (!values.isArray()) {
            throw new RoleFormatException("'" + name + "' of the role '" + role + "' must be a list of text");
        }
        for (JsonNode value : values) {
            if (!value.isTextual() || value.asText().isBlank()) {
                throw new RoleFormatException("'" + name + "' of the role '" + role + "' holds " + value
                        + "; it must hold text such as Microsoft.Batch/batchAccounts/*/read");
            }
            texts.add(value.asText());
        }
        return texts;
    }

    private static @Nullable JsonNode member(JsonNode node, String name) {
        return node.properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode member = member(node, name);
        return member == null || !member.isTextual() ? null : member.asText();
    }
}
