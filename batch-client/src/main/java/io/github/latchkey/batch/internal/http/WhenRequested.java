package io.github.latchkey.batch.internal.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Subscribes to its source when something is requested, not before. A cancel before that leaves the source untouched.
 * Signals on the source's threads.
 *
 * @param <T> the element
 */
final class WhenRequested<T> extends FluxOperator<T, T> {

    WhenRequested(Flux<? extends T> source) {
        super(source);
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        actual.onSubscribe(new Inner<>(actual, source));
    }

    private static final class Inner<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {

        private final CoreSubscriber<? super T> actual;
        private final Flux<? extends T> source;
        private final AtomicBoolean subscribed = new AtomicBoolean();

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
            super.request(n);
            if (subscribed.compareAndSet(false, true) && !isCancelled()) {
                source.subscribe(this);
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            set(subscription);
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
    }
}
