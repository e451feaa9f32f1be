package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ITokenCacheAccessAspect;
import com.microsoft.aad.msal4j.ITokenCacheAccessContext;
import io.github.latchkey.auth.UserCredential;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads MSAL4J's cache from a store before it is looked at, and keeps it when it has changed. MSAL4J says beforehand
 * that it is going to change the cache; from then on until it has, nobody else changes it.
 */
final class StoredCache implements ITokenCacheAccessAspect {

    private static final String DELETE_IT = "It holds something else than tokens: delete it, and sign in again.";

    private final TokenCacheStore store;
    private final Map<UserCredential, String> accounts = new WeakHashMap<>(); // guarded by itself
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Closeable held; // guarded by turn

    StoredCache(TokenCacheStore store) {
        this.store = store;
    }

    /** Returns the account of the person whose credential it is, empty as long as nobody signed in with it. */
    Optional<String> account(UserCredential user) {
        synchronized (accounts) {
            return Optional.ofNullable(accounts.get(user));
        }
    }

    /** Takes note of who signed in with a credential; it is kept as long as somebody has the credential. */
    void keepAccount(UserCredential user, String homeAccountId) {
        synchronized (accounts) {
            accounts.put(user, homeAccountId);
        }
    }

    /**
     * Takes an account for a credential without asking the person, since one credential is one person's.
     *
     * @param user the credential
     * @param homeAccountId the account
     * @return {@code false} when it is another credential's
     */
    boolean claim(UserCredential user, String homeAccountId) {
        synchronized (accounts) {
            if (!accounts.containsValue(homeAccountId)) {
                accounts.putIfAbsent(user, homeAccountId);
            }
            return homeAccountId.equals(accounts.get(user));
        }
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
