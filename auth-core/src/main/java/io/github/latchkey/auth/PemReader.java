package io.github.latchkey.auth;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a private key and its certificates from PEM text (RFC 7468), with what the JDK has. */
final class PemReader {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String OPTION = "certificate";

    /** AlgorithmIdentifier of rsaEncryption with its NULL parameter, and the version before it (RFC 5208). */
    private static final byte[] PKCS8_RSA_HEAD = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private @Nullable PrivateKey privateKey;
    private final List<X509Certificate> certificates = new ArrayList<>();

    private PemReader() {}

    static ClientCertificate read(String pem, @Nullable String password) {
        PemReader reader = new PemReader();
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            reader.take(block.group(1), block.group(2), password);
        }
        if (reader.privateKey == null) {
            throw InvalidOptionException.secret(
                    OPTION, "the PEM text holds no private key; a block 'PRIVATE KEY' belongs beside the certificate.");
        }
        return ClientCertificate.of(reader.privateKey, reader.leafFirst(reader.privateKey));
    }

    private void take(String label, String content, @Nullable String password) {
        switch (label) {
            case "CERTIFICATE" -> certificates.add(certificate(decode(content)));
            case "PRIVATE KEY" -> takeKey(pkcs8(decode(content)));
            case "ENCRYPTED PRIVATE KEY" -> takeKey(decrypt(decode(content), password));
            case "RSA PRIVATE KEY" -> {
                if (content.contains("ENCRYPTED")) {
                    throw InvalidOptionException.secret(
                            OPTION,
                            "the private key is encrypted in OpenSSL's old way, which derives its key by a broken hash;"
                                    + " convert it with 'openssl pkcs8 -topk8'.");
                }
                takeKey(pkcs8(wrapPkcs1(decode(content))));
            }
            case "EC PRIVATE KEY" ->
                throw InvalidOptionException.secret(
                        OPTION, "it holds an elliptic-curve key; Entra ID takes certificates with RSA keys only.");
            default -> {
                // Parameters and comments of other tools.
            }
        }
    }

    private void takeKey(PrivateKey key) {
        if (privateKey != null) {
            throw InvalidOptionException.secret(OPTION, "the PEM text holds more than one private key; leave one.");
        }
        privateKey = key;
    }

    /** Files are put together by hand in either order: the key tells which certificate is ours. */
    private List<X509Certificate> leafFirst(PrivateKey key) {
        List<X509Certificate> ordered = new ArrayList<>(certificates);
        certificates.stream()
                .filter(certificate -> ClientCertificate.belongTogether(certificate.getPublicKey(), key))
                .findFirst()
                .ifPresent(leaf -> {
                    ordered.remove(leaf);
                    ordered.add(0, leaf);
                });
        return ordered;
    }

    private static byte[] decode(String content) {
        try {
            return Base64.getMimeDecoder().decode(content.strip());
        } catch (IllegalArgumentException e) {
            throw unreadable("a PEM block is not valid Base64");
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw unreadable("a CERTIFICATE block holds no X.509 certificate");
        }
    }

    private static PrivateKey pkcs8(byte[] der) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw unreadable("the private key is no RSA key"); // no cause: it may quote key material
        }
    }

    private static PrivateKey decrypt(byte[] der, @Nullable String password) {
        if (password == null) {
            throw InvalidOptionException.secret("password", "the private key is encrypted; give its password.");
        }
        try {
            return pkcs8(EncryptedKey.decrypt(der, password));
        } catch (GeneralSecurityException | InvalidOptionException e) {
            throw InvalidOptionException.secret(
                    "password",
                    "the private key cannot be decrypted: the password is wrong, or the encryption is not PBES2 with AES"
                            + " or Triple DES; convert it with 'openssl pkcs8 -topk8'.");
        }
    }

    private static byte[] wrapPkcs1(byte[] pkcs1) {
        byte[] octets = element(0x04, pkcs1);
        byte[] body = new byte[PKCS8_RSA_HEAD.length + octets.length];
        System.arraycopy(PKCS8_RSA_HEAD, 0, body, 0, PKCS8_RSA_HEAD.length);
        System.arraycopy(octets, 0, body, PKCS8_RSA_HEAD.length, octets.length);
        return element(0x30, body);
    }

    /** Writes one DER element (X.690, section 8.1). */
    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static InvalidOptionException unreadable(String what) {
        return InvalidOptionException.secret(OPTION, what + "; give a PEM file with an RSA key and its certificate.");
    }
}
