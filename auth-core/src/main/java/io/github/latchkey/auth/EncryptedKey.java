package io.github.latchkey.auth;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts a PKCS#8 key (RFC 5958, section 3) that is encrypted by PBES2 (RFC 8018, section 6.2), as every current tool
 * does it. The JDK's own reader knows AES but not the Triple DES that {@code openssl req} still writes.
 */
final class EncryptedKey {

    private static final String PBES2 = "2a864886f70d01050d";
    private static final String PBKDF2 = "2a864886f70d01050c";

    private static final String HMAC_SHA1 = "2a864886f70d0207";
    private static final Map<String, String> DERIVATIONS = Map.of(
            HMAC_SHA1,
            "PBKDF2WithHmacSHA1",
            "2a864886f70d0209",
            "PBKDF2WithHmacSHA256",
            "2a864886f70d020a",
            "PBKDF2WithHmacSHA384",
            "2a864886f70d020b",
            "PBKDF2WithHmacSHA512");
    private static final Map<String, Scheme> SCHEMES = Map.of(
            "2a864886f70d0307", new Scheme("DESede", 192),
            "608648016503040102", new Scheme("AES", 128),
            "608648016503040116", new Scheme("AES", 192),
            "60864801650304012a", new Scheme("AES", 256));
    private static final int MOST_ITERATIONS = 10_000_000;

    private EncryptedKey() {}

    /**
     * Decrypts a key.
     *
     * @param der the encrypted key
     * @param password its password
     * @return the key in the clear, PKCS#8
     * @throws GeneralSecurityException if the password is wrong, or the encryption another one
     */
    static byte[] decrypt(byte[] der, String password) throws GeneralSecurityException {
        try {
            ByteBuffer info = enter(0x30, ByteBuffer.wrap(der));
            ByteBuffer algorithm = enter(0x30, info);
            require(oid(algorithm).equals(PBES2));
            ByteBuffer parameters = enter(0x30, algorithm);
            ByteBuffer derivation = enter(0x30, parameters);
            require(oid(derivation).equals(PBKDF2));
            ByteBuffer encryption = enter(0x30, parameters);
            Scheme scheme = known(SCHEMES.get(oid(encryption)));
            IvParameterSpec iv = new IvParameterSpec(content(0x04, encryption));
            byte[] key = derive(enter(0x30, derivation), password, scheme.keyBits);
            Cipher cipher = Cipher.getInstance(scheme.algorithm + "/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, scheme.algorithm), iv);
            Arrays.fill(key, (byte) 0);
            return cipher.doFinal(content(0x04, info));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new GeneralSecurityException("not an encrypted PKCS#8 key", e);
        }
    }

    private static byte[] derive(ByteBuffer parameters, String password, int keyBits) throws GeneralSecurityException {
        byte[] salt = content(0x04, parameters);
        int iterations = integer(content(0x02, parameters));
        if (parameters.hasRemaining() && parameters.get(parameters.position()) == 0x02) {
            content(0x02, parameters); // the key's length, which the cipher tells as well
        }
        String function = parameters.hasRemaining() ? oid(enter(0x30, parameters)) : HMAC_SHA1;
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, keyBits);
        try {
            return SecretKeyFactory.getInstance(known(DERIVATIONS.get(function)))
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static int integer(byte[] bytes) throws GeneralSecurityException {
        int value = 0;
        require(bytes.length <= 4);
        for (byte part : bytes) {
            value = value << 8 | (part & 0xff);
        }
        require(value > 0 && value <= MOST_ITERATIONS);
        return value;
    }

    private static String oid(ByteBuffer from) throws GeneralSecurityException {
        return HexFormat.of().formatHex(content(0x06, from));
    }

    private static ByteBuffer enter(int tag, ByteBuffer from) throws GeneralSecurityException {
        return ByteBuffer.wrap(content(tag, from));
    }

    /** Reads the next element, which must have this tag. */
    private static byte[] content(int tag, ByteBuffer from) throws GeneralSecurityException {
        require((from.get() & 0xff) == tag);
        int length = from.get() & 0xff;
        if (length > 0x80) {
            int bytes = length - 0x80;
            require(bytes <= 3);
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | (from.get() & 0xff);
            }
        }
        require(length <= from.remaining());
        byte[] content = new byte[length];
        from.get(content);
        return content;
    }

    private static <T> T known(@Nullable T found) throws GeneralSecurityException {
        if (found == null) {
            throw new GeneralSecurityException("an unknown algorithm");
        }
        return found;
    }

    private static void require(boolean asExpected) throws GeneralSecurityException {
        if (!asExpected) {
            throw new GeneralSecurityException("not a key that is encrypted by PBES2");
        }
    }

    /** A cipher, used with chained blocks. */
    private record Scheme(String algorithm, int keyBits) {}
}
