package io.github.latchkey.auth;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token and the times that matter about it. Immutable. The token itself is opaque (RFC 6749, section 1.4) and
 * never printed: {@link #toString()} shows the times and scopes only.
 */
public final class AccessToken {

    private static final String BEARER = "Bearer ";

    // One string holds both forms, since ten thousand tenants hold ten thousand tokens of some 1.5 kB each.
    private final String authorizationHeader;
    private final Instant obtainedAt;
    private final Instant expiresAt;
    private final @Nullable Instant refreshAt;
    private final Set<String> scopes;

    private AccessToken(Builder builder) {
        this.authorizationHeader = BEARER + builder.value;
        this.expiresAt = builder.expiresAt;
        this.obtainedAt = builder.obtainedAt;
        this.refreshAt = builder.refreshAt;
        this.scopes = builder.scopes;
    }

    /**
     * Starts a token.
     *
     * @param value the token as the authorization server issued it, without {@code "Bearer "}
     * @param obtainedAt when it was asked for: its life is counted from here
     * @param expiresAt the instant from which a resource refuses it; must be after {@code obtainedAt}
     * @return a builder
     * @throws InvalidOptionException if the value is blank or holds a character that no header may carry, or if the
     *     token would have expired when it was obtained
     */
    public static Builder builder(String value, Instant obtainedAt, Instant expiresAt) {
        return new Builder(value, obtainedAt, expiresAt);
    }

    /**
     * Returns the token as the authorization server issued it.
     *
     * @return the secret
     */
    public String value() {
        return authorizationHeader.substring(BEARER.length());
    }

    /**
     * Returns the value of the {@code Authorization} header (RFC 6750, section 2.1), made once.
     *
     * @return {@code "Bearer "} and the secret
     */
    public String authorizationHeader() {
        return authorizationHeader;
    }

    /**
     * Returns when the token was asked for.
     *
     * @return the start of its life as we know it
     */
    public Instant obtainedAt() {
        return obtainedAt;
    }

    /**
     * Returns the instant from which a resource refuses the token.
     *
     * @return the expiry
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /**
     * Returns when the authorization server wishes the token to be replaced ({@code refresh_in}).
     *
     * @return the instant, empty where the server named none
     */
    public Optional<Instant> refreshAt() {
        return Optional.ofNullable(refreshAt);
    }

    /**
     * Returns the scopes that the token was granted for, or asked for where the server did not say.
     *
     * @return the scopes, in order; may be empty
     */
    public Set<String> scopes() {
        return scopes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AccessToken that
                        && authorizationHeader.equals(that.authorizationHeader)
                        && obtainedAt.equals(that.obtainedAt)
                        && expiresAt.equals(that.expiresAt)
                        && Objects.equals(refreshAt, that.refreshAt)
                        && scopes.equals(that.scopes));
    }

    @Override
    public int hashCode() {
        return Objects.hash(authorizationHeader, obtainedAt, expiresAt, refreshAt, scopes);
    }

    /**
     * Describes the token without its secret.
     *
     * @return times and scopes
     */
    @Override
    public String toString() {
        return "AccessToken[expiresAt=" + expiresAt + ", refreshAt=" + refreshAt + ", scopes=" + scopes + "]";
    }

    /** Builds an {@link AccessToken}. Not thread-safe. */
    public static final class Builder {

        private final String value;
        private final Instant obtainedAt;
        private final Instant expiresAt;
        private @Nullable Instant refreshAt;
        private Set<String> scopes = Set.of();

        private Builder(String value, Instant obtainedAt, Instant expiresAt) {
            this.value = Secrets.requireHeaderSafe("token", value);
            this.obtainedAt = Objects.requireNonNull(obtainedAt, "obtainedAt");
            this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
            if (!expiresAt.isAfter(obtainedAt)) {
                throw new InvalidOptionException(
                        "expiresAt", expiresAt, "the token was obtained at " + obtainedAt + " and must expire later.");
            }
        }

        /**
         * Sets when the authorization server wishes the token to be replaced.
         *
         * @param refreshAt the instant, {@code null} (the default) to leave it to the provider's policy, which also
         *     holds when the instant is not after {@code obtainedAt}: whatever gives such a token out does not follow
         *     the wish
         * @return this builder
         */
        public Builder refreshAt(@Nullable Instant refreshAt) {
            this.refreshAt = refreshAt;
            return this;
        }

        /**
         * Sets the scopes.
         *
         * @param scopes the scopes, copied; default none
         * @return this builder
         */
        public Builder scopes(Set<String> scopes) {
            this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
            return this;
        }

        /**
         * Builds the token.
         *
         * @return an immutable token
         */
        public AccessToken build() {
            return new AccessToken(this);
        }
    }
}
