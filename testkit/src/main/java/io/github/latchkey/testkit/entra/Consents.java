package io.github.latchkey.testkit.entra;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows what applications may do in the name of users: what an administrator allowed, and what users have allowed
 * since.
 */
final class Consents {

    /** In place of a user: all of a tenant. */
    private static final String EVERYBODY = "";

    private final Map<Key, Set<String>> given = new ConcurrentHashMap<>();

    void give(SignIn who, EntraApp app, EntraResource resource, Set<String> scopes) {
        give(key(who, who.user().objectId(), app, resource), scopes);
    }

    /** Allows it in the name of all users of the tenant. */
    void giveForEverybody(SignIn who, EntraApp app, EntraResource resource, Set<String> scopes) {
        give(key(who, EVERYBODY, app, resource), scopes);
    }

    private void give(Key key, Set<String> scopes) {
        given.computeIfAbsent(key, none -> ConcurrentHashMap.newKeySet()).addAll(scopes);
    }

    /** Forgets what users have allowed. */
    void clear() {
        given.clear();
    }

    /** Returns the scopes that are asked for and that nobody has allowed yet. */
    Set<String> missing(SignIn who, EntraApp app, Access access) {
        if (access.resource().appId().equals(app.clientId())) {
            return Set.of();
        }
        Set<String> missing = new LinkedHashSet<>(access.scopes());
        if (access.scopes().isEmpty()) {
            missing.addAll(app.requested(access.resource()));
        }
        missing.removeAll(allowed(who, app, access.resource()));
        missing.removeAll(Scopes.OPEN_ID);
        return missing;
    }

    /** Returns the scopes that a token gets; ends the request when one that is asked for has not been allowed. */
    Set<String> granted(SignIn who, EntraApp app, Access access) {
        Set<String> allowed = new LinkedHashSet<>(allowed(who, app, access.resource()));
        if (access.resource().appId().equals(app.clientId())) {
            allowed.addAll(access.resource().scopes());
            return access.scopes().isEmpty() ? allowed : access.scopes();
        }
        boolean nothing = access.scopes().isEmpty() && allowed.isEmpty();
        if (nothing || !missing(who, app, access).isEmpty()) {
            throw new EntraException(Aadsts.CONSENT_REQUIRED, app.clientId(), app.name());
        }
        return access.scopes().isEmpty() ? allowed : access.scopes();
    }

    private Set<String> allowed(SignIn who, EntraApp app, EntraResource resource) {
        Set<String> all = new LinkedHashSet<>(app.consented(resource));
        all.addAll(given.getOrDefault(key(who, who.user().objectId(), app, resource), Set.of()));
        all.addAll(given.getOrDefault(key(who, EVERYBODY, app, resource), Set.of()));
        return all;
    }

    private static Key key(SignIn who, String user, EntraApp app, EntraResource resource) {
        return new Key(who.tenantId(), user, app.clientId(), resource.appId());
    }

    private record Key(String tenant, String user, String app, String resource) {}
}
