package io.github.latchkey.auth.reactive.shared;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.InvalidOptionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Turns tokens into encrypted bytes and back: AES in Galois/Counter Mode (NIST SP 800-38D) with a random nonce. The
 * cache's key is authenticated with it, so that whoever can write to the store cannot put one principal's token in
 * another's place.
 *
 * <pre>  version (1) | nonce (12) | ciphertext of the token's fields and tag (16)</pre>
 */
final class TokenCipher {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final long ABSENT = Long.MIN_VALUE;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    TokenCipher(SecretKey key) {
        if (!"AES".equals(key.getAlgorithm())) {
            throw new InvalidOptionException(
                    "encryptionKey", key.getAlgorithm(), "give an AES key of 128, 192 or 256 bits.");
        }
        this.key = key;
    }

    byte[] encrypt(String cacheKey, AccessToken token) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, cacheKey).doFinal(plain(token));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(VERSION);
            all.writeBytes(nonce);
            all.writeBytes(sealed);
            return all.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new InvalidOptionException(
                    "encryptionKey", key.getAlgorithm(), "the platform cannot encrypt with it: " + e.getMessage());
        }
    }

    /** Returns the token; empty when the bytes are not ours, were altered, or belong to another key. */
    Optional<AccessToken> decrypt(String cacheKey, byte[] content) {
        if (content.length <= 1 + NONCE_BYTES || content[0] != VERSION) {
            return Optional.empty();
        }
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(content, 1, nonce, 0, NONCE_BYTES);
            int from = 1 + NONCE_BYTES;
            return Optional.of(
                    token(cipher(Cipher.DECRYPT_MODE, nonce, cacheKey).doFinal(content, from, content.length - from)));
        } catch (GeneralSecurityException | IOException | InvalidOptionException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String cacheKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(cacheKey.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] plain(AccessToken token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] value = token.value().getBytes(StandardCharsets.US_ASCII);
            out.writeInt(value.length);
            out.write(value);
            out.writeLong(token.obtainedAt().toEpochMilli());
            out.writeLong(token.expiresAt().toEpochMilli());
            out.writeLong(token.refreshAt().map(Instant::toEpochMilli).orElse(ABSENT));
            out.writeInt(token.scopes().size());
            for (String scope : token.scopes()) {
                out.writeUTF(scope);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory do not fail
        }
        return bytes.toByteArray();
    }

    private static AccessToken token(byte[] plain) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
        String value = new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII);
        Instant obtainedAt = Instant.ofEpochMilli(in.readLong());
        Instant expiresAt = Instant.ofEpochMilli(in.readLong());
        long refreshAt = in.readLong();
        Set<String> scopes = new LinkedHashSet<>();
        for (int count = in.readInt(); count > 0; count--) {
            scopes.add(in.readUTF());
        }
        return AccessToken.builder(value, obtainedAt, expiresAt)
                .refreshAt(refreshAt == ABSENT ? null : Instant.ofEpochMilli(refreshAt))
                .scopes(scopes)
                .build();
    }
}
