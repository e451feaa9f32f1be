package io.github.latchkey.batch.internal.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Logs requests and answers to {@code io.github.latchkey.batch.wire} at DEBUG: methods, paths, headers, statuses.
 * Bodies are left out, since they hold keys and signed URLs; so are queries and the values of all headers that are not
 * known to be harmless.
 */
final class WireLog {

    private static final Logger LOG = Loggers.getLogger("io.github.latchkey.batch.wire");
    private static final Set<String> HARMLESS = Set.of(
            "accept",
            "client-request-id",
            "content-length",
            "content-type",
            "date",
            "etag",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-unmodified-since",
            "last-modified",
            "ocp-date",
            "ocp-range",
            "request-id",
            "retry-after",
            "return-client-request-id",
            "server",
            "transfer-encoding",
            "user-agent");

    private final boolean on;

    WireLog(boolean on) {
        this.on = on;
    }

    void sending(Prepared request) {
        if (on && LOG.isDebugEnabled()) {
            LOG.debug("-> {} {}", request.target(), describe(request.headers()));
        }
    }

    void answered(Prepared request, Answer answer) {
        if (on && LOG.isDebugEnabled()) {
            LOG.debug("<- {} {} {}", answer.status(), request.target(), describe(answer.headers()));
        }
    }

    private static String describe(HttpHeaders headers) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (Map.Entry<String, String> header : headers) {
            boolean shown = HARMLESS.contains(header.getKey().toLowerCase(Locale.ROOT));
            text.add(header.getKey() + ": " + (shown ? header.getValue() : "***"));
        }
        return text.toString();
    }
}
