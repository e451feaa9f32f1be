package io.github.latchkey.testkit.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as the paths of addresses have it: unlike in forms, a plus sign is a plus sign. */
public final class Percent {

    private Percent() {}

    /**
     * Encodes a text as one segment of a path.
     *
     * @param text any text
     * @return the text with everything encoded that means something in a path, slashes too
     */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Decodes a segment of a path.
     *
     * @param segment as it was sent
     * @return the text; the segment itself where it is not validly encoded
     */
    public static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return segment;
        }
    }
}
