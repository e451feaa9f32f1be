package io.github.latchkey.testkit.http;

import java.util.Set;

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

    /**
     * Names what a request asks for, for the journal. Called on an event loop, so it must not block.
     *
     * @param request the request
     * @return a short name, such as {@code Job_Add}; empty when it is unknown, which is the default
     */
    default String operation(ServerRequest request) {
        return "";
    }

    /**
     * Lists the names that {@link #operation} gives, so that a journal knows a misspelt one.
     *
     * @return all of them; none by default, which fits a handler that names none
     */
    default Set<String> operations() {
        return Set.of();
    }
}
