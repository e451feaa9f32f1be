package io.github.latchkey.auth.msal;

import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * The users' tokens cannot be kept or read where {@link TokenCacheStore} was told to: there is no keyring, it is
 * locked, others may read the file. {@link #remedy()} says what to do. Nobody was asked to sign in for nothing.
 */
public final class TokenCacheException extends PermanentAuthenticationException {

    TokenCacheException(String what, @Nullable String remedy, Throwable cause) {
        super(
                "The token cache cannot be " + what,
                ErrorDetails.builder().remedy(remedy).build(),
                cause);
    }
}
