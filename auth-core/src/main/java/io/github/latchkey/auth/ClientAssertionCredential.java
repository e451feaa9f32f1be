package io.github.latchkey.auth;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service principal that proves itself with a signed assertion (RFC 7523, section 2.2) that somebody else makes: a
 * federated identity provider, a key vault, a signing service.
 */
public final class ClientAssertionCredential extends ServicePrincipalCredential {

    private final Supplier<? extends CompletionStage<String>> assertion;

    private ClientAssertionCredential(Builder builder) {
        super(builder);
        this.assertion = Options.require("assertion", builder.assertion);
    }

    /**
     * Returns where assertions come from.
     *
     * @return the supplier, asked anew on each flight
     */
    public Supplier<? extends CompletionStage<String>> assertionSupplier() {
        return assertion;
    }

    /** Builds a {@link ClientAssertionCredential}; tenant, client and assertion are required. Not thread-safe. */
    public static final class Builder extends ApplicationBuilder<Builder> {

        private @Nullable Supplier<? extends CompletionStage<String>> assertion;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets where assertions come from. A {@code Mono} fits as {@code () -> mono.toFuture()}.
         *
         * @param assertion asked anew on each flight, on a thread that may block; its stage may complete on any thread,
         *     and a blank answer or an error fails that flight
         * @return this builder
         */
        public Builder assertion(Supplier<? extends CompletionStage<String>> assertion) {
            this.assertion = Objects.requireNonNull(assertion, "assertion");
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the tenant, the client or the assertion is missing
         */
        public ClientAssertionCredential build() {
            return new ClientAssertionCredential(this);
        }
    }
}
