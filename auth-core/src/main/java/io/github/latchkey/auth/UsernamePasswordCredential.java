package io.github.latchkey.auth;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user known by name and password (RFC 6749, section 4.3). <b>For tests only:</b> it fails for every user with a
 * second factor, and teaches people to give their password to programs.
 */
public final class UsernamePasswordCredential extends UserCredential {

    private final String username;
    private final Supplier<String> password;

    private UsernamePasswordCredential(Builder builder) {
        super(builder);
        this.username = Options.require("username", builder.username);
        this.password = Options.require("password", builder.password);
    }

    /**
     * Returns the user's name.
     *
     * @return as {@code somebody@example.com}
     */
    public String username() {
        return username;
    }

    /**
     * Returns where the password comes from.
     *
     * @return the supplier, asked when there is no cached token that could be refreshed
     */
    public Supplier<String> passwordSupplier() {
        return password;
    }

    /** Builds a {@link UsernamePasswordCredential}; client, name and password are required. Not thread-safe. */
    public static final class Builder extends UserBuilder<Builder> {

        private @Nullable String username;
        private @Nullable Supplier<String> password;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the user's name.
         *
         * @param username as {@code somebody@example.com}; required
         * @return this builder
         * @throws InvalidOptionException if it is absent or blank
         */
        public Builder username(@Nullable String username) {
            this.username = Identifiers.requirePresent("username", username);
            return this;
        }

        /**
         * Sets a password that never changes.
         *
         * @param password the password
         * @return this builder
         * @throws InvalidOptionException if it is absent or blank
         */
        public Builder password(@Nullable String password) {
            String secret = Secrets.requirePresent("password", password);
            this.password = () -> secret;
            return this;
        }

        /**
         * Sets a password that may change.
         *
         * @param password asked on a thread that may block
         * @return this builder
         */
        public Builder password(Supplier<String> password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the client, the name or the password is missing
         */
        public UsernamePasswordCredential build() {
            return new UsernamePasswordCredential(this);
        }
    }
}
