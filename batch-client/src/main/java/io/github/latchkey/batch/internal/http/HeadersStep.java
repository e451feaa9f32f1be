package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.Conditions;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.internal.json.Json;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The step "ids and headers": makes the request of a call, complete but for the signature. */
final class HeadersStep {

    /** Sent without a charset, which the service has refused in the past. */
    private static final String JSON = "application/json; odata=minimalmetadata";
    /** A refusal is JSON also where the answer is a file. */
    private static final String FILE = "application/octet-stream, " + JSON;

    private final Settings settings;
    private final HttpHeaders given; // by the caller's client, for all its requests

    HeadersStep(Settings settings) {
        this.settings = settings;
        this.given = settings.http().configuration().headers();
    }

    /** The URL of a call, made once. */
    String uri(Call call) {
        StringBuilder uri = new StringBuilder(160)
                .append(settings.origin())
                .append(call.path())
                .append("?api-version=")
                .append(settings.version().value());
        List<String> query = call.query();
        for (int i = 0; i < query.size(); i += 2) {
            uri.append('&').append(query.get(i)).append('=');
            Uris.encode(uri, query.get(i + 1));
        }
        call.options()
                .serverTimeout()
                .ifPresent(timeout -> uri.append(
                                settings.version().compareTo(ServiceVersion.V2025_06_01) < 0
                                        ? "&timeout="
                                        : "&timeOut=")
                        .append(timeout.toSeconds()));
        return uri.toString();
    }

    byte @Nullable [] body(Call call) {
        return call.body() == null
                ? call.written()
                : Json.write(call.body(), settings.version().value());
    }

    Prepared prepare(Call call, String uri, byte @Nullable [] body, String clientRequestId) {
        HttpMethod method = call.operation().method();
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(given) // first, so that ours take their places; here, so that all that is sent is signed
                .set(HttpHeaderNames.USER_AGENT, settings.userAgent())
                .set(HttpHeaderNames.ACCEPT, call.operation().isFile() ? FILE : JSON)
                .set("client-request-id", clientRequestId)
                .set("return-client-request-id", "true");
        if (body != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, JSON).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        if (call.range() != null) {
            headers.set("ocp-range", call.range().header());
        }
        condition(headers, call.conditions());
        return new Prepared(call.operation(), uri, headers, body);
    }

    /** Makes the request for a further page; the link is sent as it is. */
    Prepared follow(Call call, String link, String clientRequestId) {
        return prepare(call, Uris.sendable(link), null, clientRequestId);
    }

    String clientRequestId(Call call) {
        return call.options().clientRequestId().orElseGet(settings.requestIds());
    }

    static @Nullable String startLink(ListOptions options) {
        return options.continueFrom().orElse(null);
    }

    private static void condition(HttpHeaders headers, Conditions conditions) {
        switch (conditions.kind()) {
            case NONE -> {}
            case IF_MATCH ->
                headers.set(HttpHeaderNames.IF_MATCH, conditions.eTag().orElseThrow());
            case IF_NONE_MATCH ->
                headers.set(HttpHeaderNames.IF_NONE_MATCH, conditions.eTag().orElseThrow());
            case IF_MODIFIED_SINCE ->
                headers.set(
                        HttpHeaderNames.IF_MODIFIED_SINCE,
                        HttpDates.format(conditions.time().orElseThrow()));
            case IF_UNMODIFIED_SINCE ->
                headers.set(
                        HttpHeaderNames.IF_UNMODIFIED_SINCE,
                        HttpDates.format(conditions.time().orElseThrow()));
        }
    }
}
