package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ITokenCacheAccessAspect;
import com.microsoft.aad.msal4j.ITokenCacheAccessContext;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads MSAL4J's cache from a store before it is looked at, and keeps it when it has changed. MSAL4J says beforehand
 * that it is going to change the cache; from then on until it has, nobody else changes it.
 */
final class StoredCache implements ITokenCacheAccessAspect {

    private static final String DELETE_IT = "It holds something else than tokens: delete it, and sign in again.";

    private final TokenCacheStore store;
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Closeable held; // guarded by turn

    StoredCache(TokenCacheStore store) {
        this.store = store;
    }

    /**
     * Takes an account for a source, since one source is one person's.
     *
     * @param homeAccountId the account
     * @return {@code false} when a source that shares this cache has it already
     */
    boolean claim(String homeAccountId) {
        return claimed.add(homeAccountId);
    }

    @Override
    public void beforeCacheAccess(ITokenCacheAccessContext context) {
        boolean writes = context.hasCacheChanged();
        if (writes) {
            turn.lock();
        }
        boolean ready = false;
        try {
            if (writes) {
                held = store.lock();
            }
            store.load().ifPresent(text -> read(text, context));
            ready = true;
        } catch (IOException e) {
            throw new TokenCacheException("read", e.getMessage(), e);
        } finally {
            if (writes && !ready) {
                release();
            }
        }
    }

    private static void read(String text, ITokenCacheAccessContext context) {
        try {
            context.tokenCache().deserialize(text);
        } catch (RuntimeException e) {
            throw new TokenCacheException("read", DELETE_IT, e);
        }
    }

    @Override
    public void afterCacheAccess(ITokenCacheAccessContext context) {
        if (!context.hasCacheChanged()) {
            return;
        }
        try {
            store.save(context.tokenCache().serialize());
        } catch (IOException e) {
            throw new TokenCacheException("written", e.getMessage(), e);
        } finally {
            release();
        }
    }

    private void release() {
        Closeable lock = held;
        held = null;
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new TokenCacheException("let go", e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }
}
