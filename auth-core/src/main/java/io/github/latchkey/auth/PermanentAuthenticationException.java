package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/**
 * No token, and none until somebody changes something: a wrong or expired secret, an unknown application or tenant, a
 * missing consent. {@link #remedy()} says what.
 */
public class PermanentAuthenticationException extends AuthenticationException {

    /**
     * Creates the exception.
     *
     * @param message what was attempted and how it ended, without a full stop and without secrets
     * @param details what the authorization server said; {@link ErrorDetails#NONE} when it did not answer
     * @param cause the cause, {@code null} for none
     */
    public PermanentAuthenticationException(String message, ErrorDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }

    @Override
    public final boolean isTransient() {
        return false;
    }
}
