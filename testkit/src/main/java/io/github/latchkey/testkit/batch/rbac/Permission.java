package io.github.latchkey.testkit.batch.rbac;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One thing that a role can allow.
 *
 * @param operation the full name, such as {@code Microsoft.Batch/batchAccounts/jobs/write}
 * @param data whether roles allow it by {@code dataActions}, and not by {@code actions}
 */
public record Permission(String operation, boolean data) implements Comparable<Permission> {

    private static final String PREFIX = "Microsoft.Batch/batchAccounts/";

    /**
     * Names a permission of the control plane, which roles allow by {@code actions}; pools, nodes, certificates and
     * applications are guarded by these although requests for them go to the account itself.
     *
     * @param name the name below {@code Microsoft.Batch/batchAccounts/}
     * @return the permission
     */
    public static Permission action(String name) {
        return new Permission(PREFIX + name, false);
    }

    /**
     * Names a permission of the data plane, which roles allow by {@code dataActions}: jobs and job schedules.
     *
     * @param name the name below {@code Microsoft.Batch/batchAccounts/}
     * @return the permission
     */
    public static Permission dataAction(String name) {
        return new Permission(PREFIX + name, true);
    }

    /** Tells whether this one, read as a pattern, stands for another one; {@code *} stands for any text. */
    boolean covers(Permission other) {
        return data == other.data && covers(operation, other.operation);
    }

    static boolean covers(String pattern, String operation) {
        String regex = Pattern.quote(pattern.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
        return operation.toLowerCase(Locale.ROOT).matches(regex);
    }

    /** Orders by name. */
    @Override
    public int compareTo(Permission other) {
        int byName = operation.compareTo(other.operation);
        return byName != 0 ? byName : Boolean.compare(data, other.data);
    }

    @Override
    public String toString() {
        return operation + (data ? " (data action)" : " (action)");
    }
}
