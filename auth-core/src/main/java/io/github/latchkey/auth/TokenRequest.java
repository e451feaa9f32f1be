package io.github.latchkey.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token is asked for: scopes and, where needed, a tenant, a claims challenge, a correlation id. Immutable. */
public final class TokenRequest {

    private final Set<String> scopes;
    private final @Nullable String tenantId;
    private final @Nullable String claims;
    private final @Nullable String correlationId;
    private final @Nullable AccessToken rejected;

    private TokenRequest(Builder builder) {
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(builder.scopes));
        this.tenantId = builder.tenantId;
        this.claims = builder.claims;
        this.correlationId = builder.correlationId;
        this.rejected = builder.rejected;
    }

    /**
     * Asks for scopes and nothing else.
     *
     * @param scopes at least one; a program that signs in by itself asks for exactly one, ending in {@code /.default}
     * @return the request
     * @throws InvalidOptionException if there is no scope, or one is blank or holds a blank
     */
    public static TokenRequest forScopes(String... scopes) {
        return builder(Arrays.asList(scopes)).build();
    }

    /**
     * Starts a request.
     *
     * @param scopes at least one
     * @return a builder
     * @throws InvalidOptionException if there is no scope, or one is blank or holds a blank
     */
    public static Builder builder(Collection<String> scopes) {
        return new Builder(scopes);
    }

    /**
     * Returns a builder that starts from this request.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(scopes);
        builder.tenantId = tenantId;
        builder.claims = claims;
        builder.correlationId = correlationId;
        builder.rejected = rejected;
        return builder;
    }

    /**
     * Returns the scopes.
     *
     * @return the scopes, in the order given
     */
    public Set<String> scopes() {
        return scopes;
    }

    /**
     * Returns the tenant to ask in place of the credential's own.
     *
     * @return the tenant, empty for the credential's own
     */
    public Optional<String> tenantId() {
        return Optional.ofNullable(tenantId);
    }

    /**
     * Returns the claims challenge to answer: the JSON text, decoded, that a resource sent with a 401.
     *
     * @return the claims, empty where there is no challenge
     */
    public Optional<String> claims() {
        return Optional.ofNullable(claims);
    }

    /**
     * Returns the correlation id that the authorization server shall log ({@code client-request-id}).
     *
     * @return the id, empty to have one made for each call of the source, so that the attempts of a flight differ
     */
    public Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /**
     * Returns the token that the resource refused, which makes this request necessary. A source with a cache of its own
     * must not answer with it.
     *
     * @return the refused token, empty where none was refused
     */
    public Optional<AccessToken> rejected() {
        return Optional.ofNullable(rejected);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof TokenRequest that
                        && scopes.equals(that.scopes)
                        && Objects.equals(tenantId, that.tenantId)
                        && Objects.equals(claims, that.claims)
                        && Objects.equals(correlationId, that.correlationId)
                        && Objects.equals(rejected, that.rejected));
    }

    @Override
    public int hashCode() {
        return Objects.hash(scopes, tenantId, claims, correlationId, rejected);
    }

    @Override
    public String toString() {
        return "TokenRequest[scopes=" + scopes + ", tenantId=" + tenantId + ", claims="
                + (claims == null ? "none" : "present") + ", correlationId=" + correlationId + "]";
    }

    /** Builds a {@link TokenRequest}. Not thread-safe. */
    public static final class Builder {

        private final Set<String> scopes;
        private @Nullable String tenantId;
        private @Nullable String claims;
        private @Nullable String correlationId;
        private @Nullable AccessToken rejected;

        private Builder(Collection<String> scopes) {
            this.scopes = new LinkedHashSet<>(scopes);
            if (this.scopes.isEmpty()) {
                throw new InvalidOptionException(
                        "scopes", null, "give at least one scope; for Azure Batch it is Cloud.batchScope().");
            }
            for (String scope : this.scopes) {
                if (scope.isEmpty() || scope.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '\\' || c >= 0x7f)) {
                    throw new InvalidOptionException(
                            "scopes",
                            scope,
                            "a scope is made of visible ASCII without blanks (RFC 6749, section 3.3).");
                }
            }
        }

        /**
         * Asks another tenant than the credential's own.
         *
         * @param tenantId the tenant; {@code null} (the default) for the credential's own
         * @return this builder
         * @throws InvalidOptionException if it is not one tenant's id
         */
        public Builder tenantId(@Nullable String tenantId) {
            this.tenantId = tenantId == null ? null : Identifiers.requireSpecificTenant(tenantId);
            return this;
        }

        /**
         * Answers a claims challenge.
         *
         * @param claims the decoded JSON text of the challenge; {@code null} (the default) for none
         * @return this builder
         * @throws InvalidOptionException if it is not a JSON object
         */
        public Builder claims(@Nullable String claims) {
            if (claims != null) {
                String text = claims.strip();
                if (!text.startsWith("{") || !text.endsWith("}")) {
                    throw InvalidOptionException.secret(
                            "claims", "a claims challenge is a JSON object; decode the header's Base64 first.");
                }
            }
            this.claims = claims;
            return this;
        }

        /**
         * Chooses the correlation id.
         *
         * @param correlationId a GUID; {@code null} (the default) to have one made for each call of the source
         * @return this builder
         * @throws InvalidOptionException if it is not a GUID
         */
        public Builder correlationId(@Nullable String correlationId) {
            if (correlationId != null && !correlationId.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
                throw new InvalidOptionException("correlationId", correlationId, "give a GUID without braces.");
            }
            this.correlationId = correlationId;
            return this;
        }

        /**
         * Names the token that the resource refused.
         *
         * @param rejected the refused token; {@code null} (the default) for none
         * @return this builder
         */
        public Builder rejected(@Nullable AccessToken rejected) {
            this.rejected = rejected;
            return this;
        }

        /**
         * Builds the request.
         *
         * @return an immutable request
         */
        public TokenRequest build() {
            return new TokenRequest(this);
        }
    }
}
