package io.github.latchkey.testkit.batch.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role: what it allows by actions and data actions, what it takes back again, and where it may be assigned.
 *
 * @param id the role's GUID; for custom roles without one, the name
 * @param name the role's name
 * @param grants what it allows, each grant by itself
 * @param assignableScopes the scopes below which it may be assigned; {@code /} is everywhere
 */
public record RoleDefinition(String id, String name, List<Grant> grants, List<String> assignableScopes) {

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
            return patterns.stream().anyMatch(pattern -> matches(pattern, operation));
        }

        private static boolean matches(String pattern, String operation) {
            String regex = Pattern.quote(pattern.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
            return operation.toLowerCase(Locale.ROOT).matches(regex);
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
        return new RoleDefinition(id.substring(id.lastIndexOf('/') + 1), name, grants, scopes);
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
