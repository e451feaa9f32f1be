package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Hands out one shared access token and keeps it fresh. Thread-safe; meant to live as long as the program.
 *
 * <p>Nothing happens before the first subscription to {@link #token()}. Then one flight acquires the token from the
 * {@link TokenSource}, however many subscribers wait; while the token is fresh a subscription only reads it. From the
 * time the token should be refreshed until the time it must not be used any more, subscribers get it at once while one
 * flight replaces it in the background. A provider that nobody asks does no work.
 *
 * <p><b>Threads and context.</b> A fresh token is signalled on the subscribing thread, inside {@code request}. Waiters
 * are signalled on the builder's scheduler, by several of its threads, so that a slow waiter does not hold up the
 * others. A flight belongs to nobody: it runs with an empty Reactor context and is not cancelled when its waiters
 * leave; its result is kept.
 *
 * <p><b>Errors.</b> All errors are {@link io.github.latchkey.auth.AuthenticationException}s. Transient failures are
 * retried within the flight before anybody sees them. A failure is held for a short, bounded time, in which subscribers
 * get it at once and Entra ID gets no request; it never stays.
 */
public interface TokenProvider extends Disposable {

    /**
     * Returns the token: the same {@code Mono} at every call, which looks at the cache at each subscription, so that it
     * may be stored, repeated and retried.
     *
     * @return a {@code Mono} that emits exactly one token with at least the configured life left, or an
     *     {@link io.github.latchkey.auth.AuthenticationException}; never empty. Cancelling it lets the subscriber go
     *     and stops nothing else
     */
    Mono<AccessToken> token();

    /**
     * Answers a claims challenge (Continuous Access Evaluation): asks the source for a token with the given claims,
     * never the cache. Subscribers to equal challenges share one flight. The token replaces the present one. The
     * failure of a challenge is held for a short, bounded time, as any failure is.
     *
     * @param claims the decoded JSON text of the challenge
     * @return a cold {@code Mono} that emits the new token or an
     *     {@link io.github.latchkey.auth.AuthenticationException}
     * @throws io.github.latchkey.auth.InvalidOptionException if the claims are not a JSON object
     */
    Mono<AccessToken> token(String claims);

    /**
     * Returns the present token if it can be used without looking further. Costs a comparison; allocates nothing; never
     * starts a flight.
     *
     * @return the token; {@code null} when there is none, or when {@link #token()} has to be subscribed to because the
     *     token wants to be refreshed
     */
    @Nullable
    AccessToken peek();

    /**
     * Drops a token that a resource refused. Only this very token is dropped, no newer one: a thousand requests that
     * were refused with it cause one flight. Starts no flight by itself.
     *
     * @param token the refused token
     */
    void invalidate(AccessToken token);

    /**
     * Returns how the provider is doing, without the token.
     *
     * @return a snapshot, consistent in itself
     */
    TokenProviderSnapshot snapshot();

    /**
     * Closes the provider for good: waiters and later subscribers get a
     * {@link io.github.latchkey.auth.TokenProviderClosedException}, a running flight is told to stop, and its result is
     * thrown away. Idempotent.
     */
    @Override
    void dispose();

    /**
     * Closes the provider as {@link #dispose()} does, as part of a chain.
     *
     * @return closes on subscription and completes when that is done: running flights have been told to stop, and
     *     nothing that they still bring is kept
     */
    default Mono<Void> close() {
        return Mono.fromRunnable(this::dispose);
    }

    /**
     * Tells whether the provider was closed.
     *
     * @return {@code true} after {@link #dispose()}
     */
    @Override
    boolean isDisposed();

    /**
     * Starts a provider.
     *
     * @param source where tokens come from
     * @param request what to ask for; claims and the refused token are filled in by the provider
     * @return a builder
     */
    static TokenProviderBuilder builder(TokenSource source, TokenRequest request) {
        return new TokenProviderBuilder(source, request);
    }
}
