package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/**
 * A person has to act before a token can be issued: sign in again, consent, or answer a second factor.
 * {@link #claims()} holds what the next interactive request has to carry, where Entra ID named it.
 */
public final class InteractionRequiredException extends PermanentAuthenticationException {

    /**
     * Creates the exception.
     *
     * @param message what was attempted and how it ended, without a full stop and without secrets
     * @param details what the authorization server said; {@link ErrorDetails#NONE} when it did not answer
     * @param cause the cause, {@code null} for none
     */
    public InteractionRequiredException(String message, ErrorDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
