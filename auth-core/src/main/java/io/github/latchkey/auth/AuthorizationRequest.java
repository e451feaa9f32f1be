package io.github.latchkey.auth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The first half of a web application's sign-in: the address that the browser is sent to, and the two secrets that tie
 * the answer to the session it belongs to. Immutable.
 *
 * <p>The application keeps {@link #state()} and {@link #codeVerifier()} in the user's session, checks that the redirect
 * brings the same state back, and redeems the code with an {@link AuthorizationCodeCredential}.
 */
public final class AuthorizationRequest {

    private final Cloud cloud;
    private final String tenantId;
    private final String clientId;
    private final URI redirectUri;
    private final String state;
    private final String codeVerifier;
    private final URI uri;

    private AuthorizationRequest(Builder builder) {
        this.cloud = builder.cloud;
        this.tenantId = builder.tenantId == null ? "organizations" : builder.tenantId;
        this.clientId = Options.require("clientId", builder.clientId);
        this.redirectUri = Options.require("redirectUri", builder.redirectUri);
        this.state = secret(builder.random);
        this.codeVerifier = secret(builder.random);
        if (builder.scopes.isEmpty()) {
            throw new InvalidOptionException(
                    "scopes", null, "give at least one scope; for Azure Batch it is Cloud.batchScope().");
        }
        // A refresh token is what lets the tokens that follow come without the user.
        Set<String> scopes = new LinkedHashSet<>(builder.scopes);
        scopes.add("openid");
        scopes.add("profile");
        scopes.add("offline_access");
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", clientId);
        query.put("response_type", "code");
        query.put("redirect_uri", redirectUri.toString());
        query.put("response_mode", builder.responseMode.name().toLowerCase(Locale.ROOT));
        query.put("scope", String.join(" ", scopes));
        query.put("state", state);
        query.put("code_challenge", challenge(codeVerifier));
        query.put("code_challenge_method", "S256");
        if (builder.loginHint != null) {
            query.put("login_hint", builder.loginHint);
        }
        if (builder.prompt != InteractiveBrowserCredential.Prompt.AS_NEEDED) {
            query.put("prompt", builder.prompt.name().toLowerCase(Locale.ROOT));
        }
        if (builder.claims != null) {
            query.put("claims", builder.claims);
        }
        this.uri = URI.create(cloud.authorityHost() + "/" + tenantId + "/oauth2/v2.0/authorize?"
                + query.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /**
     * Starts a request.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address that the browser is sent to.
     *
     * @return the address
     */
    public URI uri() {
        return uri;
    }

    /**
     * Returns what the redirect must bring back unchanged (RFC 6749, section 10.12).
     *
     * @return a random text, for the user's session
     */
    public String state() {
        return state;
    }

    /**
     * Returns what redeems the code (RFC 7636).
     *
     * @return a secret, for the user's session
     */
    public String codeVerifier() {
        return codeVerifier;
    }

    /**
     * Returns where the browser brings the code.
     *
     * @return the address
     */
    public URI redirectUri() {
        return redirectUri;
    }

    Cloud cloud() {
        return cloud;
    }

    String tenantId() {
        return tenantId;
    }

    String clientId() {
        return clientId;
    }

    /**
     * Describes the request without its secrets.
     *
     * @return tenant, client and redirect URI
     */
    @Override
    public String toString() {
        return "AuthorizationRequest[tenantId=" + tenantId + ", clientId=" + clientId + ", redirectUri=" + redirectUri
                + "]";
    }

    private static String secret(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** How the browser brings the answer. */
    public enum ResponseMode {
        /** In the redirect URI's query, by GET. */
        QUERY,
        /** In a form, by POST: in no address, and so in no history and no access log. */
        FORM_POST,
        /** Behind the redirect URI's {@code #}, which only a script in the page sees. */
        FRAGMENT
    }

    /** Builds an {@link AuthorizationRequest}; client, redirect URI and scopes are required. Not thread-safe. */
    public static final class Builder extends UserCredential.UserBuilder<Builder> {

        private @Nullable URI redirectUri;
        private Set<String> scopes = Set.of();
        private @Nullable String loginHint;
        private @Nullable String claims;
        private ResponseMode responseMode = ResponseMode.QUERY;
        private InteractiveBrowserCredential.Prompt prompt = InteractiveBrowserCredential.Prompt.AS_NEEDED;
        private Random random = new SecureRandom();

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets where the browser brings the code.
         *
         * @param redirectUri as registered; required
         * @return this builder
         */
        public Builder redirectUri(URI redirectUri) {
            this.redirectUri = Objects.requireNonNull(redirectUri, "redirectUri");
            return this;
        }

        /**
         * Sets what the application wants to do in the user's name.
         *
         * @param scopes at least one; required. {@code openid}, {@code profile} and {@code offline_access} are added
         * @return this builder
         */
        public Builder scopes(Collection<String> scopes) {
            this.scopes = new LinkedHashSet<>(scopes);
            return this;
        }

        /**
         * Sets the name that stands in the login form already.
         *
         * @param loginHint the user's name; default none
         * @return this builder
         */
        public Builder loginHint(@Nullable String loginHint) {
            this.loginHint = loginHint;
            return this;
        }

        /**
         * Sets the claims that an {@link InteractionRequiredException} asked for.
         *
         * @param claims JSON text; default none
         * @return this builder
         */
        public Builder claims(@Nullable String claims) {
            this.claims = claims;
            return this;
        }

        /**
         * Sets how the browser brings the answer.
         *
         * @param responseMode default {@link ResponseMode#QUERY}
         * @return this builder
         */
        public Builder responseMode(ResponseMode responseMode) {
            this.responseMode = Objects.requireNonNull(responseMode, "responseMode");
            return this;
        }

        /**
         * Sets what the user is asked although a session exists.
         *
         * @param prompt default {@link InteractiveBrowserCredential.Prompt#AS_NEEDED}
         * @return this builder
         */
        public Builder prompt(InteractiveBrowserCredential.Prompt prompt) {
            this.prompt = Objects.requireNonNull(prompt, "prompt");
            return this;
        }

        /**
         * Sets where randomness comes from, for tests.
         *
         * @param random default a new {@link SecureRandom}
         * @return this builder
         */
        public Builder random(Random random) {
            this.random = Objects.requireNonNull(random, "random");
            return this;
        }

        /**
         * Builds the request.
         *
         * @return an immutable request with a new state and verifier
         * @throws InvalidOptionException if the client, the redirect URI or the scopes are missing
         */
        public AuthorizationRequest build() {
            return new AuthorizationRequest(this);
        }
    }
}
