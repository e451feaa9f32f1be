package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.tls.TestCertificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A key that signs tokens. Making an RSA key takes long, so all fakes of this JVM share a row of them, of which each is
 * made when it is first asked for; but each fake has certificates of its own for them, and hence its own key ids, so
 * that nobody takes the tokens of one for those of another. None is written down anywhere: a key that everybody has
 * would let everybody sign in to whatever has been told, by mistake, to trust the fake.
 */
final class SigningKey {

    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    private static final List<TestCertificate> ROW = new ArrayList<>();
    private static final AtomicBoolean PREPARED = new AtomicBoolean();

    private final X509Certificate certificate;
    private final PrivateKey privateKey;
    private final String id;

    private SigningKey(X509Certificate certificate, PrivateKey privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.id = BASE64_URL.encodeToString(thumbprint(certificate, "SHA-1"));
    }

    /** Begins to make the first key, so that it is there when the first token is asked for. */
    static void prepare() {
        if (!PREPARED.getAndSet(true)) {
            Thread maker = new Thread(() -> shared(0), "latchkey-signing-key");
            maker.setDaemon(true);
            maker.start();
        }
    }

    /**
     * Returns one of the keys of this JVM under an id of its own. The first call for a number takes a tenth of a second
     * or more.
     */
    static SigningKey certified(int number) {
        TestCertificate shared = shared(number);
        return new SigningKey(shared.reissue(), shared.privateKey());
    }

    private static TestCertificate shared(int number) {
        synchronized (ROW) {
            while (ROW.size() <= number) {
                ROW.add(TestCertificate.selfSigned("accounts.accesscontrol.windows.net"));
            }
            return ROW.get(number);
        }
    }

    /** Returns the key of everybody else in this JVM who issues tokens; no fake publishes it. */
    static SigningKey foreign() {
        return Foreign.KEY;
    }

    static byte[] thumbprint(X509Certificate certificate, String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("cannot compute a thumbprint", failed);
        }
    }

    /** Returns both the {@code kid} and the {@code x5t}, which are the same in practice. */
    String id() {
        return id;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    RSAPublicKey publicKey() {
        return (RSAPublicKey) certificate.getPublicKey();
    }

    /** Returns the entry for a key set. */
    Map<String, Object> toJwk() {
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "RSA");
        jwk.put("use", "sig");
        jwk.put("kid", id);
        jwk.put("x5t", id);
        jwk.put("n", unsigned(publicKey().getModulus()));
        jwk.put("e", unsigned(publicKey().getPublicExponent()));
        jwk.put("x5c", List.of(encodedCertificate()));
        return jwk;
    }

    private String encodedCertificate() {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("cannot encode a certificate", failed);
        }
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64_URL.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    /** Made by the first caller that asks, thanks to lazy class initialization. */
    private static final class Foreign {
        private static final TestCertificate MADE = TestCertificate.selfSigned("foreign issuer");
        static final SigningKey KEY = new SigningKey(MADE.certificate(), MADE.privateKey());
    }
}
