package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/**
 * This way to sign in does not exist here: the variables, file, endpoint or program that it needs are absent. A chain
 * of credentials goes on to the next one.
 */
public final class CredentialUnavailableException extends PermanentAuthenticationException {

    /**
     * Creates the exception.
     *
     * @param message what was attempted and how it ended, without a full stop and without secrets
     * @param details what the authorization server said; {@link ErrorDetails#NONE} when it did not answer
     * @param cause the cause, {@code null} for none
     */
    public CredentialUnavailableException(String message, ErrorDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
