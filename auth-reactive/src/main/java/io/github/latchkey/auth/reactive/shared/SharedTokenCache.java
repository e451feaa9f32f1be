package io.github.latchkey.auth.reactive.shared;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * A store that several processes share, as Redis or a table: bytes by key with a time to live, and leases. What is
 * stored is encrypted before it comes here, and keys are hashes.
 *
 * <p>Every {@code Mono} is cold, does its work once for each subscription, never blocks a thread of the subscriber, and
 * may fail: an outage of the store is survived by going to Entra ID. Implementations have to pass
 * {@code SharedTokenCacheContract}, which is in this artifact's test jar.
 */
public interface SharedTokenCache {

    /**
     * Reads an entry.
     *
     * @param key the key, 64 hexadecimal digits
     * @return emits the bytes as they were written; empty when there is none or its time is over
     */
    Mono<byte[]> read(String key);

    /**
     * Writes an entry, whether or not there is one.
     *
     * @param key the key
     * @param content the bytes; not changed afterwards by either side
     * @param timeToLive after what time the entry is gone; more than zero
     * @return completes when it is written
     */
    Mono<Void> write(String key, byte[] content, Duration timeToLive);

    /**
     * Takes the lease of a key, if nobody holds it.
     *
     * @param key the key
     * @param holder who takes it, different for each attempt
     * @param duration after what time it is free again by itself; more than zero
     * @return emits whether the lease is the holder's now; of several concurrent callers one at the most gets
     *     {@code true}
     */
    Mono<Boolean> lease(String key, String holder, Duration duration);

    /**
     * Gives the lease of a key back. Does nothing when another holder has it by now.
     *
     * @param key the key
     * @param holder who took it
     * @return completes when it is free
     */
    Mono<Void> release(String key, String holder);
}
