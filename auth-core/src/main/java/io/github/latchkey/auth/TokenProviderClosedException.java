package io.github.latchkey.auth;

/** The token provider was closed; it hands out no more tokens. */
public final class TokenProviderClosedException extends PermanentAuthenticationException {

    /** Creates the exception. */
    public TokenProviderClosedException() {
        super("The token provider was closed", ErrorDetails.NONE, null);
    }
}
