package io.github.latchkey.testkit.entra;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who and what the fake knows. May be changed at any time and from any thread; a change counts from the next request.
 */
public final class EntraDirectory {

    private final Map<String, EntraTenant> tenants = new ConcurrentHashMap<>();
    private final Map<String, EntraApp> apps = new ConcurrentHashMap<>();
    private final Map<String, EntraUser> users = new ConcurrentHashMap<>();
    private final Map<String, EntraResource> resources = new ConcurrentHashMap<>();
    private final Map<String, FederatedIssuer> issuers = new ConcurrentHashMap<>();

    EntraDirectory() {}

    /**
     * Adds a tenant, or replaces the one with the same id.
     *
     * @param tenant the tenant
     */
    public void save(EntraTenant tenant) {
        tenants.put(tenant.id(), tenant);
    }

    /**
     * Adds an application, or replaces the one with the same client id.
     *
     * @param app the application
     */
    public void save(EntraApp app) {
        apps.put(app.clientId(), app);
    }

    /**
     * Adds a user, or replaces the one with the same name.
     *
     * @param user the user
     */
    public void save(EntraUser user) {
        users.put(key(user.name()), user);
    }

    /**
     * Adds a resource, or replaces the one with the same application id.
     *
     * @param resource the resource
     */
    public void save(EntraResource resource) {
        resources.put(resource.appId(), resource);
    }

    /**
     * Adds an issuer whose tokens federated credentials may name, or replaces the one with the same address.
     *
     * @param issuer the issuer
     */
    public void save(FederatedIssuer issuer) {
        issuers.put(issuer.issuer(), issuer);
    }

    /**
     * Finds a tenant.
     *
     * @param idOrDomain a GUID or a domain, in any letter case
     * @return the tenant, or empty
     */
    public Optional<EntraTenant> tenant(String idOrDomain) {
        EntraTenant byId = tenants.get(key(idOrDomain));
        return byId != null
                ? Optional.of(byId)
                : tenants.values().stream()
                        .filter(tenant -> tenant.domains().contains(key(idOrDomain)))
                        .findFirst();
    }

    /**
     * Finds an application.
     *
     * @param clientId a GUID, in any letter case
     * @return the application, or empty
     */
    public Optional<EntraApp> app(String clientId) {
        return Optional.ofNullable(apps.get(key(clientId)));
    }

    /**
     * Finds a user.
     *
     * @param name the user principal name, in any letter case
     * @return the user, or empty
     */
    public Optional<EntraUser> user(String name) {
        return Optional.ofNullable(users.get(key(name)));
    }

    /** Finds a user by its object id. */
    Optional<EntraUser> userById(String objectId) {
        return users.values().stream()
                .filter(user -> user.objectId().equalsIgnoreCase(objectId))
                .findFirst();
    }

    /**
     * Returns all tenants.
     *
     * @return a copy, in no particular order
     */
    public Collection<EntraTenant> tenants() {
        return List.copyOf(tenants.values());
    }

    /**
     * Returns all applications.
     *
     * @return a copy, in no particular order
     */
    public Collection<EntraApp> apps() {
        return List.copyOf(apps.values());
    }

    /**
     * Returns all users.
     *
     * @return a copy, in no particular order
     */
    public Collection<EntraUser> users() {
        return List.copyOf(users.values());
    }

    /** Finds a resource, or an application that exposes scopes as one, by an identifier. */
    Optional<EntraResource> resource(String identifier) {
        Optional<EntraResource> known = resources.values().stream()
                .filter(one -> one.isNamed(identifier))
                .findFirst();
        return known.isPresent()
                ? known
                : apps.values().stream()
                        .map(EntraApp::asResource)
                        .filter(one -> one.isNamed(identifier))
                        .findFirst();
    }

    /** Forgets everything, and knows what another directory knows instead. */
    void replaceWith(EntraDirectory other) {
        replace(tenants, other.tenants);
        replace(apps, other.apps);
        replace(users, other.users);
        replace(resources, other.resources);
        replace(issuers, other.issuers);
    }

    private static <T> void replace(Map<String, T> all, Map<String, T> others) {
        all.keySet().retainAll(others.keySet());
        all.putAll(others);
    }

    Optional<FederatedIssuer> issuer(String issuer) {
        return Optional.ofNullable(issuers.get(issuer));
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "EntraDirectory[" + tenants.size() + " tenants, " + apps.size() + " apps, " + users.size() + " users]";
    }
}
