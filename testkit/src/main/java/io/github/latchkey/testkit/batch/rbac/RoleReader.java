package io.github.latchkey.testkit.batch.rbac;

import io.github.latchkey.testkit.batch.rbac.RoleDefinition.Grant;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@link RoleDefinition} in one of the shapes that Azure writes. */
final class RoleReader {

    /** What Azure tells about a role and nothing follows from. */
    private static final List<String> NOTES =
            List.of("type", "roleType", "isCustom", "createdOn", "createdBy", "updatedOn", "updatedBy", "apiVersion");

    private static final List<String> CONDITIONS = List.of("condition", "conditionVersion");

    private RoleReader() {}

    static Optional<RoleDefinition> read(Value value) {
        Section root = value.sectionInAnyCase();
        Optional<Section> properties = root.member("properties").map(Value::sectionInAnyCase);
        Section role = properties.orElse(root);
        Optional<String> name = name(role);
        Optional<String> id = root.text("id")
                .or(() -> properties.flatMap(any -> root.text("name")))
                .or(() -> name);
        String description =
                role.member("description").map(one -> one.tree().asText()).orElse("");
        List<Grant> grants = role.member("permissions")
                .map(Value::list)
                .map(all -> all.stream().map(RoleReader::permission).toList())
                .orElseGet(() -> List.of(grant(role)));
        List<String> scopes = scopes(role);
        NOTES.forEach(role::member);
        NOTES.forEach(root::member);
        root.member("name");
        role.end();
        properties.ifPresent(any -> root.end());
        if (scopes.isEmpty()) {
            return Optional.empty();
        }
        return name.flatMap(called -> id.map(full ->
                new RoleDefinition(full.substring(full.lastIndexOf('/') + 1), called, description, grants, scopes)));
    }

    private static Optional<String> name(Section role) {
        Optional<Value> name = role.member("roleName").or(() -> role.member("name"));
        if (name.isEmpty()) {
            role.value().problem("a role definition needs a name: set 'roleName' (or 'Name' in the flat shape)");
        }
        return name.flatMap(Value::text);
    }

    private static Grant permission(Value value) {
        Section permission = value.sectionInAnyCase();
        Grant grant = grant(permission);
        permission.end();
        return grant;
    }

    private static Grant grant(Section section) {
        CONDITIONS.forEach(section::member);
        return new Grant(
                section.texts("actions"),
                section.texts("notActions"),
                section.texts("dataActions"),
                section.texts("notDataActions"));
    }

    private static List<String> scopes(Section role) {
        List<String> scopes = new ArrayList<>();
        role.required("assignableScopes").ifPresent(list -> {
            list.list()
                    .forEach(one -> one.text()
                            .ifPresent(scope -> one.attempt(() -> {
                                Scopes.check("assignableScopes", scope);
                                return scopes.add(scope);
                            })));
            if (list.tree().isArray() && list.tree().isEmpty()) {
                list.problem("must hold at least one scope such as /subscriptions/{id}");
            }
        });
        return scopes;
    }
}
