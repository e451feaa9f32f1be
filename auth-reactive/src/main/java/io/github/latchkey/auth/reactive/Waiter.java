package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;

/**
 * One subscriber that has no token yet. It holds the two halves of a rendezvous, demand and token, and signals when
 * both are there; an error needs no demand.
 *
 * <pre>
 *   0 --request--> REQUESTED --token--> DONE
 *   0 --token----> HOLDING ---request-> DONE
 *   any --cancel-> CANCELLED            (leaves the flight, forgets the token)
 * </pre>
 */
final class Waiter implements Subscription, Scannable {

    private static final AtomicIntegerFieldUpdater<Waiter> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Waiter.class, "state");
    private static final int REQUESTED = 1;
    private static final int HOLDING = 2;
    private static final int DONE = 3;
    private static final int CANCELLED = 4;

    private final CoreSubscriber<? super AccessToken> actual;
    private volatile int state;
    private @Nullable AccessToken token;

    /** The flight that is waited for; written before the waiter can be found there. */
    private volatile @Nullable Flight flight;

    // Links of the flight's list, guarded by the flight until it lands, then written by the thread that takes the
    // waiter.
    @Nullable
    Waiter previous;

    @Nullable
    Waiter next;

    Waiter(CoreSubscriber<? super AccessToken> actual) {
        this.actual = actual;
    }

    /** Remembers where to leave on cancellation. */
    void waitFor(Flight flight) {
        this.flight = flight;
    }

    boolean isCancelled() {
        return state == CANCELLED;
    }

    /** Delivers the token; called once at the most, and not after {@link #fail}. */
    void deliver(AccessToken token) {
        flight = null;
        this.token = token;
        if (STATE.compareAndSet(this, 0, HOLDING)) {
            return;
        }
        if (STATE.compareAndSet(this, REQUESTED, DONE)) {
            emit(token);
        } else {
            this.token = null;
        }
    }

    /** Delivers the failure; called once at the most, and not after {@link #deliver}. */
    void fail(AuthenticationException failure) {
        flight = null;
        if (STATE.compareAndSet(this, 0, DONE) || STATE.compareAndSet(this, REQUESTED, DONE)) {
            actual.onError(failure);
        }
    }

    @Override
    public void request(long n) {
        if (!Operators.validate(n) || STATE.compareAndSet(this, 0, REQUESTED)) {
            return;
        }
        if (STATE.compareAndSet(this, HOLDING, DONE)) {
            AccessToken held = token;
            if (held != null) {
                emit(held);
            }
        }
    }

    private void emit(AccessToken held) {
        token = null;
        actual.onNext(held);
        if (state != CANCELLED) {
            actual.onComplete();
        }
    }

    @Override
    public void cancel() {
        if (STATE.getAndSet(this, CANCELLED) == CANCELLED) {
            return;
        }
        token = null;
        Flight left = flight;
        if (left != null) {
            flight = null;
            left.leave(this);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // so declared by Scannable
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.TERMINATED) {
            return state == DONE;
        }
        if (key == Attr.CANCELLED) {
            return state == CANCELLED;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }
}
