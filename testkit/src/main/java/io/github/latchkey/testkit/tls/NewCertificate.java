package io.github.latchkey.testkit.tls;

import io.netty.util.NetUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that is being made (RFC 5280, section 4). It always carries the identifier of its own key, and that of
 * its issuer's key where the issuer has one. Written here because a library for it is more than all the rest of the
 * testkit, see decision 0014.
 */
final class NewCertificate {

    static final String SUBJECT_KEY_ID = "2.5.29.14";

    static final int DIGITAL_SIGNATURE = 0x80;
    static final int KEY_CERT_SIGN = 0x04;
    static final int CRL_SIGN = 0x02;

    private static final String COMMON_NAME = "2.5.4.3";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String SHA256_WITH_ECDSA = "1.2.840.10045.4.3.2";
    private static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";

    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;
    private static final int KEY_ID = 0x80;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    private static final byte[] VERSION_3 = Der.element(VERSION, Der.integer(BigInteger.TWO));
    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Principal subject;
    private final Instant notBefore;
    private final Instant notAfter;
    private final PublicKey key;
    private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();

    NewCertificate(X500Principal subject, Instant notBefore, Instant notAfter, PublicKey key) {
        this.subject = subject;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.key = key;
        extension(SUBJECT_KEY_ID, Der.octets(keyId()));
    }

    /** Returns a name that has any text as its only part. */
    static X500Principal named(String commonName) {
        return new X500Principal(
                Der.sequence(Der.set(Der.sequence(Der.objectIdentifier(COMMON_NAME), Der.text(commonName)))));
    }

    NewCertificate authority() {
        return critical(BASIC_CONSTRAINTS, Der.sequence(Der.TRUE));
    }

    NewCertificate usage(int bits) {
        return critical(KEY_USAGE, Der.namedBits(bits));
    }

    NewCertificate serverAuthentication() {
        return extension(EXTENDED_KEY_USAGE, Der.sequence(Der.objectIdentifier(SERVER_AUTHENTICATION)));
    }

    /** Adds host names, wildcards included, and IP addresses. */
    NewCertificate names(Collection<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
            all.writeBytes(
                    address == null
                            ? Der.element(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII))
                            : Der.element(IP_ADDRESS, address));
        }
        return extension(ALTERNATIVE_NAMES, Der.sequence(all.toByteArray()));
    }

    X509Certificate signedBy(TestCertificate issuer) {
        byte[] value = issuer.certificate().getExtensionValue(SUBJECT_KEY_ID);
        if (value != null) {
            // The identifier stands in two octet strings, that of the extension and its own; both are short.
            byte[] id = Arrays.copyOfRange(value, 4, value.length);
            extension(AUTHORITY_KEY_ID, Der.sequence(Der.element(KEY_ID, id)));
        }
        return signed(issuer.certificate().getSubjectX500Principal(), issuer.privateKey());
    }

    X509Certificate selfSigned(PrivateKey own) {
        return signed(subject, own);
    }

    private X509Certificate signed(X500Principal issuer, PrivateKey issuerKey) {
        boolean rsa = issuerKey.getAlgorithm().equals("RSA");
        byte[] algorithm = rsa
                ? Der.sequence(Der.objectIdentifier(SHA256_WITH_RSA), Der.NULL)
                : Der.sequence(Der.objectIdentifier(SHA256_WITH_ECDSA));
        byte[] content = Der.sequence(
                VERSION_3,
                Der.integer(new BigInteger(SERIAL_BITS, RANDOM).setBit(0)),
                algorithm,
                issuer.getEncoded(),
                Der.sequence(Der.time(notBefore), Der.time(notAfter)),
                subject.getEncoded(),
                key.getEncoded(),
                Der.element(EXTENSIONS, Der.sequence(extensions.toByteArray())));
        try {
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(issuerKey);
            signature.update(content);
            byte[] certificate = Der.sequence(content, algorithm, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("cannot make a certificate for " + subject, failed);
        }
    }

    /** The identifier has to be unique and need not be made of the key in any certain way. */
    private byte[] keyId() {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("this Java runtime has no SHA-1", failed);
        }
    }

    private NewCertificate critical(String id, byte[] value) {
        extensions.writeBytes(Der.sequence(Der.objectIdentifier(id), Der.TRUE, Der.octets(value)));
        return this;
    }

    private NewCertificate extension(String id, byte[] value) {
        extensions.writeBytes(Der.sequence(Der.objectIdentifier(id), Der.octets(value)));
        return this;
    }
}
