package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/**
 * No token now, but the same call may work later: Entra ID was not reachable, answered too late, was overloaded or
 * throttled the caller. {@link #retryAfter()} tells how long the server asked to wait.
 */
public class TransientAuthenticationException extends AuthenticationException {

    /**
     * Creates the exception.
     *
     * @param message what was attempted and how it ended, without a full stop and without secrets
     * @param details what the authorization server said; {@link ErrorDetails#NONE} when it did not answer
     * @param cause the cause, {@code null} for none
     */
    public TransientAuthenticationException(String message, ErrorDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }

    @Override
    public final boolean isTransient() {
        return true;
    }
}
