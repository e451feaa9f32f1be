package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.AuthenticationTimeoutException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.TokenRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.retry.Retry;

/**
 * One running acquisition, however many wait for it. It takes off on the provider's scheduler, repeats what failed for
 * the moment until its time is over, and lands once: with a token, a failure, or the end of its time. An answer that
 * arrives after that is still reported, without another attempt, for an hour; then the work is stopped.
 *
 * <p>The waiters are a doubly linked list under this object's lock, so that joining and leaving cost the same with one
 * waiter and with a hundred thousand. Signals are never sent under the lock.
 */
final class Flight {

    private static final Logger LOG = Loggers.getLogger(TokenProvider.class);

    private static final int DELIVERING_THREADS = 4;

    /**
     * How long a late answer is still waited for: long enough for a person, but what never answers must not pile up.
     */
    private static final Duration LATEST = Duration.ofHours(1);

    final long sequence;
    final FlightReason reason;
    final long startedAt;

    private final CachingTokenProvider provider;
    private final FlightSettings settings;
    private final TokenRequest request;
    private final Disposable.Swap attempt = Disposables.swap();
    private final Disposable.Swap timer = Disposables.swap();

    // Guarded by this.
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private int waiting;
    private boolean landed;

    Flight(
            CachingTokenProvider provider,
            FlightSettings settings,
            TokenRequest request,
            FlightReason reason,
            long sequence,
            long startedAt) {
        this.provider = provider;
        this.settings = settings;
        this.request = request;
        this.reason = reason;
        this.sequence = sequence;
        this.startedAt = startedAt;
    }

    /**
     * Takes off on the scheduler: no context, lock or thread of whoever asked first is the flight's.
     *
     * @param workOfProvider holds the work until it has ended, after the landing if need be; disposed of, it stops it
     */
    void start(Disposable.Composite workOfProvider) {
        landIfThrown(workOfProvider, () -> {
            provider.keepTime();
            if (workOfProvider.add(attempt)) {
                settings.scheduler().schedule(() -> landIfThrown(workOfProvider, () -> run(workOfProvider)));
            }
        });
    }

    /** Does a step of the start. Whatever it throws is how the flight lands, since nothing else would end it. */
    private void landIfThrown(Disposable.Composite workOfProvider, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            workOfProvider.remove(attempt);
            provider.failed(this, Failures.typed(e));
        }
    }

    private void run(Disposable.Composite workOfProvider) {
        if (attempt.isDisposed()) {
            return;
        }
        settings.notify(listener -> listener.flightStarted(reason));
        timer.update(
                settings.scheduler().schedule(this::timeOut, settings.timeout().toNanos(), TimeUnit.NANOSECONDS));
        attempt.update(attempts()
                .doFinally(signal -> workOfProvider.remove(attempt))
                .subscribe(token -> provider.succeeded(this, token), error -> {
                    provider.failed(this, Failures.typed(error));
                }));
    }

    private Mono<AccessToken> attempts() {
        return Mono.fromCompletionStage(this::acquire)
                .switchIfEmpty(Mono.error(Failures::noToken))
                .onErrorMap(Failures::typed)
                .retryWhen(Retry.from(failures -> failures.concatMap(this::beforeNextAttempt)))
                .timeout(settings.timeout().plus(LATEST), settings.scheduler());
    }

    /**
     * Asks the source. What it throws is its answer: Reactor would let a fatal error through, and nobody would know.
     */
    private CompletionStage<AccessToken> acquire() {
        try {
            return settings.source().acquire(request);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Mono<Long> beforeNextAttempt(Retry.RetrySignal signal) {
        AuthenticationException failure = Failures.typed(signal.failure());
        Duration delay = settings.attemptBackoff().delay(signal.totalRetries() + 1, failure);
        Duration left = settings.timeout().minusNanos(provider.clock.sample() - startedAt);
        if (!failure.isTransient() || delay.compareTo(left) >= 0 || hasLanded()) {
            return Mono.error(failure);
        }
        settings.notify(listener -> listener.attemptFailed(reason, failure, delay));
        return Mono.delay(delay, settings.scheduler());
    }

    private void timeOut() {
        provider.failed(
                this,
                new AuthenticationTimeoutException(
                        "No token arrived within " + settings.timeout(),
                        ErrorDetails.builder()
                                .remedy("Entra ID or the way to it is slow or hangs, or too many tenants queue for its"
                                        + " connections: then raise flightTimeout, and the EntraClient's queueTimeout."
                                        + " A late answer is still kept.")
                                .build(),
                        null));
    }

    /**
     * Adds a waiter.
     *
     * @return {@code false} when the flight has landed and the waiter has to look at the provider again
     */
    boolean join(Waiter waiter) {
        waiter.waitFor(this);
        synchronized (this) {
            if (landed) {
                return false;
            }
            waiter.previous = last;
            if (last == null) {
                first = waiter;
            } else {
                last.next = waiter;
            }
            last = waiter;
            waiting++;
        }
        if (waiter.isCancelled()) {
            leave(waiter); // cancelled before it could be found here
        }
        return true;
    }

    /** Removes a cancelled waiter. Does nothing when it is not in the list, or when the list is being delivered. */
    synchronized void leave(Waiter waiter) {
        boolean listed = first == waiter || waiter.previous != null;
        if (landed || !listed) {
            return;
        }
        Waiter before = waiter.previous;
        Waiter after = waiter.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        waiting--;
    }

    /** Returns how many wait. */
    synchronized int waiting() {
        return waiting;
    }

    /** Returns whether the waiters have been told the outcome, or are being told. */
    synchronized boolean hasLanded() {
        return landed;
    }

    TokenRequest request() {
        return request;
    }

    void land(AccessToken token) {
        land(waiter -> waiter.deliver(token));
    }

    void land(AuthenticationException failure) {
        land(waiter -> waiter.fail(failure));
    }

    private void land(Consumer<Waiter> signal) {
        Waiter head;
        int count;
        synchronized (this) {
            if (landed) {
                return;
            }
            landed = true;
            head = first;
            count = waiting;
            first = null;
            last = null;
            waiting = 0;
        }
        timer.dispose();
        if (head == null) {
            return;
        }
        // Several threads share one list, so that a slow waiter holds up one thread and not the others behind it.
        AtomicReference<@Nullable Waiter> queue = new AtomicReference<>(head);
        Runnable deliver = () -> {
            for (Waiter waiter = take(queue); waiter != null; waiter = take(queue)) {
                try {
                    signal.accept(waiter);
                } catch (Throwable e) {
                    LOG.warn("A subscriber threw what Reactor lets through; the others get their signal", e);
                }
            }
        };
        for (int i = Math.min(count, DELIVERING_THREADS); i > 0; i--) {
            try {
                settings.scheduler().schedule(deliver);
            } catch (Throwable e) {
                deliver.run(); // the scheduler is gone or has no thread: better here than never
            }
        }
    }

    private static @Nullable Waiter take(AtomicReference<@Nullable Waiter> queue) {
        Waiter taken = queue.getAndUpdate(waiter -> waiter == null ? null : waiter.next);
        if (taken != null) {
            // A subscriber that works on for long must not keep the others from being collected.
            taken.previous = null;
            taken.next = null;
        }
        return taken;
    }
}
