package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/** No token arrived within the time that the provider allows for a flight. */
public final class AuthenticationTimeoutException extends TransientAuthenticationException {

    /**
     * Creates the exception.
     *
     * @param message what was attempted and how it ended, without a full stop and without secrets
     * @param details what the authorization server said; {@link ErrorDetails#NONE} when it did not answer
     * @param cause the cause, {@code null} for none
     */
    public AuthenticationTimeoutException(String message, ErrorDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
