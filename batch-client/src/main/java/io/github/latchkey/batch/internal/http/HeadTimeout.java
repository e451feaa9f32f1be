package io.github.latchkey.batch.internal.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * Ends an exchange whose answer does not begin in time. {@link Watch#begun()} is called when its head arrives; from
 * then on all signals pass untouched, so that elements cost nothing. Whoever moves the state first, the head or the
 * timer, decides; the loser's signals are dropped.
 *
 * <p>Signals on the thread of the exchange, the time-out on the scheduler's. A cancel stops the timer and the exchange.
 *
 * @param <R> the element
 */
final class HeadTimeout<R> extends FluxOperator<R, R> {

    private final Watch watch;

    HeadTimeout(Flux<? extends R> source, Watch watch) {
        super(source);
        this.watch = watch;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        source.subscribe(new Inner<>(actual, watch));
    }

    /** One exchange: who came first, its head or the timer. */
    static final class Watch {

        private static final int WAITING = 0;
        private static final int BEGUN = 1;
        private static final int EXPIRED = 2;
        private static final AtomicIntegerFieldUpdater<Watch> STATE =
                AtomicIntegerFieldUpdater.newUpdater(Watch.class, "state");

        private final Scheduler scheduler;
        private final long nanos;
        private final Supplier<? extends Throwable> error;
        private final Disposable.Swap timer = Disposables.swap();
        private volatile int state = WAITING;

        Watch(Scheduler scheduler, long nanos, Supplier<? extends Throwable> error) {
            this.scheduler = scheduler;
            this.nanos = nanos;
            this.error = error;
        }

        /** Says that the head has arrived; returns whether it was in time. */
        boolean begun() {
            if (state == BEGUN) {
                return true;
            }
            boolean inTime = STATE.compareAndSet(this, WAITING, BEGUN);
            timer.dispose();
            return inTime;
        }

        private boolean expire() {
            return STATE.compareAndSet(this, WAITING, EXPIRED);
        }
    }

    private static final class Inner<R> extends PassThrough<R> {

        private final Watch watch;

        Inner(CoreSubscriber<? super R> actual, Watch watch) {
            super(actual);
            this.watch = watch;
        }

        /** A timer that is too late is disposed of at once. */
        @Override
        void subscribed() {
            watch.timer.update(watch.scheduler.schedule(this::expire, watch.nanos, TimeUnit.NANOSECONDS));
        }

        @Override
        public void onNext(R element) {
            if (watch.begun()) {
                actual.onNext(element);
            } else {
                Operators.onDiscard(element, actual.currentContext());
            }
        }

        @Override
        public void onError(Throwable error) {
            if (watch.begun()) {
                actual.onError(error);
            } else {
                Operators.onErrorDropped(error, actual.currentContext());
            }
        }

        @Override
        public void onComplete() {
            if (watch.begun()) {
                actual.onComplete();
            }
        }

        @Override
        public void cancel() {
            watch.timer.dispose();
            super.cancel();
        }

        private void expire() {
            if (watch.expire()) {
                upstream().cancel();
                actual.onError(watch.error.get());
            }
        }
    }
}
