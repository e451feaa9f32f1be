package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchClientClosedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * Counts the calls under way. <i>Open</i> while the number is not negative; <i>closing</i> adds a large negative
 * number, so that one word tells both, whether new calls may enter and how many are left. <i>Broken off</i> is told
 * beside it: nothing goes on any more.
 */
final class InFlight {

    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final AtomicLong calls = new AtomicLong();
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private final Set<Breakable.Inner<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean brokenOff;

    boolean enter() {
        if (calls.incrementAndGet() > 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (calls.decrementAndGet() == CLOSED) {
            drained.tryEmitEmpty();
        }
    }

    Mono<Void> close() {
        return Mono.defer(() -> {
            long before = calls.getAndUpdate(n -> n < 0 ? n : n + CLOSED);
            if (before == 0) {
                drained.tryEmitEmpty();
            }
            return drained.asMono();
        });
    }

    /** Ends everything that {@link #untilBrokenOff} has under way, and whatever comes to it later. */
    void breakOff() {
        brokenOff = true;
        running.forEach(Breakable.Inner::breakOff);
    }

    /**
     * Hands a source on until it is broken off; then cancels it and signals the error, on the thread that breaks off.
     */
    <R> Flux<R> untilBrokenOff(Flux<R> source) {
        return new Breakable<>(source, this);
    }

    private static final class Breakable<R> extends FluxOperator<R, R> {

        private final InFlight inFlight;

        Breakable(Flux<? extends R> source, InFlight inFlight) {
            super(source);
            this.inFlight = inFlight;
        }

        @Override
        public void subscribe(CoreSubscriber<? super R> actual) {
            source.subscribe(new Inner<>(actual, inFlight));
        }

        private static final class Inner<R> extends PassThrough<R> {

            private final InFlight inFlight;
            private volatile boolean ended;

            Inner(CoreSubscriber<? super R> actual, InFlight inFlight) {
                super(Operators.serialize(actual)); // takes signals of two threads; the first end counts
                this.inFlight = inFlight;
            }

            /**
             * Others see it from now on, since before they could end what has not begun; what happened before is
             * noticed here.
             */
            @Override
            void subscribed() {
                inFlight.running.add(this);
                if (ended) {
                    inFlight.running.remove(this);
                } else if (inFlight.brokenOff) {
                    breakOff();
                }
            }

            @Override
            public void onNext(R element) {
                actual.onNext(element);
            }

            @Override
            public void onError(Throwable error) {
                end();
                actual.onError(error);
            }

            @Override
            public void onComplete() {
                end();
                actual.onComplete();
            }

            @Override
            public void cancel() {
                end();
                super.cancel();
            }

            void breakOff() {
                cancel();
                actual.onError(new BatchClientClosedException(
                        "The BatchClient was closed without waiting for this call; the service may have acted on it.",
                        null,
                        true));
            }

            private void end() {
                ended = true;
                inFlight.running.remove(this);
            }
        }
    }
}
