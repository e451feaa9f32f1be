package io.github.latchkey.auth;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user who signs in with the system's browser: authorization code with PKCE, redirected to this machine's loopback
 * address (RFC 8252). The registration needs {@code http://localhost} as a redirect URI of the platform "Mobile and
 * desktop".
 */
public final class InteractiveBrowserCredential extends UserCredential {

    private final URI redirectUri;
    private final @Nullable String loginHint;
    private final Prompt prompt;
    private final Duration signInTimeout;
    private final @Nullable Consumer<URI> browser;

    private InteractiveBrowserCredential(Builder builder) {
        super(builder);
        this.redirectUri = builder.redirectUri;
        this.loginHint = builder.loginHint;
        this.prompt = builder.prompt;
        this.signInTimeout = builder.signInTimeout;
        this.browser = builder.browser;
    }

    /**
     * Returns where the browser is sent back to.
     *
     * @return a loopback address; without a port any free one is taken
     */
    public URI redirectUri() {
        return redirectUri;
    }

    /**
     * Returns the name that stands in the login form already.
     *
     * @return the name
     */
    public Optional<String> loginHint() {
        return Optional.ofNullable(loginHint);
    }

    /**
     * Returns what the user is asked although a session exists.
     *
     * @return the prompt
     */
    public Prompt prompt() {
        return prompt;
    }

    /**
     * Returns how long the user may take.
     *
     * @return more than zero
     */
    public Duration signInTimeout() {
        return signInTimeout;
    }

    /**
     * Returns what opens the page.
     *
     * @return gets the address of the page; empty for the system's browser
     */
    public Optional<Consumer<URI>> browser() {
        return Optional.ofNullable(browser);
    }

    /** What the user is asked although a session exists. */
    public enum Prompt {
        /** Whatever Entra ID finds necessary. */
        AS_NEEDED,
        /** To choose an account. */
        SELECT_ACCOUNT,
        /** To give the credentials again. */
        LOGIN,
        /** To consent to the application's permissions again. */
        CONSENT
    }

    /** Builds an {@link InteractiveBrowserCredential}; a client is required. Not thread-safe. */
    public static final class Builder extends UserBuilder<Builder> {

        private URI redirectUri = URI.create("http://localhost");
        private @Nullable String loginHint;
        private Prompt prompt = Prompt.AS_NEEDED;
        private Duration signInTimeout = Duration.ofMinutes(5);
        private @Nullable Consumer<URI> browser;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets where the browser is sent back to.
         *
         * @param redirectUri {@code http} and a loopback host, as registered; without a port any free one is taken.
         *     Default {@code http://localhost}
         * @return this builder
         * @throws InvalidOptionException if it is not on this machine
         */
        public Builder redirectUri(URI redirectUri) {
            String host = redirectUri.getHost();
            if (!"http".equalsIgnoreCase(redirectUri.getScheme())
                    || !("localhost".equalsIgnoreCase(host) || "127.0.0.1".equals(host) || "[::1]".equals(host))) {
                throw new InvalidOptionException(
                        "redirectUri", redirectUri, "give http and a loopback host, as http://localhost:8400.");
            }
            this.redirectUri = redirectUri;
            return this;
        }

        /**
         * Sets the name that stands in the login form already, which also chooses among cached accounts.
         *
         * @param loginHint the user's name; default none
         * @return this builder
         */
        public Builder loginHint(@Nullable String loginHint) {
            this.loginHint = loginHint;
            return this;
        }

        /**
         * Sets what the user is asked although a session exists. Any but {@link Prompt#AS_NEEDED} asks the person when
         * a source is used for the first time, whoever is in the cache; from then on its tokens come silently.
         *
         * @param prompt default {@link Prompt#AS_NEEDED}
         * @return this builder
         */
        public Builder prompt(Prompt prompt) {
            this.prompt = Objects.requireNonNull(prompt, "prompt");
            return this;
        }

        /**
         * Sets how long the user may take. A flight that waits for a person needs at least as long a timeout.
         *
         * @param signInTimeout more than zero; default 5 minutes
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder signInTimeout(Duration signInTimeout) {
            this.signInTimeout = Options.requirePositive("signInTimeout", signInTimeout);
            return this;
        }

        /**
         * Sets what opens the page.
         *
         * @param browser gets the address of the page, on a thread that may block; default the system's browser
         * @return this builder
         */
        public Builder browser(Consumer<URI> browser) {
            this.browser = Objects.requireNonNull(browser, "browser");
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the client is missing
         */
        public InteractiveBrowserCredential build() {
            return new InteractiveBrowserCredential(this);
        }
    }
}
