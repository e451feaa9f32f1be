package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ITokenCacheAccessAspect;
import com.microsoft.aad.msal4j.ITokenCacheAccessContext;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import java.io.IOException;

/** Reads MSAL4J's cache from a store before it is looked at, and keeps it when it has changed. */
final class StoredCache implements ITokenCacheAccessAspect {

    private final TokenCacheStore store;

    StoredCache(TokenCacheStore store) {
        this.store = store;
    }

    @Override
    public synchronized void beforeCacheAccess(ITokenCacheAccessContext context) {
        try {
            store.load().ifPresent(context.tokenCache()::deserialize);
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    @Override
    public synchronized void afterCacheAccess(ITokenCacheAccessContext context) {
        if (!context.hasCacheChanged()) {
            return;
        }
        try {
            store.save(context.tokenCache().serialize());
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private static PermanentAuthenticationException failed(String what, IOException e) {
        return new PermanentAuthenticationException(
                "The token cache cannot be " + what,
                ErrorDetails.builder()
                        .remedy(String.valueOf(e.getMessage()) + ".")
                        .build(),
                e);
    }
}
