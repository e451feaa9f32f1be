package io.github.latchkey.testkit.entra;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows what applications may do in the name of users: what an administrator allowed, and what users have allowed since. */
final class Consents {

    private final Map<Key, Set<String>> given = new ConcurrentHashMap<>();

    void give(EntraUser user, EntraApp app, EntraResource resource, Set<String> scopes) {
        given.computeIfAbsent(key(user, app, resource), none -> ConcurrentHashMap.newKeySet())
                .addAll(scopes);
    }

    /** Returns the scopes that are asked for and that nobody has allowed yet. */
    Set<String> missing(EntraUser user, EntraApp app, Access access) {
        if (access.resource().appId().equals(app.clientId())) {
            return Set.of();
        }
        Set<String> missing = new LinkedHashSet<>(access.scopes());
        if (access.scopes().isEmpty()) {
            missing.addAll(app.requested(access.resource()));
        }
        missing.removeAll(allowed(user, app, access.resource()));
        missing.removeAll(Scopes.OPEN_ID);
        return missing;
    }

    /** Returns the scopes that a token gets; ends the request when one that is asked for has not been allowed. */
    Set<String> granted(EntraUser user, EntraApp app, Access access) {
        Set<String> allowed = new LinkedHashSet<>(allowed(user, app, access.resource()));
        if (access.resource().appId().equals(app.clientId())) {
            allowed.addAll(access.resource().scopes());
            return access.scopes().isEmpty() ? allowed : access.scopes();
        }
        boolean nothing = access.scopes().isEmpty() && allowed.isEmpty();
        if (nothing || !missing(user, app, access).isEmpty()) {
            throw new EntraException(Aadsts.CONSENT_REQUIRED, app.clientId(), app.name());
        }
        return access.scopes().isEmpty() ? allowed : access.scopes();
    }

    private Set<String> allowed(EntraUser user, EntraApp app, EntraResource resource) {
        Set<String> all = new LinkedHashSet<>(app.consented(resource));
        all.addAll(given.getOrDefault(key(user, app, resource), Set.of()));
        return all;
    }

    private static Key key(EntraUser user, EntraApp app, EntraResource resource) {
        return new Key(user.objectId(), app.clientId(), resource.appId());
    }

    private record Key(String user, String app, String resource) {}
}
