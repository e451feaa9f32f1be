package io.github.latchkey.testkit.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * An answer: status, headers and a body that is either whole or a stream.
 *
 * <p>Immutable; the methods that change something return a copy. A whole body is sent with its length, a stream in
 * chunks unless a {@code Content-Length} header was given.
 */
public final class ServerResponse {

    private static final byte[] NO_BYTES = {};

    private final int status;
    private final Fields headers;
    private final byte[] body;
    private final @Nullable Publisher<byte[]> stream;

    private ServerResponse(int status, Fields headers, byte[] body, @Nullable Publisher<byte[]> stream) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("an answer's status is 200 to 599, not " + status);
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.stream = stream;
    }

    /**
     * Returns an answer without a body.
     *
     * @param status 200 to 599
     * @return the answer
     */
    public static ServerResponse status(int status) {
        return new ServerResponse(status, Fields.none(), NO_BYTES, null);
    }

    /**
     * Returns an answer with text.
     *
     * @param status 200 to 599
     * @param text sent as UTF-8
     * @return an answer of type {@code text/plain}
     */
    public static ServerResponse text(int status, String text) {
        return status(status).body("text/plain; charset=utf-8", text);
    }

    /**
     * Returns an answer with a page.
     *
     * @param status 200 to 599
     * @param html sent as UTF-8
     * @return an answer of type {@code text/html}
     */
    public static ServerResponse html(int status, String html) {
        return status(status).body("text/html; charset=utf-8", html);
    }

    /**
     * Returns an answer with JSON.
     *
     * @param status 200 to 599
     * @param value anything that Jackson writes: maps, lists, texts, numbers, tree nodes
     * @return an answer of type {@code application/json}
     */
    public static ServerResponse json(int status, Object value) {
        return status(status).body("application/json; charset=utf-8", Json.write(value));
    }

    /**
     * Returns a copy with a whole body.
     *
     * @param contentType the new content type
     * @param text sent as UTF-8
     * @return the copy
     */
    public ServerResponse body(String contentType, String text) {
        return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a copy with a whole body.
     *
     * @param contentType the new content type
     * @param bytes sent as they are; must not be changed afterwards
     * @return the copy
     */
    public ServerResponse body(String contentType, byte[] bytes) {
        return new ServerResponse(status, headers.with("Content-Type", contentType), bytes, null);
    }

    /**
     * Returns a copy with a body that is produced while it is sent. It is subscribed to once for each delivery, asked
     * for more only as the client takes it, and cancelled when the client goes away.
     *
     * @param contentType the new content type
     * @param stream the body's pieces
     * @return the copy
     */
    public ServerResponse stream(String contentType, Publisher<byte[]> stream) {
        return new ServerResponse(status, headers.with("Content-Type", contentType), NO_BYTES, stream);
    }

    /**
     * Returns a copy with one value for a header, in place of all that it had.
     *
     * @param name the header's name
     * @param value the header's value
     * @return the copy
     */
    public ServerResponse header(String name, String value) {
        return new ServerResponse(status, headers.with(name, value), body, stream);
    }

    /**
     * Returns a copy with one more value for a header.
     *
     * @param name the header's name
     * @param value the header's value
     * @return the copy
     */
    public ServerResponse addHeader(String name, String value) {
        return new ServerResponse(status, headers.plus(name, value), body, stream);
    }

    /**
     * Returns a copy without a header.
     *
     * @param name the header's name
     * @return the copy
     */
    public ServerResponse withoutHeader(String name) {
        return new ServerResponse(status, headers.without(name), body, stream);
    }

    /**
     * Returns a copy with another status.
     *
     * @param newStatus 200 to 599
     * @return the copy
     */
    public ServerResponse withStatus(int newStatus) {
        return new ServerResponse(newStatus, headers, body, stream);
    }

    /**
     * Returns the status.
     *
     * @return 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * Returns the headers.
     *
     * @return the headers that were given; the server adds {@code Date} and the body's length
     */
    public Fields headers() {
        return headers;
    }

    /**
     * Returns the whole body.
     *
     * @return the bytes themselves, not a copy; empty for a stream
     */
    public byte[] body() {
        return body;
    }

    /**
     * Returns the body that is produced while it is sent.
     *
     * @return the stream, or {@code null} when the body is whole
     */
    @Nullable
    Publisher<byte[]> stream() {
        return stream;
    }

    @Override
    public String toString() {
        return "ServerResponse[" + status + "]";
    }
}
