package io.github.latchkey.auth;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user for whom the host keeps a refresh token (RFC 6749, section 6). The host stays its keeper: it is asked for the
 * token on each flight and told when Entra ID issued a new one. Immutable.
 */
public final class RefreshTokenCredential implements Credential {

    private final Cloud cloud;
    private final String tenantId;
    private final String clientId;
    private final @Nullable ServicePrincipalCredential client;
    private final Supplier<String> refreshToken;
    private final Consumer<String> onRotation;

    private RefreshTokenCredential(Builder builder) {
        this.client = builder.client;
        this.cloud = client == null ? builder.cloud : client.cloud();
        String ownTenant = client == null ? "organizations" : client.tenantId();
        this.tenantId = builder.tenantId == null ? ownTenant : builder.tenantId;
        this.clientId = client == null ? Options.require("clientId", builder.clientId) : client.clientId();
        this.refreshToken = Options.require("refreshToken", builder.refreshToken);
        this.onRotation = builder.onRotation;
    }

    @Override
    public Cloud cloud() {
        return cloud;
    }

    /**
     * Returns the tenant that is asked.
     *
     * @return a tenant or a shared authority
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
     * Returns how the application proves itself.
     *
     * @return the service principal, empty for a public application
     */
    public Optional<ServicePrincipalCredential> client() {
        return Optional.ofNullable(client);
    }

    /**
     * Returns where the refresh token comes from.
     *
     * @return the supplier, asked anew on each flight and never on an event loop
     */
    public Supplier<String> refreshTokenSupplier() {
        return refreshToken;
    }

    /**
     * Returns who is told of a new refresh token.
     *
     * @return the listener, called before the access token is handed out and never on an event loop
     */
    public Consumer<String> onRotation() {
        return onRotation;
    }

    /**
     * Describes the credential without its secrets.
     *
     * @return tenant, client and cloud
     */
    @Override
    public String toString() {
        return "RefreshTokenCredential[tenantId=" + tenantId + ", clientId=" + clientId + ", cloud=" + cloud.name()
                + "]";
    }

    /** Builds a {@link RefreshTokenCredential}; an application and a refresh token are required. Not thread-safe. */
    public static final class Builder extends ApplicationBuilder<Builder> {

        private @Nullable ServicePrincipalCredential client;
        private @Nullable Supplier<String> refreshToken;
        private Consumer<String> onRotation = token -> {};

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        @Override
        String checkTenant(@Nullable String value) {
            return Identifiers.requireTenant(value);
        }

        /**
         * Lets a confidential application prove itself; its client id, cloud and, unless one is set, tenant are used.
         *
         * @param client the service principal; not set for a public application
         * @return this builder
         */
        public Builder client(ServicePrincipalCredential client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Sets where the refresh token comes from.
         *
         * @param refreshToken asked anew on each flight, on a thread that may block; a blank answer fails that flight
         * @return this builder
         */
        public Builder refreshToken(Supplier<String> refreshToken) {
            this.refreshToken = Objects.requireNonNull(refreshToken, "refreshToken");
            return this;
        }

        /**
         * Sets who keeps a new refresh token. The old one stays valid for a while, so a failure here fails the flight
         * and loses nothing.
         *
         * @param onRotation called on a thread that may block, before the access token is handed out; default nobody
         * @return this builder
         */
        public Builder onRotation(Consumer<String> onRotation) {
            this.onRotation = Objects.requireNonNull(onRotation, "onRotation");
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the application or the refresh token is missing
         */
        public RefreshTokenCredential build() {
            return new RefreshTokenCredential(this);
        }
    }
}
