package io.github.latchkey.auth;

import java.util.concurrent.CompletionStage;

/**
 * Acquires tokens, asynchronously and without a cache: the one place where every way to sign in meets. A token provider
 * stands in front of it and keeps what it returns.
 *
 * <p>An implementation starts the work when {@link #acquire} is called, returns without waiting, and may be called from
 * any thread, also concurrently. Cancelling the stage's {@code toCompletableFuture()} is a request to stop the work.
 */
@FunctionalInterface
public interface TokenSource {

    /**
     * Starts to acquire a token.
     *
     * @param request what to ask for
     * @return a stage that completes with the token, or exceptionally with an {@link AuthenticationException}; it may
     *     complete on any thread. Never {@code null}
     */
    CompletionStage<AccessToken> acquire(TokenRequest request);
}
