package io.github.latchkey.testkit.standalone;

import java.util.function.UnaryOperator;

/**
 * Understands addresses that are put together slightly wrong, as happens in scripts: a slash too many between authority
 * and tenant, the tenant twice, or no tenant where the authority was thought to hold one.
 */
final class Lenience implements UnaryOperator<String> {

    private final String tenantId;

    Lenience(String tenantId) {
        this.tenantId = tenantId;
    }

    @Override
    public String apply(String target) {
        int question = target.indexOf('?');
        String query = question < 0 ? "" : target.substring(question);
        String path = (question < 0 ? target : target.substring(0, question)).replaceAll("/{2,}", "/");
        String tenant = "/" + tenantId;
        while (path.regionMatches(true, 0, tenant + tenant + "/", 0, 2 * tenant.length() + 1)) {
            path = path.substring(tenant.length());
        }
        boolean without = path.startsWith("/oauth2/") || path.startsWith("/v2.0/") || path.startsWith("/.well-known/");
        return (without ? tenant : "") + path + query;
    }
}
