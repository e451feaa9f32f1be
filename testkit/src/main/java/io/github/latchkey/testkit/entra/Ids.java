package io.github.latchkey.testkit.entra;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;

/** The one source of chance of a fake: the same seed gives the same ids in the same order. */
final class Ids {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Random random;
    private long issued;

    Ids(long seed) {
        this.random = new Random(seed);
    }

    synchronized String uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    synchronized String opaque(int bytes) {
        byte[] chance = new byte[bytes];
        random.nextBytes(chance);
        return BASE64.encodeToString(chance);
    }

    synchronized long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least + 1));
    }

    /** Returns an unused token id that tells the order in which tokens were issued. */
    synchronized String tokenId() {
        return BASE64.encodeToString(ByteBuffer.allocate(16)
                .putLong(random.nextLong())
                .putLong(++issued)
                .array());
    }

    /** Returns how many tokens have been issued. */
    synchronized long issued() {
        return issued;
    }

    /** Returns which token it was, counted from 1. */
    static long order(String tokenId) {
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(tokenId)).getLong(8);
    }

    /** Returns an id that is always the same for the same words. */
    static String derived(String... words) {
        return UUID.nameUUIDFromBytes(String.join("\n", words).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
