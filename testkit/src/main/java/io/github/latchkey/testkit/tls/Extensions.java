package io.github.latchkey.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;

/** Writes the extensions of certificates (RFC 5280, section 4.2.1) that the certificate builder does not write, or not well enough. */
final class Extensions {

    static final String SUBJECT_KEY_ID = "2.5.29.14";

    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";

    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int KEY_ID = 0x80;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    private static final int ID_LENGTH = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Extensions() {}

    /**
     * Adds host names, wildcards included, and IP addresses. The builder has methods for that, but reads host names as
     * addresses of the web and so cannot take a wildcard.
     */
    static CertificateBuilder names(CertificateBuilder builder, Collection<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
            all.writeBytes(
                    address == null
                            ? element(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII))
                            : element(IP_ADDRESS, address));
        }
        return builder.addExtensionOctetString(ALTERNATIVE_NAMES, false, element(SEQUENCE, all.toByteArray()));
    }

    /** Adds an identifier of the certificate's own key; it has to be unique and need not be made of the key. */
    static CertificateBuilder subjectKeyId(CertificateBuilder builder) {
        byte[] id = new byte[ID_LENGTH];
        RANDOM.nextBytes(id);
        return builder.addExtensionOctetString(SUBJECT_KEY_ID, false, element(OCTET_STRING, id));
    }

    /** Adds the identifier of the issuer's key, by which clients find the issuer. */
    static CertificateBuilder authorityKeyId(CertificateBuilder builder, X509Certificate issuer) {
        // The identifier stands in two octet strings, that of the extension and its own; both are short.
        byte[] value = issuer.getExtensionValue(SUBJECT_KEY_ID);
        byte[] id = Arrays.copyOfRange(value, 4, value.length);
        return builder.addExtensionOctetString(AUTHORITY_KEY_ID, false, element(SEQUENCE, element(KEY_ID, id)));
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
