package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.TokenProviderClosedException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * A provider for races: time stands still, work runs on the calling thread, and the source answers when the test says
 * so.
 */
final class StressedProvider implements TokenSource {

    static final int NOTHING = 0;
    static final int FAILED = -1;
    static final int CLOSED = -2;

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final AtomicInteger requests = new AtomicInteger();
    final CompletableFuture<AccessToken> answer = new CompletableFuture<>();
    final CachingTokenProvider provider;

    StressedProvider() {
        provider = (CachingTokenProvider) TokenProvider.builder(this, TokenRequest.forScopes("scope"))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .nanoTime(() -> 0)
                .random(() -> 0)
                .scheduler(new CallingThread())
                .build();
    }

    /** Returns a provider that holds token 1, and whose next answer is the test's. */
    static StressedProvider holding(AccessToken token) {
        StressedProvider stressed = new StressedProvider();
        Flight first = new Flight(
                stressed.provider,
                new FlightSettings(
                        stressed,
                        Duration.ofSeconds(30),
                        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0),
                        new CallingThread(),
                        TokenProviderListener.NONE),
                TokenRequest.forScopes("scope"),
                FlightReason.COLD,
                0,
                0);
        stressed.provider.succeeded(first, token);
        return stressed;
    }

    /** Returns a token that is good for an hour. */
    static AccessToken fresh(int number) {
        return AccessToken.builder("" + number, NOW, NOW.plusSeconds(3600)).build();
    }

    /** Returns a token that can be handed out but should be refreshed. */
    static AccessToken stale(int number) {
        return AccessToken.builder("" + number, NOW.minusSeconds(1800), NOW.plusSeconds(1800))
                .refreshAt(NOW)
                .build();
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        requests.incrementAndGet();
        return answer;
    }

    /** Remembers the one signal that it may get, and complains of a second one. */
    static final class Signal implements CoreSubscriber<AccessToken> {

        private static final int TWICE = -99;

        volatile int value = NOTHING;

        private volatile @Nullable Subscription subscription;

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(AccessToken token) {
            value = value == NOTHING ? Integer.parseInt(token.value()) : TWICE;
        }

        @Override
        public void onError(Throwable error) {
            int outcome = error instanceof TokenProviderClosedException ? CLOSED : FAILED;
            value = value == NOTHING && error instanceof AuthenticationException ? outcome : TWICE;
        }

        @Override
        public void onComplete() {
            // the token said it all
        }

        void cancel() {
            Subscription present = subscription;
            if (present != null) {
                present.cancel();
            }
        }
    }

    /** Runs what is due at once, and never what is due later. */
    private static final class CallingThread implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            task.run();
            return Disposables.disposed();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return Disposables.single();
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            return Disposables.single();
        }

        @Override
        public Worker createWorker() {
            return new Worker() {
                @Override
                public Disposable schedule(Runnable task) {
                    return CallingThread.this.schedule(task);
                }

                @Override
                public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
                    return Disposables.single();
                }

                @Override
                public void dispose() {
                    // nothing to stop
                }
            };
        }
    }
}
