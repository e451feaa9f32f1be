package io.github.latchkey.testkit.entra;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens whose signature was found right, so that a token that comes with every request is not verified each time:
 * that is most of what a request costs. Keeps no token, but its SHA-256 digest. Forgets everything when there is too
 * much of it.
 */
final class VerifiedSignatures {

    private static final int MOST = 1000;

    private final ConcurrentHashMap<ByteBuffer, Entry> entries = new ConcurrentHashMap<>();

    /** What was signed, and by which key: the key must still be published for the signature to count. */
    private record Entry(Signed signed, PublicKey key) {}

    /**
     * What a right signature vouches for.
     *
     * @param keyId the id of the key that it was made with
     * @param token what the token says
     */
    record Signed(String keyId, VerifiedToken token) {}

    /** The digest of a token, by which it is known here. */
    static ByteBuffer digest(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).asReadOnlyBuffer();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JVM has SHA-256", missing);
        }
    }

    /** What a token says, {@code null} when it is not known to be signed by a key that is published now. */
    @Nullable
    Signed find(ByteBuffer digest, TokenVerifier.Issuer issuer) {
        Entry entry = entries.get(digest);
        if (entry == null) {
            return null;
        }
        PublicKey published = issuer.key(entry.signed().keyId()).orElse(null);
        return entry.key().equals(published) ? entry.signed() : null;
    }

    void add(ByteBuffer digest, Signed signed, PublicKey key) {
        if (entries.size() >= MOST) {
            entries.clear();
        }
        entries.put(digest, new Entry(signed, key));
    }
}
