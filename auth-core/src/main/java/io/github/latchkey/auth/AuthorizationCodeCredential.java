package io.github.latchkey.auth;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user who signed in to a web application, known by the code that the browser brought back (RFC 6749, section 4.1).
 * The code can be redeemed once; after that the tokens of its user come from the refresh token.
 *
 * <p>{@link AuthorizationRequest} makes the address that the browser is sent to first.
 */
public final class AuthorizationCodeCredential extends UserCredential {

    private final @Nullable ServicePrincipalCredential client;
    private final String code;
    private final URI redirectUri;
    private final @Nullable String codeVerifier;

    private AuthorizationCodeCredential(Builder builder) {
        super(builder);
        this.client = builder.client;
        this.code = Options.require("code", builder.code);
        this.redirectUri = Options.require("redirectUri", builder.redirectUri);
        this.codeVerifier = builder.codeVerifier;
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
     * Returns the code.
     *
     * @return the secret
     */
    public String code() {
        return code;
    }

    /**
     * Returns where the browser brought the code.
     *
     * @return the address, as in the authorization request
     */
    public URI redirectUri() {
        return redirectUri;
    }

    /**
     * Returns what proves that the code is redeemed by who asked for it (RFC 7636).
     *
     * @return the secret, empty where the request had no challenge
     */
    public Optional<String> codeVerifier() {
        return Optional.ofNullable(codeVerifier);
    }

    /**
     * Builds an {@link AuthorizationCodeCredential}; an application, a code and a redirect URI are required. Not
     * thread-safe.
     */
    public static final class Builder extends UserBuilder<Builder> {

        private @Nullable ServicePrincipalCredential client;
        private @Nullable String code;
        private @Nullable URI redirectUri;
        private @Nullable String codeVerifier;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Takes client, redirect URI, tenant, cloud and verifier from the request that led to the code.
         *
         * @param request the request
         * @return this builder
         */
        public Builder request(AuthorizationRequest request) {
            this.redirectUri = request.redirectUri();
            this.codeVerifier = request.codeVerifier();
            return cloud(request.cloud()).tenantId(request.tenantId()).clientId(request.clientId());
        }

        /**
         * Lets a confidential application prove itself, and sets client id, cloud and, unless one is set, tenant.
         *
         * @param client a client secret or certificate; not set for a public application
         * @return this builder
         */
        public Builder client(ServicePrincipalCredential client) {
            this.client = Objects.requireNonNull(client, "client");
            if (tenantId == null) {
                tenantId(client.tenantId());
            }
            return cloud(client.cloud()).clientId(client.clientId());
        }

        /**
         * Sets the code.
         *
         * @param code the parameter {@code code} of the redirect; required
         * @return this builder
         * @throws InvalidOptionException if it is absent or blank
         */
        public Builder code(@Nullable String code) {
            this.code = Secrets.requirePresent("code", code);
            return this;
        }

        /**
         * Sets where the browser brought the code.
         *
         * @param redirectUri as in the authorization request; required
         * @return this builder
         */
        public Builder redirectUri(URI redirectUri) {
            this.redirectUri = Objects.requireNonNull(redirectUri, "redirectUri");
            return this;
        }

        /**
         * Sets what proves that the code is redeemed by who asked for it.
         *
         * @param codeVerifier the verifier of the request's challenge; default none
         * @return this builder
         */
        public Builder codeVerifier(@Nullable String codeVerifier) {
            this.codeVerifier = codeVerifier;
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the application, the code or the redirect URI is missing
         */
        public AuthorizationCodeCredential build() {
            return new AuthorizationCodeCredential(this);
        }
    }
}
