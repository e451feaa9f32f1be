package io.github.latchkey.batch.internal.http;

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
     * Encodes what no request line can hold, blanks and what is not ASCII, and nothing else, so that an opaque link stays
     * as the service sent it.
     *
     * @param link a URL
     * @return the URL, the same one if it can be sent
     */
    static String sendable(String link) {
        for (int i = 0; i < link.length(); i++) {
            if (link.charAt(i) <= ' ' || link.charAt(i) >= 0x7f) {
                StringBuilder out = new StringBuilder(link.length() + 16);
                link.codePoints().forEach(c -> {
                    if (c <= ' ' || c >= 0x7f) {
                        encode(out, Character.toString(c));
                    } else {
                        out.append((char) c);
                    }
                });
                return out.toString();
            }
        }
        return link;
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
