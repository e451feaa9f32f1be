package io.github.latchkey.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Writes the values that certificates are made of, by the distinguished encoding rules (ITU-T X.690). */
final class Der {

    static final byte[] TRUE = element(0x01, new byte[] {(byte) 0xFF});
    static final byte[] NULL = element(0x05);

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;

    private static final long FIFTEENTH_DIGIT = 100_000_000_000_000L;

    private Der() {}

    /** Returns an element under any tag; the contents follow each other. */
    static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    static byte[] set(byte[] only) {
        return element(SET, only);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] octets(byte[] content) {
        return element(OCTET_STRING, content);
    }

    static byte[] text(String value) {
        return element(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bits(byte[] content) {
        return element(BIT_STRING, new byte[] {0}, content);
    }

    /** Returns up to eight named bits; the first of them is the highest. */
    static byte[] namedBits(int bits) {
        return element(BIT_STRING, new byte[] {(byte) Integer.numberOfTrailingZeros(bits), (byte) bits});
    }

    static byte[] objectIdentifier(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    content.write(arc >>> shift | 0x80);
                }
            }
            content.write(arc & 0x7F);
        }
        return element(OBJECT_IDENTIFIER, content.toByteArray());
    }

    /**
     * Returns a moment to the second, in the form that certificates want: with two digits of the year from 1950 to
     * 2049, else four.
     */
    static byte[] time(Instant moment) {
        OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);
        int year = utc.getYear();
        if (year < 0 || year > 9999) {
            throw new IllegalArgumentException(
                    "a certificate can name the years 0 to 9999, not " + moment + "; choose another time");
        }
        long date = (year * 100L + utc.getMonthValue()) * 100 + utc.getDayOfMonth();
        long time = (utc.getHour() * 100L + utc.getMinute()) * 100 + utc.getSecond();
        String digits = Long.toString(FIFTEENTH_DIGIT + date * 1_000_000 + time).substring(1) + "Z";
        return year < 1950 || year > 2049
                ? element(GENERALIZED_TIME, digits.getBytes(StandardCharsets.US_ASCII))
                : element(UTC_TIME, digits.substring(2).getBytes(StandardCharsets.US_ASCII));
    }
}
