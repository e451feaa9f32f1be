package io.github.latchkey.batch.internal.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * Ends a body of which nothing comes although something was requested. A subscriber that takes its time is no reason:
 * the clock runs only while there is demand and no element is being delivered. Ends a body, too, that is not whole by a
 * given time, however it drips, where one is given.
 *
 * <p>One timer at a time. It looks at how much was delivered when it was set: if more came since, or nothing is wanted,
 * it lets go or waits again. Elements are signalled on the upstream's thread, the time-out on the scheduler's, never
 * both.
 *
 * @param <T> the element
 */
final class StallTimeout<T> extends FluxOperator<T, T> {

    static final long NEVER = Long.MAX_VALUE;

    private final Scheduler scheduler;
    private final long nanos;
    private final long until;
    private final Supplier<? extends Throwable> error;

    /**
     * Guards a body.
     *
     * @param source the body
     * @param scheduler runs the timer
     * @param nanos how long an element that is wanted may be waited for
     * @param until when the body must be whole, on the clock of the scheduler; {@link #NEVER} for a body of any length
     * @param error what it ends with otherwise
     */
    StallTimeout(
            Flux<? extends T> source,
            Scheduler scheduler,
            long nanos,
            long until,
            Supplier<? extends Throwable> error) {
        super(source);
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.until = until;
        this.error = error;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(new Inner<>(actual, this));
    }

    private long left() {
        return until == NEVER ? NEVER : until - Pipeline.now(scheduler);
    }

    private static final class Inner<T> extends PassThrough<T> {

        @SuppressWarnings("rawtypes") // the updater knows no type parameters
        private static final AtomicLongFieldUpdater<Inner> WANTED =
                AtomicLongFieldUpdater.newUpdater(Inner.class, "wanted");

        private final StallTimeout<T> parent;
        private volatile long wanted;
        // Guarded by this: short sections, no foreign code inside.
        private long delivered;
        private boolean delivering;
        private boolean done;
        private @Nullable Disposable timer;

        Inner(CoreSubscriber<? super T> actual, StallTimeout<T> parent) {
            super(actual);
            this.parent = parent;
        }

        @Override
        public void onNext(T element) {
            synchronized (this) {
                if (done) {
                    Operators.onNextDropped(element, actual.currentContext());
                    return;
                }
                delivered++;
                delivering = true;
            }
            if (wanted != Long.MAX_VALUE) {
                WANTED.decrementAndGet(this);
            }
            actual.onNext(element);
            synchronized (this) {
                delivering = false;
            }
            watch();
        }

        @Override
        public void onError(Throwable error) {
            if (finish()) {
                actual.onError(error);
            } else {
                Operators.onErrorDropped(error, actual.currentContext());
            }
        }

        @Override
        public void onComplete() {
            if (finish()) {
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                Operators.addCap(WANTED, this, n);
                watch();
                super.request(n);
            }
        }

        @Override
        public void cancel() {
            finish();
            super.cancel();
        }

        /** Sets the timer if something is wanted and none is set. */
        private synchronized void watch() {
            if (timer == null && !done && !delivering && wanted > 0) {
                long seen = delivered;
                long wait = Math.max(Math.min(parent.nanos, parent.left()), 0);
                timer = parent.scheduler.schedule(() -> look(seen), wait, TimeUnit.NANOSECONDS);
            }
        }

        private void look(long seen) {
            synchronized (this) {
                timer = null;
                if (done) {
                    return;
                }
                boolean inTime = delivered != seen && parent.left() > 0;
                if (delivering || wanted == 0 || inTime) {
                    watch();
                    return;
                }
                done = true;
            }
            upstream().cancel();
            actual.onError(parent.error.get());
        }

        private synchronized boolean finish() {
            boolean first = !done;
            done = true;
            if (timer != null) {
                timer.dispose();
                timer = null;
            }
            return first;
        }
    }
}
