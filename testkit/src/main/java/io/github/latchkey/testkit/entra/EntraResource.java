package io.github.latchkey.testkit.entra;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Something that tokens are asked for: a service of Azure, or an API of one's own. Immutable. */
public final class EntraResource {

    /** The application id of Azure Batch in every tenant. */
    public static final String BATCH_APP_ID = "ddbf3205-c6bd-46ae-8127-60eb93363864";

    private final String appId;
    private final List<String> identifiers;
    private final Set<String> scopes;
    private final Set<String> adminScopes;
    private final int tokenVersion;
    private final boolean continuousAccess;
    private final boolean disabled;

    private EntraResource(Builder builder) {
        this.appId = builder.appId;
        this.identifiers = List.copyOf(builder.identifiers);
        this.scopes = Set.copyOf(builder.scopes);
        this.adminScopes = Set.copyOf(builder.adminScopes);
        this.tokenVersion = builder.tokenVersion;
        this.continuousAccess = builder.continuousAccess;
        this.disabled = builder.disabled;
    }

    /**
     * Starts describing a resource.
     *
     * @param appId the GUID of its application
     * @param identifiers its identifier addresses; a slash at the end is part of one, but a request without it finds
     *     the resource too and gets exactly what it asked for as audience, as it is with the real service
     * @return a new builder
     */
    public static Builder builder(String appId, String... identifiers) {
        return new Builder(appId, List.of(identifiers));
    }

    /**
     * Returns Azure Batch of all clouds: version 1 tokens, the scope {@code user_impersonation}.
     *
     * @return a new value
     */
    public static EntraResource batch() {
        return builder(
                        BATCH_APP_ID,
                        "https://batch.core.windows.net/",
                        "https://batch.chinacloudapi.cn/",
                        "https://batch.core.usgovcloudapi.net/",
                        "https://batch.cloudapi.de/")
                .scopes("user_impersonation")
                .continuousAccess(true)
                .build();
    }

    /**
     * Returns what federated credentials are for: a managed identity's token for it is the credential of an application
     * that trusts that identity.
     *
     * @return a new value
     */
    public static EntraResource tokenExchange() {
        return builder(
                        "fb60f99c-7a34-4190-8149-302f77469936",
                        EntraApp.FederatedCredential.USUAL_AUDIENCE,
                        "api://AzureADTokenExchangeUSGov",
                        "api://AzureADTokenExchangeChina")
                .tokenVersion(2)
                .build();
    }

    /**
     * Returns Microsoft Graph, which user tokens are for when a request names no resource.
     *
     * @return a new value
     */
    public static EntraResource graph() {
        return builder("00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com")
                .scopes("User.Read", "openid", "profile", "email", "offline_access")
                .adminScopes("Directory.Read.All")
                .continuousAccess(true)
                .build();
    }

    /**
     * Returns the Azure resource manager.
     *
     * @return a new value
     */
    public static EntraResource resourceManager() {
        return builder(
                        "797f4846-ba00-4fd7-ba43-dac1f8f63013",
                        "https://management.azure.com/",
                        "https://management.core.windows.net/")
                .scopes("user_impersonation")
                .continuousAccess(true)
                .build();
    }

    /**
     * Returns the GUID of the resource's application.
     *
     * @return the audience of version 2 tokens
     */
    public String appId() {
        return appId;
    }

    /**
     * Returns the identifier addresses.
     *
     * @return at least one
     */
    public List<String> identifiers() {
        return identifiers;
    }

    Set<String> scopes() {
        return scopes;
    }

    /** Returns those of the scopes that only an administrator may consent to. */
    Set<String> adminScopes() {
        return adminScopes;
    }

    int tokenVersion() {
        return tokenVersion;
    }

    boolean continuousAccess() {
        return continuousAccess;
    }

    boolean disabled() {
        return disabled;
    }

    /**
     * Tells whether a name stands for this resource.
     *
     * @param name an identifier, with or without a slash at its end, or the application id
     * @return whether it does
     */
    public boolean isNamed(String name) {
        return name.equalsIgnoreCase(appId)
                || identifiers.stream()
                        .anyMatch(identifier -> withoutSlash(identifier).equalsIgnoreCase(withoutSlash(name)));
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that describes this resource
     */
    public Builder toBuilder() {
        Builder builder = new Builder(appId, identifiers);
        builder.scopes.addAll(scopes);
        builder.adminScopes.addAll(adminScopes);
        builder.tokenVersion = tokenVersion;
        builder.continuousAccess = continuousAccess;
        builder.disabled = disabled;
        return builder;
    }

    @Override
    public String toString() {
        return "EntraResource[" + identifiers.get(0) + "]";
    }

    /** Describes an {@link EntraResource}. */
    public static final class Builder {

        private final String appId;
        private final List<String> identifiers;
        private final Set<String> scopes = new LinkedHashSet<>();
        private final Set<String> adminScopes = new LinkedHashSet<>();
        private int tokenVersion = 1;
        private boolean continuousAccess;
        private boolean disabled;

        private Builder(String appId, List<String> identifiers) {
            this.appId = EntraTenant.guid("application id of a resource", appId);
            this.identifiers = identifiers;
            if (identifiers.isEmpty()) {
                throw new IllegalArgumentException("identifiers of resource " + appId + ": at least one is needed");
            }
        }

        /**
         * Adds delegated scopes. None by default.
         *
         * @param names for example {@code user_impersonation}
         * @return this builder
         */
        public Builder scopes(String... names) {
            scopes.addAll(List.of(names));
            return this;
        }

        /**
         * Adds delegated scopes that only an administrator may consent to: the page asks other users to fetch one. None
         * by default.
         *
         * @param names for example {@code Directory.Read.All}
         * @return this builder
         */
        public Builder adminScopes(String... names) {
            adminScopes.addAll(List.of(names));
            return scopes(names);
        }

        /**
         * Sets the version of the tokens, which the resource decides and not the endpoint. Version 1 by default.
         *
         * @param version 1 or 2
         * @return this builder
         */
        public Builder tokenVersion(int version) {
            if (version != 1 && version != 2) {
                throw new IllegalArgumentException("token version: " + version + " is neither 1 nor 2");
            }
            this.tokenVersion = version;
            return this;
        }

        /**
         * Sets whether the resource takes part in continuous access evaluation: clients that declare {@code CP1} get
         * tokens that live longer and can be revoked. Off by default.
         *
         * @param takesPart whether it does
         * @return this builder
         */
        public Builder continuousAccess(boolean takesPart) {
            this.continuousAccess = takesPart;
            return this;
        }

        /**
         * Disables the resource's service principal: AADSTS500014. Off by default.
         *
         * @param isDisabled whether it is
         * @return this builder
         */
        public Builder disabled(boolean isDisabled) {
            this.disabled = isDisabled;
            return this;
        }

        /**
         * Makes the resource.
         *
         * @return an immutable value
         */
        public EntraResource build() {
            return new EntraResource(this);
        }
    }
}
