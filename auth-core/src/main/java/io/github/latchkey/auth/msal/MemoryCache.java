package io.github.latchkey.auth.msal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the cache of one source as long as the source lives. */
final class MemoryCache implements TokenCacheStore {

    private volatile @Nullable String text;

    @Override
    public Optional<String> load() {
        return Optional.ofNullable(text);
    }

    @Override
    public void save(String newText) {
        this.text = newText;
    }
}
