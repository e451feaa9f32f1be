package io.github.latchkey.testkit.batch.rbac;

import java.util.Locale;

/** Scopes of Azure: paths of which one covers all that begins with it, segment by segment. */
final class Scopes {

    private Scopes() {}

    static boolean covers(String scope, String target) {
        String outer = trim(scope);
        String inner = trim(target);
        return outer.isEmpty() || inner.equals(outer) || inner.startsWith(outer + "/");
    }

    /** Returns the resource group of a resource: custom roles can be assigned there, but not at the resource. */
    static String resourceGroup(String resourceId) {
        int providers = resourceId.toLowerCase(Locale.ROOT).indexOf("/providers/");
        return providers < 0 ? resourceId : resourceId.substring(0, providers);
    }

    private static String trim(String scope) {
        String lower = scope.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    static void check(String what, String scope) {
        if (!scope.startsWith("/")) {
            throw new RoleFormatException(
                    what + " holds '" + scope + "'; a scope begins with a slash, such as /subscriptions/{id}");
        }
    }
}
