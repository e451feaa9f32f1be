package io.github.latchkey.testkit.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate together with its private key, made for a test.
 *
 * <p>Immutable and safe for use by many threads. {@link #toString()} shows the subject only.
 */
public final class TestCertificate {

    /** Servers ask for no certificates, so they have none to trust. */
    private static final TrustManager[] NOBODY = {};

    private static final AlgorithmParameterSpec RSA_2048 = new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);

    private final X509Certificate certificate;
    private final PrivateKey privateKey;

    /** Made when it is first needed. Two threads may both make it, which does no harm. */
    private volatile @Nullable SslContext serverContext;

    TestCertificate(X509Certificate certificate, PrivateKey privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /**
     * Makes a self-signed certificate with an RSA key of 2048 bits, as an application uses it to prove its identity to
     * Entra ID. It is valid from an hour ago and for a year.
     *
     * @param commonName the subject's common name
     * @return the certificate with its key
     */
    public static TestCertificate selfSigned(String commonName) {
        Instant now = Instant.now();
        return selfSigned(commonName, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(365)));
    }

    /**
     * Makes a self-signed certificate with an RSA key of 2048 bits and a chosen validity.
     *
     * @param commonName the subject's common name
     * @param notBefore the first moment of its validity
     * @param notAfter the last moment of its validity
     * @return the certificate with its key
     */
    public static TestCertificate selfSigned(String commonName, Instant notBefore, Instant notAfter) {
        KeyPair keys = newKeys("RSA", RSA_2048);
        X509Certificate certificate = new NewCertificate(
                        NewCertificate.named(commonName), notBefore, notAfter, keys.getPublic())
                .authority()
                .usage(NewCertificate.DIGITAL_SIGNATURE | NewCertificate.KEY_CERT_SIGN)
                .selfSigned(keys.getPrivate());
        return new TestCertificate(certificate, keys.getPrivate());
    }

    static KeyPair newKeys(String algorithm, AlgorithmParameterSpec kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(kind);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("this Java runtime makes no such " + algorithm + " keys", failed);
        }
    }

    /**
     * Issues one more certificate for the same key, which takes far less time than making a key does.
     *
     * @return a certificate with the subject, the validity and the key of this one, and a serial number of its own
     */
    public X509Certificate reissue() {
        return new NewCertificate(
                        certificate.getSubjectX500Principal(),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        certificate.getPublicKey())
                .signedBy(this);
    }

    /**
     * Returns the certificate.
     *
     * @return the certificate alone, without its chain
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Returns the private key.
     *
     * @return the key that belongs to the certificate
     */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /**
     * Returns the certificate in PEM form.
     *
     * @return one {@code CERTIFICATE} block
     */
    public String certificatePem() {
        return Pem.of(certificate);
    }

    /**
     * Returns the private key in PEM form, not encrypted.
     *
     * @return one {@code PRIVATE KEY} block (PKCS#8)
     */
    public String privateKeyPem() {
        return Pem.of(privateKey);
    }

    /**
     * Returns a PKCS#12 archive (the form of a {@code .pfx} file) that holds the key and the certificate.
     *
     * @param password protects the archive
     * @return the archive's bytes
     */
    public byte[] pkcs12(String password) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("latchkey-test-key", privateKey, password.toCharArray(), new Certificate[] {certificate});
            store.store(bytes, password.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException failed) {
            throw new IllegalStateException("cannot write a PKCS#12 archive", failed);
        }
    }

    /**
     * Returns what a netty server needs to present this certificate.
     *
     * @return always the same TLS context for servers, on the JDK's own TLS
     */
    public SslContext serverContext() {
        SslContext known = serverContext;
        if (known == null) {
            known = newServerContext();
            serverContext = known;
        }
        return known;
    }

    /**
     * Not by the JDK's factories, which encrypt the key for a key store and read the trust store of the machine: each
     * takes longer than all the rest.
     */
    private SslContext newServerContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager own = new OneKey(privateKey, certificate);
            context.init(new KeyManager[] {own}, NOBODY, null);
            return new JdkSslContext(
                    context,
                    false,
                    null,
                    IdentityCipherSuiteFilter.INSTANCE,
                    ApplicationProtocolConfig.DISABLED,
                    ClientAuth.NONE,
                    null,
                    false);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("cannot use " + this + " for a server", failed);
        }
    }

    @Override
    public String toString() {
        return "TestCertificate[" + certificate.getSubjectX500Principal().getName() + "]";
    }
}
