package io.github.latchkey.testkit.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A request as the server received it, with its whole body.
 *
 * <p>Immutable, apart from the bytes of {@link #body()}, which nobody should write to. {@link #toString()} shows the
 * method and the path only.
 */
public final class ServerRequest {

    private final long number;
    private final Instant receivedAt;
    private final String method;
    private final String origin;
    private final String target;
    private final Fields headers;
    private final Fields query;
    private final byte[] body;
    private final Map<String, String> pathParameters;

    private ServerRequest(
            long number,
            Instant receivedAt,
            String method,
            String origin,
            String target,
            Fields headers,
            Fields query,
            byte[] body,
            Map<String, String> pathParameters) {
        this.number = number;
        this.receivedAt = receivedAt;
        this.method = method;
        this.origin = origin;
        this.target = target;
        this.headers = headers;
        this.query = query;
        this.body = body;
        this.pathParameters = pathParameters;
    }

    ServerRequest(
            long number, Instant receivedAt, String method, String origin, String target, Fields headers, byte[] body) {
        this(
                number,
                receivedAt,
                method,
                origin,
                target,
                headers,
                Fields.parse(afterQuestionMark(target)),
                body,
                Map.of());
    }

    /**
     * Makes a request that no server has received: for those who call a handler or try a fault plan within the JVM.
     *
     * @param method in upper case
     * @param target path and query, percent-encoded
     * @param headers the headers
     * @param body the whole body
     * @return the request, with number zero
     */
    public static ServerRequest of(String method, String target, Fields headers, byte[] body) {
        return new ServerRequest(0, Instant.EPOCH, method, "https://localhost", target, headers, body);
    }

    private static String afterQuestionMark(String target) {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }

    ServerRequest withPathParameters(Map<String, String> parameters) {
        return new ServerRequest(
                number, receivedAt, method, origin, target, headers, query, body, Map.copyOf(parameters));
    }

    /**
     * Returns the number of this request on its server.
     *
     * @return 1 for the first request
     */
    public long number() {
        return number;
    }

    /**
     * Returns when the request had arrived with its whole body.
     *
     * @return a time of the server's clock
     */
    public Instant receivedAt() {
        return receivedAt;
    }

    /**
     * Returns the request's method.
     *
     * @return in upper case
     */
    public String method() {
        return method;
    }

    /**
     * Returns scheme, host and port as the client named them, so that links in an answer lead back the way that the
     * client came; those of the server where the client did not name them.
     *
     * @return in lower case, for example {@code https://localhost:8443}, without a slash at the end
     */
    public String origin() {
        return origin;
    }

    /**
     * Returns path and query as they were sent.
     *
     * @return the request target, still percent-encoded
     */
    public String target() {
        return target;
    }

    /**
     * Returns the path as it was sent.
     *
     * @return the path, still percent-encoded
     */
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /**
     * Returns what the route's pattern captured.
     *
     * @param name as written between braces in the pattern
     * @return the decoded text
     * @throws IllegalArgumentException if the route has no such parameter
     */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no path parameter '" + name + "', it has "
                    + pathParameters.keySet().stream().sorted().toList());
        }
        return value;
    }

    /**
     * Returns the query parameters.
     *
     * @return decoded
     */
    public Fields query() {
        return query;
    }

    /**
     * Returns the headers.
     *
     * @return as they were sent
     */
    public Fields headers() {
        return headers;
    }

    /**
     * Returns the content type without its parameters.
     *
     * @return in lower case, or an empty text
     */
    public String contentType() {
        String value = headers.text("Content-Type");
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the body.
     *
     * @return the bytes themselves, not a copy; empty when the request has no body
     */
    public byte[] body() {
        return body;
    }

    /**
     * Returns the body as text.
     *
     * @return the body read as UTF-8
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns the fields of a form. Some clients do not say that it is one, so a body without a content type is taken
     * for a form too.
     *
     * @return the decoded fields; none when the content type is another one
     */
    public Fields form() {
        return Secrets.isForm(contentType(), text()) ? Fields.parse(text()) : Fields.none();
    }

    @Override
    public String toString() {
        return method + " " + path();
    }
}
