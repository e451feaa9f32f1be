package io.github.latchkey.testkit.batch.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as addresses have it. */
final class Percent {

    private Percent() {}

    /** Encodes a text as one part of an address; unlike forms, addresses have no {@code +} for a blank. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
