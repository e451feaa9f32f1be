package io.github.latchkey.auth;

/**
 * An application that signs in as itself to one tenant. The classes differ in how it proves that it is the application.
 * Immutable.
 */
public abstract sealed class ServicePrincipalCredential implements Credential
        permits ClientSecretCredential,
                ClientCertificateCredential,
                ClientAssertionCredential,
                WorkloadIdentityCredential {

    private final Cloud cloud;
    private final String tenantId;
    private final String clientId;

    ServicePrincipalCredential(ApplicationBuilder<?> builder) {
        this.cloud = builder.cloud;
        this.tenantId = Identifiers.requireSpecificTenant(Options.require("tenantId", builder.tenantId));
        this.clientId = Options.require("clientId", builder.clientId);
    }

    @Override
    public final Cloud cloud() {
        return cloud;
    }

    /**
     * Returns the tenant that is asked.
     *
     * @return the tenant's id or one of its domains
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
}
