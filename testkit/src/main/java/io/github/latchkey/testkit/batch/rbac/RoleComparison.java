package io.github.latchkey.testkit.batch.rbac;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was needed, beside what a role allows. {@link #toString()} writes it like a difference of texts: {@code +} is
 * needed and not allowed, {@code -} is allowed and not needed, and what both have stands without a mark.
 */
public final class RoleComparison {

    private final RoleDefinition role;
    private final Map<Permission, Witnesses> missing = new TreeMap<>();
    private final Map<Permission, Witnesses> allowed = new TreeMap<>();
    private final List<Permission> unused = new ArrayList<>();

    private RoleComparison(RoleDefinition role) {
        this.role = role;
    }

    static RoleComparison of(RoleDefinition role, Map<Permission, Witnesses> needed) {
        RoleComparison comparison = new RoleComparison(role);
        needed.forEach((permission, witnesses) ->
                (role.allows(permission) ? comparison.allowed : comparison.missing).put(permission, witnesses));
        for (RoleDefinition.Grant grant : role.grants()) {
            comparison.addUnused(grant.actions(), false);
            comparison.addUnused(grant.dataActions(), true);
        }
        return comparison;
    }

    private void addUnused(List<String> patterns, boolean data) {
        patterns.stream()
                .map(pattern -> new Permission(pattern, data))
                .filter(pattern -> allowed.keySet().stream().noneMatch(pattern::covers))
                .forEach(unused::add);
    }

    /**
     * Returns what was needed and the role does not allow.
     *
     * @return the permissions, in order
     */
    public Set<Permission> missing() {
        return Collections.unmodifiableSet(missing.keySet());
    }

    /**
     * Returns what the role allows and was not needed for anything.
     *
     * @return actions and data actions of the role as it has them, wildcards included
     */
    public List<Permission> unused() {
        return List.copyOf(unused);
    }

    /** Writes a line for each permission, without a heading. */
    String lines() {
        StringBuilder text = new StringBuilder();
        missing.forEach((permission, witnesses) -> text.append("\n  + ")
                .append(permission)
                .append(witnesses.toString().replace("\n", "\n  ")));
        unused.forEach(permission -> text.append("\n  - ").append(permission).append(", not needed"));
        allowed.keySet().forEach(permission -> text.append("\n    ").append(permission));
        return text.toString();
    }

    @Override
    public String toString() {
        return "the role '" + role.name() + "' beside what was needed" + lines();
    }
}
