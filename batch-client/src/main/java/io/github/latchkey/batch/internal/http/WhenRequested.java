package io.github.latchkey.batch.internal.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Subscribes to its source when something is requested, not before. A cancel before that leaves the source untouched,
 * and so an error of the source, too, comes after a request. Signals on the source's threads.
 *
 * @param <T> the element
 */
public final class WhenRequested<T> extends FluxOperator<T, T> {

    /**
     * Waits with a source.
     *
     * @param source what to subscribe to
     */
    public WhenRequested(Flux<? extends T> source) {
        super(source);
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        actual.onSubscribe(new Inner<>(actual, source));
    }

    /**
     * What is requested before the source has subscribed is kept for it. Unlike Reactor's own deferred subscription,
     * this one can be cancelled from within the first request.
     */
    private static final class Inner<T> implements CoreSubscriber<T>, Subscription {

        private final CoreSubscriber<? super T> actual;
        private final Flux<? extends T> source;
        private final AtomicBoolean subscribed = new AtomicBoolean();
        private final AtomicLong kept = new AtomicLong();
        private final AtomicReference<@Nullable Subscription> upstream = new AtomicReference<>();

        Inner(CoreSubscriber<? super T> actual, Flux<? extends T> source) {
            this.actual = actual;
            this.source = source;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void request(long n) {
            Subscription now = upstream.get();
            if (now != null) {
                now.request(n);
            } else if (Operators.validate(n)) {
                kept.accumulateAndGet(n, Operators::addCap);
                if (subscribed.compareAndSet(false, true)) {
                    source.subscribe(this);
                } else {
                    requestKept();
                }
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (upstream.compareAndSet(null, subscription)) {
                requestKept();
            } else {
                subscription.cancel();
            }
        }

        @Override
        public void onNext(T element) {
            actual.onNext(element);
        }

        @Override
        public void onError(Throwable error) {
            actual.onError(error);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }

        @Override
        public void cancel() {
            Subscription before = upstream.getAndSet(Operators.cancelledSubscription());
            if (before != null) {
                before.cancel();
            }
        }

        private void requestKept() {
            Subscription now = upstream.get();
            if (now != null) {
                long n = kept.getAndSet(0);
                if (n > 0) {
                    now.request(n);
                }
            }
        }
    }
}
