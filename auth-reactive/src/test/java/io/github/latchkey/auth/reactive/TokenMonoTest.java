package io.github.latchkey.auth.reactive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.TokenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** The operator as reactor-core tests its own: scan, context, cancellation, discard, hooks. */
class TokenMonoTest {

    private final MovedTime time = new MovedTime();
    private final ScriptedSource source = new ScriptedSource(time);
    private final TokenProvider provider = TokenProvider.builder(source, TokenRequest.forScopes("scope"))
            .clock(time)
            .nanoTime(time::nanoTime)
            .scheduler(time.scheduler)
            .build();

    @AfterEach
    void stop() {
        provider.dispose();
        time.scheduler.dispose();
    }

    private void makeFresh() {
        provider.token().subscribe();
        time.settle();
    }

    @Test
    void scanOperator_namesTheRunStyle() {
        Scannable scannable = Scannable.from(provider.token());
        assertThat(scannable.isScanAvailable()).isTrue();
        assertThat(scannable.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.ASYNC);
        assertThat(scannable.scan(Scannable.Attr.PARENT)).isNull();
    }

    @Test
    void scanSubscription_freshToken_tellsActualTerminatedAndCancelled() {
        makeFresh();
        Signals actual = new Signals();
        provider.token().subscribe(actual);
        Scannable subscription = Scannable.from(actual.subscription);
        assertThat(subscription.scan(Scannable.Attr.ACTUAL)).isSameAs(actual);
        assertThat(subscription.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.SYNC);
        assertThat(subscription.scan(Scannable.Attr.TERMINATED)).isFalse();
        actual.subscription.request(1);
        assertThat(subscription.scan(Scannable.Attr.TERMINATED)).isTrue();

        Signals leaving = new Signals();
        provider.token().subscribe(leaving);
        leaving.subscription.cancel();
        assertThat(Scannable.from(leaving.subscription).scan(Scannable.Attr.CANCELLED))
                .isTrue();
        leaving.subscription.request(1);
        assertThat(leaving.events).as("nothing after a cancellation").isEmpty();
    }

    @Test
    void scanSubscription_waiter_tellsActualTerminatedAndCancelled() {
        source.thenHang();
        Signals actual = new Signals();
        provider.token().subscribe(actual);
        time.settle();
        Scannable waiter = Scannable.from(actual.subscription);
        assertThat(waiter.scan(Scannable.Attr.ACTUAL)).isSameAs(actual);
        assertThat(waiter.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.ASYNC);
        assertThat(waiter.scan(Scannable.Attr.TERMINATED)).isFalse();
        source.answers.get(0).complete(source.token());
        time.settle();
        assertThat(actual.events).as("no demand, no signal").isEmpty();
        actual.subscription.request(1);
        assertThat(actual.events).containsExactly("next", "complete");
        assertThat(waiter.scan(Scannable.Attr.TERMINATED)).isTrue();

        provider.invalidate(requireNonNull(provider.peek()));
        source.thenHang();
        Signals leaving = new Signals();
        provider.token().subscribe(leaving);
        leaving.subscription.cancel();
        assertThat(Scannable.from(leaving.subscription).scan(Scannable.Attr.CANCELLED))
                .isTrue();
    }

    @Test
    void cancel_insideOnNext_suppressesTheCompletion() {
        makeFresh();
        List<String> events = new ArrayList<>();
        provider.token().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(AccessToken token) {
                events.add("next");
                cancel();
            }

            @Override
            protected void hookOnComplete() {
                events.add("complete");
            }
        });
        assertThat(events).containsExactly("next");
    }

    @Test
    void cancel_insideOnSubscribe_startsNothing() {
        provider.token().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                cancel();
            }
        });
        time.settle();
        assertThat(source.requests).isEmpty();
    }

    @Test
    void subscribe_insideOnNext_isServed() {
        List<AccessToken> inner = new ArrayList<>();
        provider.token().flatMap(token -> provider.token()).subscribe(inner::add);
        time.settle();
        assertThat(inner).hasSize(1);
    }

    @Test
    void sharedToken_cancelledOrFiltered_isNotDiscarded() {
        makeFresh();
        StepVerifier.create(provider.token(), 0)
                .thenCancel()
                .verifyThenAssertThat()
                .hasNotDiscardedElements();
        source.thenHang();
        provider.invalidate(requireNonNull(provider.peek()));
        StepVerifier.create(provider.token(), 0)
                .thenCancel()
                .verifyThenAssertThat()
                .hasNotDiscardedElements();
    }

    @Test
    void context_ofTheSubscriber_reachesItsOwnChainOnly() {
        makeFresh();
        Mono<String> user = provider.token()
                .flatMap(token -> Mono.deferContextual(context -> Mono.just(context.<String>get("user"))))
                .contextWrite(Context.of("user", "alice"));
        StepVerifier.create(user).expectNext("alice").verifyComplete();
    }

    @Test
    void assemblyHook_appliesOnceToTheSharedMono() {
        List<Object> assembled = new ArrayList<>();
        Hooks.onEachOperator("test", publisher -> {
            if (publisher.getClass().equals((Class<?>) TokenMono.class)) {
                assembled.add(publisher);
            }
            return publisher;
        });
        try {
            TokenProvider hooked = TokenProvider.builder(source, TokenRequest.forScopes("scope"))
                    .build();
            for (int i = 0; i < 10; i++) {
                assertThat(hooked.token()).isNotNull();
            }
            hooked.dispose();
        } finally {
            Hooks.resetOnEachOperator("test");
        }
        assertThat(assembled).hasSize(1);
    }

    @Test
    void blockAndTimeout_composeAsWithAnyMono() {
        source.thenHang();
        StepVerifier.withVirtualTime(
                        () -> provider.token().timeout(Duration.ofSeconds(1), time.scheduler), () -> time.scheduler, 1)
                .expectSubscription()
                .thenAwait(Duration.ofSeconds(1))
                .verifyError(TimeoutException.class);
    }

    @Test
    void close_inAChain_closes() {
        provider.close().block();
        assertThat(provider.isDisposed()).isTrue();
    }

    /** Requests nothing by itself. */
    private static final class Signals implements CoreSubscriber<AccessToken>, Scannable {

        final List<String> events = new ArrayList<>();
        Subscription subscription = Operators.emptySubscription();

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(AccessToken token) {
            events.add("next");
        }

        @Override
        public void onError(Throwable error) {
            events.add("error");
        }

        @Override
        public void onComplete() {
            events.add("complete");
        }

        @Override
        @SuppressWarnings("rawtypes") // so declared by Scannable
        public @Nullable Object scanUnsafe(Attr key) {
            return null;
        }
    }
}
