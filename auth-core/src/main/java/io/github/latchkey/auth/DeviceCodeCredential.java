package io.github.latchkey.auth;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user who signs in on another device, where there is a browser (RFC 8628). People take minutes: give the token
 * provider a {@code flightTimeout} as long as they may take. A flight that ends before leaves the prompt standing, and
 * the next one waits for the same sign-in.
 */
public final class DeviceCodeCredential extends UserCredential {

    private final Consumer<DeviceCodePrompt> prompt;

    private DeviceCodeCredential(Builder builder) {
        super(builder);
        this.prompt = Options.require("prompt", builder.prompt);
    }

    /**
     * Returns who tells the user what to do.
     *
     * @return called once for each sign-in; there is one at a time for each source and for what it is asked for
     */
    public Consumer<DeviceCodePrompt> prompt() {
        return prompt;
    }

    /** Builds a {@link DeviceCodeCredential}; a client and a prompt are required. Not thread-safe. */
    public static final class Builder extends UserBuilder<Builder> {

        private @Nullable Consumer<DeviceCodePrompt> prompt;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets who tells the user what to do, for example {@code prompt -> sink.tryEmitNext(prompt)}.
         *
         * @param prompt called once for each sign-in, on a thread that may block
         * @return this builder
         */
        public Builder prompt(Consumer<DeviceCodePrompt> prompt) {
            this.prompt = Objects.requireNonNull(prompt, "prompt");
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the client or the prompt is missing
         */
        public DeviceCodeCredential build() {
            return new DeviceCodeCredential(this);
        }
    }
}
