package io.github.latchkey.auth;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The correlation ids of token requests, and other names that are given once. They have to be unique, not secret:
 * {@link UUID#randomUUID()} reads the system's random device, which may block and has no place on an event loop.
 */
public final class CorrelationIds {

    private static final long VERSION_BITS = 0xf000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private CorrelationIds() {}

    /**
     * Returns the id of a request. Does not block.
     *
     * @param request the request
     * @return its own id, or a new one
     */
    public static String of(TokenRequest request) {
        return request.correlationId().orElseGet(CorrelationIds::next);
    }

    /**
     * Returns a new id. Does not block.
     *
     * @return a random GUID
     */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                        (random.nextLong() & ~VERSION_BITS) | VERSION_4,
                        (random.nextLong() & ~VARIANT_BITS) | VARIANT_RFC)
                .toString();
    }
}
