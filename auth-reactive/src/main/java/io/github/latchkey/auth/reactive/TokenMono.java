package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;

/**
 * The shared {@code Mono} of a provider. The whole hot path is here: with a fresh token a subscription reads two
 * fields, compares, and allocates the subscription.
 */
final class TokenMono extends Mono<AccessToken> implements Scannable {

    private final CachingTokenProvider provider;

    private TokenMono(CachingTokenProvider provider) {
        this.provider = provider;
    }

    /** Makes the {@code Mono} with Reactor's assembly hooks applied. */
    static Mono<AccessToken> of(CachingTokenProvider provider) {
        return onAssembly(new TokenMono(provider));
    }

    @Override
    public void subscribe(CoreSubscriber<? super AccessToken> actual) {
        AccessToken token = provider.peek();
        if (token != null) {
            actual.onSubscribe(new TokenSubscription(actual, token));
        } else {
            provider.subscribeWaiter(actual);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // so declared by Scannable
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    @Override
    public String toString() {
        return "TokenMono";
    }
}
