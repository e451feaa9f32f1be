package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/**
 * A user who signs in to a registered application: the ways with a person in them. Immutable. They are served by
 * Microsoft's MSAL4J, which has to be on the class path.
 */
public abstract sealed class UserCredential implements Credential
        permits InteractiveBrowserCredential,
                DeviceCodeCredential,
                AuthorizationCodeCredential,
                UsernamePasswordCredential {

    private final Cloud cloud;
    private final String tenantId;
    private final String clientId;

    UserCredential(ApplicationBuilder<?> builder) {
        this.cloud = builder.cloud;
        this.tenantId = builder.tenantId == null ? "organizations" : builder.tenantId;
        this.clientId = Options.require("clientId", builder.clientId);
    }

    @Override
    public final Cloud cloud() {
        return cloud;
    }

    /**
     * Returns the tenant that is asked.
     *
     * @return a tenant, or {@code organizations} where none was set: then the user's name decides
     */
    public final String tenantId() {
        return tenantId;
    }

    /**
     * Returns the application (client) id.
     *
     * @return the id
     */
    public final String clientId() {
        return clientId;
    }

    /**
     * Describes the credential without its secrets.
     *
     * @return kind, tenant, client and cloud
     */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[tenantId=" + tenantId + ", clientId=" + clientId + ", cloud="
                + cloud.name() + "]";
    }

    /**
     * What the builders of these credentials have in common: the tenant is optional.
     *
     * @param <B> the builder's own type
     */
    abstract static class UserBuilder<B extends UserBuilder<B>> extends ApplicationBuilder<B> {

        @Override
        final String checkTenant(@Nullable String value) {
            return Identifiers.requireTenant(value);
        }
    }
}
