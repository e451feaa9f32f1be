package io.github.latchkey.testkit.entra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What Service Fabric does with the tokens of its identities: it hands out the same one until that is about to end, or
 * until a client tells by its hash that this very token was refused.
 */
final class ServiceFabricCache {

    /** How long before its end a token is no longer handed out, in seconds. */
    private static final long MARGIN = 300;

    private final Map<Key, Token> latest = new ConcurrentHashMap<>();

    Optional<Token> get(Key key, String refusedSha256, Instant now, Supplier<Optional<Token>> issue) {
        Token known = latest.get(key);
        if (known != null
                && now.getEpochSecond() < known.life().expiresAt() - MARGIN
                && !sha256(known.value()).equalsIgnoreCase(refusedSha256)) {
            return Optional.of(known);
        }
        Optional<Token> issued = issue.get();
        issued.ifPresent(token -> latest.put(key, token));
        return issued;
    }

    void clear() {
        latest.clear();
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Whose token for what, and what the client can do. */
    record Key(String clientId, String resource, String capabilities) {}
}
