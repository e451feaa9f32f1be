package io.github.latchkey.auth.reactive.shared;

import io.github.latchkey.auth.reactive.MovedTime;
import java.time.Duration;

/** The cache in memory keeps the contract. */
class InMemorySharedTokenCacheTest extends SharedTokenCacheContract {

    private final MovedTime time = new MovedTime();
    private final SharedTokenCache cache = new InMemorySharedTokenCache(time);

    @Override
    protected SharedTokenCache cache() {
        return cache;
    }

    @Override
    protected void pass(Duration duration) {
        time.advance(duration);
    }
}
