package io.github.latchkey.auth;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks on the names of tenants and applications, made where they come in. What is no name is not shown: it may be a
 * secret that was given in its place.
 */
final class Identifiers {

    private static final Set<String> SHARED_TENANTS = Set.of("common", "organizations", "consumers");
    // A GUID or a domain name. Anything else could change the path of the authority's URL.
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");
    private static final String WHERE_TENANT =
            "find it in the Azure portal under Microsoft Entra ID, Overview, 'Tenant ID', or with 'az account show"
                    + " --query tenantId'.";

    private Identifiers() {}

    /**
     * Requires the id of one tenant, as a program that signs in by itself needs it.
     *
     * @param value a GUID or a verified domain of the tenant
     * @return the tenant id
     */
    static String requireSpecificTenant(@Nullable String value) {
        String tenantId = requireTenant(value);
        if (SHARED_TENANTS.contains(tenantId.toLowerCase(Locale.ROOT))) {
            throw new InvalidOptionException(
                    "tenantId",
                    tenantId,
                    "a service principal signs in to one tenant, so the shared authorities common, organizations and"
                            + " consumers cannot be used; give the tenant id: " + WHERE_TENANT);
        }
        return tenantId;
    }

    /**
     * Requires a tenant or one of the shared authorities.
     *
     * @param tenantId a GUID, a verified domain, or {@code common}, {@code organizations}, {@code consumers}
     * @return the tenant id
     */
    static String requireTenant(@Nullable String tenantId) {
        if (tenantId == null || tenantId.isBlank()) {
            throw new InvalidOptionException(
                    "tenantId", tenantId, "it is absent or blank; give the tenant id: " + WHERE_TENANT);
        }
        if (!TENANT.matcher(tenantId).matches() || tenantId.contains("..")) {
            throw InvalidOptionException.secret(
                    "tenantId",
                    "it has " + tenantId.length() + " characters and is neither a GUID nor a domain name; give the"
                            + " tenant id: " + WHERE_TENANT);
        }
        return tenantId;
    }

    /**
     * Requires an application (client) id.
     *
     * @param clientId the id
     * @return the id
     */
    static String requireClientId(@Nullable String clientId) {
        if (clientId == null || !CLIENT.matcher(clientId).matches()) {
            String flaw = clientId == null
                    ? "it is absent"
                    : "it has " + clientId.length() + " characters and is no application id";
            throw InvalidOptionException.secret(
                    "clientId",
                    flaw + "; find it in the Azure portal under App registrations, 'Application (client) ID'.");
        }
        return clientId;
    }

    /**
     * Requires an identifier of no certain form.
     *
     * @param option the option's name
     * @param value the identifier
     * @return the identifier
     */
    static String requirePresent(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidOptionException(option, value, "it is absent or blank.");
        }
        return value;
    }
}
