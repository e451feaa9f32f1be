package io.github.latchkey.auth;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service principal that proves itself with a client secret (RFC 6749, section 4.4). */
public final class ClientSecretCredential implements Credential {

    private final Cloud cloud;
    private final String tenantId;
    private final String clientId;
    private final Supplier<String> clientSecret;

    private ClientSecretCredential(String tenantId, String clientId, Supplier<String> clientSecret, Cloud cloud) {
        this.tenantId = tenantId;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.cloud = cloud;
    }

    @Override
    public Cloud cloud() {
        return cloud;
    }

    /**
     * Returns the tenant that is asked.
     *
     * @return the tenant's id or one of its domains
     */
    public String tenantId() {
        return tenantId;
    }

    /**
     * Returns the application (client) id.
     *
     * @return the id
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Returns where the secret comes from.
     *
     * @return the supplier, asked anew on each flight and never on an event loop, so that it may block
     */
    public Supplier<String> clientSecretSupplier() {
        return clientSecret;
    }

    /**
     * Describes the credential without its secret.
     *
     * @return tenant, client and cloud
     */
    @Override
    public String toString() {
        return "ClientSecretCredential[tenantId=" + tenantId + ", clientId=" + clientId + ", cloud=" + cloud.name()
                + "]";
    }

    /** Builds a {@link ClientSecretCredential}; tenant, client and secret are required. Not thread-safe. */
    public static final class Builder {

        private Cloud cloud = Cloud.PUBLIC;
        private @Nullable String tenantId;
        private @Nullable String clientId;
        private @Nullable Supplier<String> clientSecret;

        Builder() {}

        /**
         * Sets the tenant.
         *
         * @param tenantId the tenant's id or one of its domains; required
         * @return this builder
         * @throws InvalidOptionException if it is blank, no id, or one of {@code common}, {@code organizations},
         *     {@code consumers}
         */
        public Builder tenantId(String tenantId) {
            this.tenantId = Identifiers.requireSpecificTenant(tenantId);
            return this;
        }

        /**
         * Sets the application.
         *
         * @param clientId the application (client) id; required
         * @return this builder
         * @throws InvalidOptionException if it is blank or no id
         */
        public Builder clientId(String clientId) {
            this.clientId = Identifiers.requireClientId(clientId);
            return this;
        }

        /**
         * Sets a secret that never changes.
         *
         * @param clientSecret the secret's value, not its id
         * @return this builder
         * @throws InvalidOptionException if it is blank
         */
        public Builder clientSecret(String clientSecret) {
            Secrets.requirePresent("clientSecret", clientSecret);
            this.clientSecret = () -> clientSecret;
            return this;
        }

        /**
         * Sets a secret that may be rotated while the program runs.
         *
         * @param clientSecret asked anew on each flight, on a thread that may block; a blank answer fails that flight
         * @return this builder
         */
        public Builder clientSecret(Supplier<String> clientSecret) {
            this.clientSecret = clientSecret;
            return this;
        }

        /**
         * Sets the cloud.
         *
         * @param cloud the cloud; default {@link Cloud#PUBLIC}
         * @return this builder
         */
        public Builder cloud(Cloud cloud) {
            this.cloud = cloud;
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the tenant, the client or the secret is missing
         */
        public ClientSecretCredential build() {
            return new ClientSecretCredential(
                    Options.require("tenantId", tenantId),
                    Options.require("clientId", clientId),
                    Options.require("clientSecret", clientSecret),
                    cloud);
        }
    }
}
