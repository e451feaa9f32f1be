package io.github.latchkey.auth;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service principal that proves itself with a client secret (RFC 6749, section 4.4). */
public final class ClientSecretCredential extends ServicePrincipalCredential {

    private final Supplier<String> clientSecret;
    private final boolean fixed;

    private ClientSecretCredential(Builder builder) {
        super(builder);
        this.clientSecret = Options.require("clientSecret", builder.clientSecret);
        this.fixed = builder.fixed;
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
     * Returns whether the secret was given once and for all, so that asking for it cannot block.
     *
     * @return {@code false} when it comes from a supplier
     */
    public boolean isFixed() {
        return fixed;
    }

    /** Builds a {@link ClientSecretCredential}; tenant, client and secret are required. Not thread-safe. */
    public static final class Builder extends ApplicationBuilder<Builder> {

        private @Nullable Supplier<String> clientSecret;
        private boolean fixed;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets a secret that never changes.
         *
         * @param clientSecret the secret's value, not its id
         * @return this builder
         * @throws InvalidOptionException if it is absent or blank
         */
        public Builder clientSecret(@Nullable String clientSecret) {
            String secret = Secrets.requirePresent("clientSecret", clientSecret);
            this.clientSecret = () -> secret;
            this.fixed = true;
            return this;
        }

        /**
         * Sets a secret that may be rotated while the program runs.
         *
         * @param clientSecret asked anew on each flight, on a thread that may block; a blank answer fails that flight
         * @return this builder
         */
        public Builder clientSecret(Supplier<String> clientSecret) {
            this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
            this.fixed = false;
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the tenant, the client or the secret is missing
         */
        public ClientSecretCredential build() {
            return new ClientSecretCredential(this);
        }
    }
}
