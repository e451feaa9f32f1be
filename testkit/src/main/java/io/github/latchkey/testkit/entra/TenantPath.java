package io.github.latchkey.testkit.entra;

import java.util.Locale;
import java.util.Optional;

/** The tenant part of an address: one tenant, or one of the words that leave it open. */
record TenantPath(String word, Optional<EntraTenant> tenant) {

    /** Reads the tenant part; ends the request when it names a tenant that does not exist. */
    static TenantPath resolve(EntraDirectory directory, String segment) {
        String word = segment.toLowerCase(Locale.ROOT);
        if (word.equals("common") || word.equals("organizations") || word.equals("consumers")) {
            return new TenantPath(word, Optional.empty());
        }
        EntraTenant tenant =
                directory.tenant(word).orElseThrow(() -> new EntraException(Aadsts.TENANT_NOT_FOUND, segment));
        return new TenantPath(word, Optional.of(tenant));
    }

    boolean isConsumers() {
        return word.equals("consumers");
    }

    boolean isCommon() {
        return word.equals("common");
    }

    /** Tells whether a user may sign in at this address; nobody here has a personal account. */
    boolean takes(EntraUser user) {
        return tenant.map(one -> one.id().equals(user.tenantId())).orElse(!isConsumers());
    }

    /** Returns the tenant of the address, or the user's own where the address leaves it open. */
    String tenantIdFor(EntraUser user) {
        return tenant.map(EntraTenant::id).orElse(user.tenantId());
    }
}
