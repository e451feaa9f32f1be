package io.github.latchkey.batch.internal.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** A request that is ready but for its signature. Its headers are changed by the signer; it does not print them. */
final class Prepared {

    private final Operation operation;
    private final String uri;
    private final HttpHeaders headers;
    private final byte @Nullable [] body;

    Prepared(Operation operation, String uri, HttpHeaders headers, byte @Nullable [] body) {
        this.operation = operation;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    Operation operation() {
        return operation;
    }

    HttpMethod method() {
        return operation.method();
    }

    /** The absolute URL, encoded. */
    String uri() {
        return uri;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** The body; never changed. */
    byte @Nullable [] body() {
        return body;
    }

    /** Method and path for messages, without the query: a filter may hold names that do not belong into logs. */
    String target() {
        return method().name() + " " + uri.substring(Uris.path(uri), Uris.query(uri));
    }

    @Override
    public String toString() {
        return target();
    }
}
