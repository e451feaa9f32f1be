package io.github.latchkey.batch.internal.http;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * What operators that watch a source have in common: the place between it and its subscriber. Demand and cancellation
 * go up as they are; what becomes of the signals on their way down is the operator's own affair.
 *
 * @param <T> the element
 */
abstract class PassThrough<T> implements CoreSubscriber<T>, Subscription {

    final CoreSubscriber<? super T> actual;
    private @Nullable Subscription upstream;

    PassThrough(CoreSubscriber<? super T> actual) {
        this.actual = actual;
    }

    /**
     * Called once, after the subscriber has got its subscription: what is signalled from now on is not the first
     * signal.
     */
    void subscribed() {}

    final Subscription upstream() {
        if (upstream == null) {
            throw new IllegalStateException("onSubscribe comes first"); // Reactive Streams, rule 1.9
        }
        return upstream;
    }

    @Override
    public final Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public final void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            actual.onSubscribe(this);
            subscribed();
        }
    }

    @Override
    public void request(long n) {
        upstream().request(n);
    }

    @Override
    public void cancel() {
        upstream().cancel();
    }
}
