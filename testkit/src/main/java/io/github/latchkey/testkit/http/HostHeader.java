package io.github.latchkey.testkit.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** By what host and port a client came. */
final class HostHeader {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:\\d{0,5})?");

    private final String text;

    private HostHeader(String text) {
        this.text = text;
    }

    static HostHeader of(Fields headers) {
        return new HostHeader(headers.text("Host"));
    }

    /** An empty one is allowed: it says nothing. */
    boolean isMalformed() {
        return !text.isEmpty() && !FORM.matcher(text).matches();
    }

    /** Returns host and port in lower case, or the server's own where the header does not say. */
    String orElse(String own) {
        return text.isEmpty() || isMalformed() ? own : text.toLowerCase(Locale.ROOT);
    }

    /** What the web servers in front of Azure services say to a malformed one. */
    static ServerResponse refusal() {
        return ServerResponse.html(
                400,
                "<!DOCTYPE HTML>\r\n<HTML><HEAD><TITLE>Bad Request</TITLE></HEAD>\r\n<BODY><h2>Bad Request - Invalid Hostname</h2>"
                        + "\r\n<hr><p>HTTP Error 400. The request hostname is invalid.</p>\r\n</BODY></HTML>\r\n");
    }
}
