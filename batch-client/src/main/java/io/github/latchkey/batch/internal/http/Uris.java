package io.github.latchkey.batch.internal.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986). */
final class Uris {

    private static final String HEX = "0123456789ABCDEF";

    private Uris() {}

    /**
     * Appends a text so that it is one path segment or one query value.
     *
     * @param out where to
     * @param text any text
     */
    static void encode(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                int to = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
                for (byte b : text.substring(i, to).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
                }
                i = to - 1;
            }
        }
    }

    /**
     * Encodes what no request line can hold, blanks, what is not ASCII, and {@code #} with which a fragment would
     * begin, and nothing else, so that an opaque link stays as the service sent it and all of it is sent.
     *
     * @param link a URL
     * @return the URL, the same one if it can be sent
     */
    static String sendable(String link) {
        for (int i = 0; i < link.length(); i++) {
            if (!isSendable(link.charAt(i))) {
                StringBuilder out = new StringBuilder(link.length() + 16);
                link.codePoints().forEach(c -> {
                    if (isSendable(c)) {
                        out.append((char) c);
                    } else {
                        encode(out, Character.toString(c));
                    }
                });
                return out.toString();
            }
        }
        return link;
    }

    /**
     * Decodes percent-encoded UTF-8. A {@code %} that begins no pair of hexadecimal digits stands for itself, as it
     * does for the service; {@code +} is no blank.
     *
     * @param text any text
     * @return the text that was meant
     */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low < 0) {
                out.write(in[i]);
            } else {
                out.write(high << 4 | low);
                i += 2;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /**
     * Tells where the path of a URL begins.
     *
     * @param url an absolute URL
     * @return the index after the authority: of the path, or of the query where the path is empty, or the end
     */
    static int path(String url) {
        int at = url.indexOf("://") + 3;
        while (at < url.length() && url.charAt(at) != '/' && url.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    /**
     * Tells where the query of a URL begins.
     *
     * @param url an absolute URL
     * @return the index of the question mark, or the end
     */
    static int query(String url) {
        int at = url.indexOf('?');
        return at < 0 ? url.length() : at;
    }

    private static boolean isSendable(int c) {
        return c > ' ' && c < 0x7f && c != '#';
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
