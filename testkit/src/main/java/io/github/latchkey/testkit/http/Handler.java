package io.github.latchkey.testkit.http;

/**
 * Answers a request.
 *
 * <p>Runs on one of the kit's worker threads, never on an event loop, so it may take its time and may block. What it
 * throws becomes a plain 500.
 */
@FunctionalInterface
public interface Handler {

    /**
     * Answers a request.
     *
     * @param request the request with its whole body
     * @return the answer
     */
    ServerResponse handle(ServerRequest request);
}
