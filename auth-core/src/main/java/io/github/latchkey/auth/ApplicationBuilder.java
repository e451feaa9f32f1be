package io.github.latchkey.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of all credentials of a registered application have in common.
 *
 * @param <B> the builder's own type
 */
abstract class ApplicationBuilder<B extends ApplicationBuilder<B>> {

    Cloud cloud = Cloud.PUBLIC;

    @Nullable
    String tenantId;

    @Nullable
    String clientId;

    abstract B self();

    /** Checks the tenant where it comes in; a service principal needs a certain one. */
    String checkTenant(@Nullable String value) {
        return Identifiers.requireSpecificTenant(value);
    }

    /**
     * Sets the tenant.
     *
     * @param tenantId the tenant's id or one of its domains. An application that signs in as itself must name one; the
     *     shared authorities ({@code common}, {@code organizations}, {@code consumers}) are for users
     * @return this builder
     * @throws InvalidOptionException if it is absent, blank, no id, or a shared authority where there can be none
     */
    public B tenantId(@Nullable String tenantId) {
        this.tenantId = checkTenant(tenantId);
        return self();
    }

    /**
     * Sets the application.
     *
     * @param clientId the application (client) id; required
     * @return this builder
     * @throws InvalidOptionException if it is absent, blank or no id
     */
    public B clientId(@Nullable String clientId) {
        this.clientId = Identifiers.requireClientId(clientId);
        return self();
    }

    /**
     * Sets the cloud.
     *
     * @param cloud the cloud; default {@link Cloud#PUBLIC}
     * @return this builder
     */
    public B cloud(Cloud cloud) {
        this.cloud = Objects.requireNonNull(cloud, "cloud");
        return self();
    }
}
