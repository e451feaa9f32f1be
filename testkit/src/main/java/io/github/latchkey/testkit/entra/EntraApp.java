package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.tls.TestCertificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An application registration of the fake, with its service principal in each tenant where it is installed. Immutable;
 * to rotate a secret, save a changed copy with {@link EntraDirectory#save(EntraApp)}. {@link #toString()} shows no
 * secret.
 */
public final class EntraApp {

    private final String clientId;
    private final String name;
    private final Set<String> tenantIds;
    private final String objectId;
    private final boolean publicClient;
    private final boolean disabled;
    private final List<Secret> secrets;
    private final List<X509Certificate> certificates;
    private final List<FederatedCredential> federatedCredentials;
    private final Set<String> webRedirects;
    private final Set<String> publicRedirects;
    private final Map<String, Set<String>> consented;
    private final Map<String, Set<String>> requested;
    private final Map<String, Set<String>> roles;
    private final Set<String> exposedScopes;
    private final int tokenVersion;

    private EntraApp(Builder builder) {
        this.clientId = builder.clientId;
        this.name = builder.name;
        this.tenantIds =
                builder.tenantIds.isEmpty() ? Set.of(FakeEntra.DEFAULT_TENANT_ID) : Set.copyOf(builder.tenantIds);
        this.objectId = builder.objectId;
        this.publicClient = builder.publicClient;
        this.disabled = builder.disabled;
        this.secrets = List.copyOf(builder.secrets);
        this.certificates = List.copyOf(builder.certificates);
        this.federatedCredentials = List.copyOf(builder.federatedCredentials);
        this.webRedirects = Set.copyOf(builder.webRedirects);
        this.publicRedirects = Set.copyOf(builder.publicRedirects);
        this.consented = copy(builder.consented);
        this.requested = copy(builder.requested);
        this.roles = copy(builder.roles);
        this.exposedScopes = Set.copyOf(builder.exposedScopes);
        this.tokenVersion = builder.tokenVersion;
    }

    /**
     * Starts describing an application of the default tenant. It is confidential as soon as it has a secret, a
     * certificate or a federated credential, and public when {@link Builder#allowPublicClient} says so; it may be both.
     *
     * @param clientId a GUID
     * @return a new builder
     */
    public static Builder builder(String clientId) {
        return new Builder(clientId);
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that describes this application
     */
    public Builder toBuilder() {
        Builder builder = new Builder(clientId);
        builder.name = name;
        builder.tenantIds.addAll(tenantIds);
        builder.objectId = objectId;
        builder.publicClient = publicClient;
        builder.disabled = disabled;
        builder.secrets.addAll(secrets);
        builder.certificates.addAll(certificates);
        builder.federatedCredentials.addAll(federatedCredentials);
        builder.webRedirects.addAll(webRedirects);
        builder.publicRedirects.addAll(publicRedirects);
        consented.forEach((resource, scopes) -> add(builder.consented, resource, scopes));
        requested.forEach((resource, scopes) -> add(builder.requested, resource, scopes));
        roles.forEach((resource, names) -> add(builder.roles, resource, names));
        builder.exposedScopes.addAll(exposedScopes);
        builder.tokenVersion = tokenVersion;
        return builder;
    }

    /**
     * Returns the application's client id.
     *
     * @return a GUID
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Returns the name that pages show.
     *
     * @return the client id unless it was set
     */
    public String name() {
        return name;
    }

    /**
     * Returns the object id of the application's service principal in a tenant: the principal that roles are assigned
     * to.
     *
     * @param tenantId a GUID
     * @return a GUID; derived from client and tenant unless it was set
     */
    public String servicePrincipalId(String tenantId) {
        return objectId.isEmpty() ? Ids.derived("service principal", clientId, tenantId) : objectId;
    }

    /**
     * Returns the tenants where the application is installed.
     *
     * @return GUIDs
     */
    public Set<String> tenantIds() {
        return tenantIds;
    }

    boolean publicClient() {
        return publicClient;
    }

    boolean confidential() {
        return !secrets.isEmpty() || !certificates.isEmpty() || !federatedCredentials.isEmpty();
    }

    boolean disabled() {
        return disabled;
    }

    List<Secret> secrets() {
        return secrets;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    List<FederatedCredential> federatedCredentials() {
        return federatedCredentials;
    }

    Set<String> webRedirects() {
        return webRedirects;
    }

    Set<String> publicRedirects() {
        return publicRedirects;
    }

    /** Returns the scopes of a resource that somebody has consented to. */
    Set<String> consented(EntraResource resource) {
        return of(consented, resource);
    }

    /** Returns the scopes of a resource that a user may consent to on the page. */
    Set<String> requested(EntraResource resource) {
        return of(requested, resource);
    }

    Set<String> roles(EntraResource resource) {
        return of(roles, resource);
    }

    /** Returns this application as something that tokens are asked for. */
    EntraResource asResource() {
        return EntraResource.builder(clientId, "api://" + clientId)
                .scopes(exposedScopes.toArray(String[]::new))
                .tokenVersion(tokenVersion)
                .build();
    }

    private static Set<String> of(Map<String, Set<String>> byResource, EntraResource resource) {
        Set<String> all = new LinkedHashSet<>();
        byResource.forEach((name, values) -> {
            if (resource.isNamed(name)) {
                all.addAll(values);
            }
        });
        return all;
    }

    private static void add(Map<String, Set<String>> map, String key, Iterable<String> values) {
        Set<String> all = map.computeIfAbsent(key, none -> new LinkedHashSet<>());
        values.forEach(all::add);
    }

    private static Map<String, Set<String>> copy(Map<String, Set<String>> map) {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        map.forEach((key, values) -> copy.put(key, Set.copyOf(values)));
        return Map.copyOf(copy);
    }

    @Override
    public String toString() {
        return "EntraApp[" + clientId + (name.equals(clientId) ? "]" : ", " + name + "]");
    }

    /** A secret and the time when it ends. */
    record Secret(String value, Instant expires) {
        @Override
        public String toString() {
            return "Secret[expires " + expires + "]";
        }
    }

    /**
     * Who may sign in as the application with a token of another issuer.
     *
     * @param issuer the {@code iss} of the assertion, compared exactly
     * @param subject the {@code sub} of the assertion, compared exactly
     * @param audience the {@code aud} of the assertion, compared exactly
     */
    public record FederatedCredential(String issuer, String subject, String audience) {

        /** The audience that everybody uses. */
        public static final String USUAL_AUDIENCE = "api://AzureADTokenExchange";
    }

    /** Describes an {@link EntraApp}. */
    public static final class Builder {

        private final String clientId;
        private String name;
        private final Set<String> tenantIds = new LinkedHashSet<>();
        private String objectId = "";
        private boolean publicClient;
        private boolean disabled;
        private final List<Secret> secrets = new ArrayList<>();
        private final List<X509Certificate> certificates = new ArrayList<>();
        private final List<FederatedCredential> federatedCredentials = new ArrayList<>();
        private final Set<String> webRedirects = new LinkedHashSet<>();
        private final Set<String> publicRedirects = new LinkedHashSet<>();
        private final Map<String, Set<String>> consented = new LinkedHashMap<>();
        private final Map<String, Set<String>> requested = new LinkedHashMap<>();
        private final Map<String, Set<String>> roles = new LinkedHashMap<>();
        private final Set<String> exposedScopes = new LinkedHashSet<>();
        private int tokenVersion = 1;

        private Builder(String clientId) {
            this.clientId = EntraTenant.guid("client id", clientId);
            this.name = this.clientId;
        }

        /**
         * Sets the name that pages show. The client id by default.
         *
         * @param newName any text
         * @return this builder
         */
        public Builder name(String newName) {
            this.name = newName;
            return this;
        }

        /**
         * Installs the application in one more tenant. Only in the fake's default tenant by default.
         *
         * @param id a GUID
         * @return this builder
         */
        public Builder tenant(String id) {
            tenantIds.add(EntraTenant.guid("tenant id of app " + clientId, id));
            return this;
        }

        /**
         * Sets the object id of the service principal. By default it is derived from client and tenant, so that it is
         * the same in each run.
         *
         * @param id a GUID
         * @return this builder
         */
        public Builder servicePrincipalId(String id) {
            this.objectId = EntraTenant.guid("service principal id of app " + clientId, id);
            return this;
        }

        /**
         * Adds a secret that does not expire.
         *
         * @param value the secret's value
         * @return this builder
         */
        public Builder secret(String value) {
            return secret(value, Instant.MAX);
        }

        /**
         * Adds a secret.
         *
         * @param value the secret's value
         * @param expires when it ends by the fake's clock: AADSTS7000222 from then on
         * @return this builder
         */
        public Builder secret(String value, Instant expires) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("secret of app " + clientId + ": must not be blank");
            }
            secrets.add(new Secret(value, expires));
            return this;
        }

        /**
         * Removes all secrets.
         *
         * @return this builder
         */
        public Builder noSecrets() {
            secrets.clear();
            return this;
        }

        /**
         * Adds a certificate that the application may sign assertions with.
         *
         * @param certificate with an RSA key
         * @return this builder
         */
        public Builder certificate(X509Certificate certificate) {
            certificates.add(certificate);
            return this;
        }

        /**
         * Adds a certificate that the application may sign assertions with.
         *
         * @param certificate its private key is not kept
         * @return this builder
         */
        public Builder certificate(TestCertificate certificate) {
            return certificate(certificate.certificate());
        }

        /**
         * Removes all certificates.
         *
         * @return this builder
         */
        public Builder noCertificates() {
            certificates.clear();
            return this;
        }

        /**
         * Adds a federated credential with the usual audience.
         *
         * @param issuer the {@code iss} of the assertion
         * @param subject the {@code sub} of the assertion
         * @return this builder
         */
        public Builder federatedCredential(String issuer, String subject) {
            return federatedCredential(new FederatedCredential(issuer, subject, FederatedCredential.USUAL_AUDIENCE));
        }

        /**
         * Adds a federated credential.
         *
         * @param credential who may sign in as the application
         * @return this builder
         */
        public Builder federatedCredential(FederatedCredential credential) {
            federatedCredentials.add(credential);
            return this;
        }

        /**
         * Allows the flows of applications that cannot keep a secret: device code, user name and password, and
         * authorization codes for public redirect addresses. Off by default.
         *
         * @param allowed whether they are allowed
         * @return this builder
         */
        public Builder allowPublicClient(boolean allowed) {
            this.publicClient = allowed;
            return this;
        }

        /**
         * Adds a redirect address of a web application, which redeems its codes with its credential.
         *
         * @param uri compared exactly, but for the port of {@code http://localhost}
         * @return this builder
         * @throws IllegalArgumentException if it is no absolute URI
         */
        public Builder webRedirect(String uri) {
            webRedirects.add(Redirects.checked(uri));
            return this;
        }

        /**
         * Adds a redirect address of a desktop application, which redeems its codes without a credential.
         *
         * @param uri compared exactly, but for the port of {@code http://localhost}
         * @return this builder
         * @throws IllegalArgumentException if it is no absolute URI
         */
        public Builder publicRedirect(String uri) {
            publicRedirects.add(Redirects.checked(uri));
            return this;
        }

        /**
         * Adds delegated permissions that an administrator has consented to.
         *
         * @param resource an identifier or the application id of a resource
         * @param scopes for example {@code user_impersonation}
         * @return this builder
         */
        public Builder consented(String resource, String... scopes) {
            add(consented, resource, List.of(scopes));
            return this;
        }

        /**
         * Adds delegated permissions that nobody has consented to yet: AADSTS65001 until a user does so on the page.
         *
         * @param resource an identifier or the application id of a resource
         * @param scopes for example {@code user_impersonation}
         * @return this builder
         */
        public Builder requested(String resource, String... scopes) {
            add(requested, resource, List.of(scopes));
            return this;
        }

        /**
         * Grants application roles: the {@code roles} claim of the application's own tokens.
         *
         * @param resource an identifier or the application id of a resource
         * @param names the roles
         * @return this builder
         */
        public Builder roles(String resource, String... names) {
            add(roles, resource, List.of(names));
            return this;
        }

        /**
         * Makes the application an API of its own, {@code api://<client id>}: tokens can be asked for it, and it can
         * exchange them on behalf of their user.
         *
         * @param scopes the scopes that it exposes
         * @return this builder
         */
        public Builder exposes(String... scopes) {
            exposedScopes.addAll(List.of(scopes));
            return this;
        }

        /**
         * Sets the version of the tokens for this application as an API. Version 1 by default.
         *
         * @param version 1 or 2
         * @return this builder
         */
        public Builder tokenVersion(int version) {
            this.tokenVersion = version;
            return this;
        }

        /**
         * Disables the application: AADSTS7000112. Off by default.
         *
         * @param isDisabled whether it is
         * @return this builder
         */
        public Builder disabled(boolean isDisabled) {
            this.disabled = isDisabled;
            return this;
        }

        /**
         * Makes the application.
         *
         * @return an immutable value
         */
        public EntraApp build() {
            return new EntraApp(this);
        }
    }
}
