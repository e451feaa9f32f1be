package io.github.latchkey.auth.reactive.shared;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;

/**
 * A shared cache within one process: for providers that have to be separate, and for tests of what a fleet does.
 * Entries that are over are removed when they are met or when others are written.
 */
public final class InMemorySharedTokenCache implements SharedTokenCache {

    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Lease> leases = new ConcurrentHashMap<>();
    private final Clock clock;

    /** Creates an empty cache on the system's clock. */
    public InMemorySharedTokenCache() {
        this(Clock.systemUTC());
    }

    /**
     * Creates an empty cache.
     *
     * @param clock what time entries and leases go by
     */
    public InMemorySharedTokenCache(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<byte[]> read(String key) {
        return Mono.fromSupplier(() -> {
            Entry entry = entries.get(key);
            return entry != null && clock.instant().isBefore(entry.until) ? entry.content : null;
        });
    }

    @Override
    public Mono<Void> write(String key, byte[] content, Duration timeToLive) {
        return Mono.fromRunnable(() -> {
            Instant now = clock.instant();
            entries.values().removeIf(entry -> !now.isBefore(entry.until));
            entries.put(key, new Entry(content, now.plus(timeToLive)));
        });
    }

    @Override
    public Mono<Boolean> lease(String key, String holder, Duration duration) {
        return Mono.fromSupplier(() -> {
            Instant now = clock.instant();
            Lease wanted = new Lease(holder, now.plus(duration));
            return leases.merge(key, wanted, (held, mine) -> now.isBefore(held.until) ? held : mine)
                    .equals(wanted);
        });
    }

    @Override
    public Mono<Void> release(String key, String holder) {
        return Mono.fromRunnable(
                () -> leases.computeIfPresent(key, (same, held) -> held.holder.equals(holder) ? null : held));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(byte[] content, Instant until) {}

    private record Lease(String holder, Instant until) {}
}
