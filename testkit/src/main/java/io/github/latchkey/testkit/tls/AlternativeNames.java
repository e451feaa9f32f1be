package io.github.latchkey.testkit.tls;

import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Writes the subject alternative names of a certificate (RFC 5280, section 4.2.1.6). The certificate builder has methods
 * for that, but reads host names as addresses of the web and so cannot take a wildcard.
 */
final class AlternativeNames {

    static final String OID = "2.5.29.17";

    private static final int SEQUENCE = 0x30;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    private AlternativeNames() {}

    /** Returns the DER form of host names, wildcards included, and IP addresses. */
    static byte[] encode(Collection<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
            all.writeBytes(
                    address == null
                            ? element(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII))
                            : element(IP_ADDRESS, address));
        }
        return element(SEQUENCE, all.toByteArray());
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
