package io.github.latchkey.testkit.batch.rbac;

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

    /** Without a regular expression, because every request asks this for every line of a role. */
    static boolean covers(String pattern, String operation) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equalsIgnoreCase(operation);
        }
        if (!operation.regionMatches(true, 0, pattern, 0, star)) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int at = star; at <= operation.length(); at++) {
            if (covers(rest, operation.substring(at))) {
                return true;
            }
        }
        return false;
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
