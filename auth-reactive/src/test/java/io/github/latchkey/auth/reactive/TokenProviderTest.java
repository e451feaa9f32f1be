package io.github.latchkey.auth.reactive;

import static io.github.latchkey.auth.reactive.ScriptedSource.outage;
import static io.github.latchkey.auth.reactive.ScriptedSource.throttled;
import static io.github.latchkey.auth.reactive.ScriptedSource.wrongSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationTimeoutException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenProviderClosedException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.reactive.TokenProviderSnapshot.State;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The laws of the token engine, each by its number. Time is moved by hand. */
class TokenProviderTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes("https://batch.core.windows.net//.default");
    private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";

    private final MovedTime time = new MovedTime();
    private final ScriptedSource source = new ScriptedSource(time);
    private final List<String> events = new ArrayList<>();
    private final TokenProvider provider = newBuilder().build();

    private TokenProviderBuilder newBuilder() {
        return TokenProvider.builder(source, BATCH)
                .clock(time)
                .nanoTime(time::nanoTime)
                .scheduler(time.scheduler)
                .random(() -> 0.5)
                .listener(new RecordingListener(events));
    }

    @AfterEach
    void stopTime() {
        provider.dispose();
        time.scheduler.dispose();
    }

    /** Subscribes, runs what is due and returns the token that must be there. */
    private AccessToken get() {
        return get(provider.token());
    }

    private AccessToken get(Mono<AccessToken> mono) {
        List<AccessToken> received = new ArrayList<>();
        List<Throwable> errors = new ArrayList<>();
        mono.subscribe(received::add, errors::add);
        time.settle();
        assertThat(errors).isEmpty();
        assertThat(received).hasSize(1);
        return received.get(0);
    }

    private Throwable fail(Mono<AccessToken> mono) {
        return fail(mono, Duration.ZERO);
    }

    private Throwable fail(Mono<AccessToken> mono, Duration within) {
        List<Throwable> errors = new ArrayList<>();
        mono.subscribe(token -> errors.add(new AssertionError("got a token")), errors::add);
        time.advance(within);
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }

    private State state() {
        return provider.snapshot().state();
    }

    @Nested
    class Shared {

        @Test
        void token_everyCall_isTheSameMono() {
            assertThat(provider.token()).isSameAs(provider.token());
        }

        @Test
        void token_notSubscribed_startsNothing() {
            provider.token();
            time.advance(Duration.ofHours(1));
            assertThat(source.requests).isEmpty();
        }

        @Test
        void token_storedMono_readsTheCacheAtEachSubscription() {
            Mono<AccessToken> stored = provider.token();
            AccessToken first = get(stored);
            time.advance(Duration.ofMinutes(61));
            assertThat(get(stored)).isNotEqualTo(first);
        }

        @Test
        void token_fresh_isHandedOutOnTheSubscribingThreadWithoutAFlight() {
            AccessToken token = get();
            StepVerifier.create(provider.token()).expectNext(token).verifyComplete();
            assertThat(provider.peek()).isSameAs(token);
            assertThat(source.requests).hasSize(1);
        }
    }

    @Nested
    class SingleFlight {

        @Test
        void token_manySubscribersWithoutAToken_causeOneAcquisition() {
            source.thenHang();
            List<AccessToken> received = new ArrayList<>();
            IntStream.range(0, 10_000).forEach(i -> provider.token().subscribe(received::add));
            time.settle();
            assertThat(source.requests).hasSize(1);
            assertThat(state()).isEqualTo(State.ACQUIRING);
            AccessToken token = source.token();
            source.answers.get(0).complete(token);
            time.settle();
            assertThat(received).hasSize(10_000).allMatch(token::equals);
        }

        @Test
        void token_subscribersThrowFatalErrors_theOthersAreServed() {
            source.thenHang();
            for (int i = 0; i < 8; i++) {
                provider.token()
                        .doOnNext(token -> {
                            throw new NoClassDefFoundError("com/example/Gone");
                        })
                        .subscribe();
            }
            List<AccessToken> received = new ArrayList<>();
            IntStream.range(0, 100).forEach(i -> provider.token().subscribe(received::add));
            time.settle();
            source.answers.get(0).complete(source.token());
            time.settle();
            assertThat(received).hasSize(100);
        }

        @Test
        void token_demandAfterTheFlightLanded_isServedThen() {
            StepVerifier.withVirtualTime(provider::token, () -> time.scheduler, 0)
                    .expectSubscription()
                    .then(time::settle)
                    .expectNoEvent(Duration.ofSeconds(1))
                    .thenRequest(1)
                    .expectNextCount(1)
                    .verifyComplete();
        }
    }

    @Nested
    class RefreshAhead {

        @Test
        void token_stale_isHandedOutAtOnceWhileOneFlightReplacesIt() {
            AccessToken first = get();
            time.advance(Duration.ofMinutes(46)); // 60 - 12 (a fifth) - 3 (jitter) = 45
            assertThat(state()).isEqualTo(State.STALE);
            assertThat(provider.peek())
                    .as("a peek leaves the refresh to token()")
                    .isNull();
            source.thenHang();
            for (int i = 0; i < 100; i++) {
                assertThat(get()).isEqualTo(first);
            }
            assertThat(state()).isEqualTo(State.REFRESHING);
            assertThat(provider.peek())
                    .as("nothing to do for a peek while the flight runs")
                    .isEqualTo(first);
            assertThat(source.requests).hasSize(2);
            AccessToken second = source.token();
            source.answers.get(1).complete(second);
            time.settle();
            assertThat(get()).isEqualTo(second);
            assertThat(events).contains("started REFRESH", "succeeded REFRESH");
        }

        @Test
        void token_serverNamedTheRefresh_isObeyed() {
            source.life(Duration.ofHours(24)).refreshIn(Duration.ofHours(12));
            get();
            time.advance(Duration.ofHours(12).minusSeconds(1));
            assertThat(state()).isEqualTo(State.FRESH);
            time.advance(Duration.ofHours(1)); // the jitter adds at most a tenth of the other half
            get();
            assertThat(source.requests).hasSize(2);
        }

        @Test
        void token_sourceGoesOnWithATokenThatIsDue_isNotAskedAtEachCall() {
            source.life(Duration.ofHours(24)).refreshIn(Duration.ofHours(12));
            AccessToken kept = source.token();
            for (int i = 0; i < 40; i++) {
                source.then(request -> CompletableFuture.completedFuture(
                        AccessToken.builder(kept.value(), time.instant(), kept.expiresAt())
                                .refreshAt(kept.refreshAt().orElseThrow())
                                .build()));
            }
            for (int minute = 0; minute < 23 * 60; minute++) {
                get();
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(source.requests).hasSizeBetween(3, 15);
        }

        @Test
        void token_shortLived_isNotRefreshedInAStorm() {
            source.life(Duration.ofSeconds(60));
            for (int second = 0; second < 600; second++) {
                get();
                time.advance(Duration.ofSeconds(1));
            }
            assertThat(source.requests).hasSizeBetween(10, 30);
        }

        @Test
        void token_idleProvider_doesNoWork() {
            get();
            time.advance(Duration.ofDays(7));
            assertThat(source.requests).hasSize(1);
            assertThat(state()).isEqualTo(State.EMPTY);
        }
    }

    @Nested
    class Floor {

        @Test
        void token_lessLifeThanTheMinimum_isNeverHandedOut() {
            AccessToken first = get();
            time.advance(Duration.ofMinutes(59).minusSeconds(1)); // one minute is the default floor
            source.thenFail(wrongSecret());
            assertThat(get()).isEqualTo(first);
            time.advance(Duration.ofSeconds(1));
            assertThat(provider.peek()).isNull();
            time.advance(Duration.ofSeconds(2)); // past the back-off
            assertThat(get()).isNotEqualTo(first);
        }

        @Test
        void token_sourceReturnsOneWithTooLittleLife_failsAndSaysSo() {
            source.then(request -> CompletableFuture.completedFuture(AccessToken.builder(
                            "old",
                            time.instant().minus(Duration.ofHours(1)),
                            time.instant().plusSeconds(30))
                    .build()));
            assertThat(fail(provider.token()))
                    .isInstanceOf(TransientAuthenticationException.class)
                    .hasMessageContaining("expires at")
                    .hasMessageNotContaining("old");
        }
    }

    @Nested
    class FailureWithATokenInHand {

        @Test
        void refresh_failing_isNotNoticedAndBacksOff() {
            AccessToken first = get();
            time.advance(Duration.ofMinutes(46));
            for (int i = 0; i < 3; i++) {
                source.thenFail(wrongSecret());
            }
            assertThat(get()).isEqualTo(first);
            assertThat(state()).isEqualTo(State.POSTPONED);
            assertThat(provider.peek())
                    .as("the hot path again until the back-off ends")
                    .isEqualTo(first);
            assertThat(get()).isEqualTo(first);
            assertThat(source.requests)
                    .as("no second flight within the back-off")
                    .hasSize(2);
            time.advance(Duration.ofMillis(600)); // half of one second
            get();
            assertThat(source.requests).hasSize(3);
            time.advance(Duration.ofMillis(600)); // now it is half of two seconds
            get();
            assertThat(source.requests).hasSize(3);
            time.advance(Duration.ofMillis(600));
            get();
            assertThat(source.requests).hasSize(4);
            assertThat(provider.snapshot().lastFailure())
                    .hasValueSatisfying(
                            failure -> assertThat(failure.errorCode()).hasValue(7000215));
            assertThat(events).contains("failed REFRESH 7000215");
        }

        @Test
        void refresh_throttled_obeysRetryAfter() {
            AccessToken first = get();
            time.advance(Duration.ofMinutes(46));
            source.thenFail(throttled(Duration.ofMinutes(2)));
            assertThat(get()).isEqualTo(first);
            time.advance(Duration.ofSeconds(119));
            assertThat(get()).isEqualTo(first);
            assertThat(source.requests).hasSize(2);
            time.advance(Duration.ofSeconds(2));
            get();
            assertThat(source.requests).hasSize(3);
        }
    }

    @Nested
    class FailureWithNothingInHand {

        @Test
        void flight_transientFailure_isRetriedBeforeAnybodySeesIt() {
            source.thenFail(outage()).thenFail(new CompletionException(new IOException("reset")));
            List<AccessToken> received = new ArrayList<>();
            IntStream.range(0, 10_000).forEach(i -> provider.token().subscribe(received::add));
            time.advance(Duration.ofSeconds(1));
            assertThat(received).hasSize(10_000);
            assertThat(source.requests).hasSize(3);
            assertThat(events).contains("attempt failed COLD PT0.125S", "attempt failed COLD PT0.25S");
        }

        @Test
        void flight_permanentFailure_reachesEveryWaiterAfterOneRequest() {
            source.thenFail(wrongSecret());
            List<Throwable> errors = new ArrayList<>();
            IntStream.range(0, 100).forEach(i -> provider.token().subscribe(token -> {}, errors::add));
            time.settle();
            assertThat(errors).hasSize(100).allMatch(error -> error instanceof PermanentAuthenticationException);
            assertThat(source.requests).hasSize(1);
        }

        @Test
        void failure_isHeldForAShortTimeOnly() {
            source.thenFail(wrongSecret());
            fail(provider.token());
            assertThat(state()).isEqualTo(State.BACKING_OFF);
            assertThat(provider.snapshot().nextAttemptAt())
                    .hasValue(time.instant().plusMillis(500));
            for (int i = 0; i < 1_000; i++) {
                fail(provider.token());
            }
            assertThat(source.requests).as("a broken credential is no flood").hasSize(1);
            time.advance(Duration.ofSeconds(1));
            get();
            assertThat(source.requests).hasSize(2);
        }

        @Test
        void flight_retryAfterBeyondItsTime_endsAtOnce() {
            source.thenFail(throttled(Duration.ofSeconds(60)));
            assertThat(fail(provider.token())).isInstanceOf(TransientAuthenticationException.class);
            time.advance(Duration.ofSeconds(59));
            fail(provider.token());
            assertThat(source.requests).hasSize(1);
            time.advance(Duration.ofSeconds(2));
            get();
        }

        @Test
        void flight_unexpectedFailure_isTypedAndKeepsTheCause() {
            source.thenFail(new IllegalStateException("bug"));
            assertThat(fail(provider.token()))
                    .isInstanceOf(PermanentAuthenticationException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }

        @Test
        void flight_sourceThrowsAFatalError_failsAtOnce() {
            source.then(request -> {
                throw new NoClassDefFoundError("com/example/Gone");
            });
            assertThat(fail(provider.token()))
                    .isInstanceOf(PermanentAuthenticationException.class)
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
        }

        @Test
        void flight_sourceThrowsAFatalErrorAtALaterAttempt_failsAtOnce() {
            source.thenFail(outage()).then(request -> {
                throw new NoClassDefFoundError("com/example/Gone");
            });
            List<Throwable> errors = new ArrayList<>();
            provider.token().subscribe(token -> {}, errors::add);
            time.advance(Duration.ofMillis(125));
            assertThat(errors).singleElement().isInstanceOf(PermanentAuthenticationException.class);
        }

        @Test
        void flight_thatCannotStart_fails() {
            Scheduler withoutTime = Schedulers.fromExecutor(Runnable::run);
            TokenProvider noTimer =
                    TokenProvider.builder(source, BATCH).scheduler(withoutTime).build();
            TokenProvider noTick = newBuilder().scheduler(withoutTime).build();
            for (TokenProvider broken : List.of(noTimer, noTick)) {
                assertThat(fail(broken.token())).isInstanceOf(TransientAuthenticationException.class);
                assertThat(fail(broken.token(CLAIMS))).isInstanceOf(TransientAuthenticationException.class);
                assertThat(((CachingTokenProvider) broken).workInProgress()).isZero();
                broken.dispose();
            }
        }

        @Test
        void flight_sourceRefusesAnOption_saysWhatToDo() {
            source.thenFail(new CompletionException(new InvalidOptionException("scopes", "x", "give one scope.")));
            assertThat(fail(provider.token()))
                    .isInstanceOf(PermanentAuthenticationException.class)
                    .hasMessageContaining("scopes")
                    .hasMessageContaining("give one scope.");
        }

        @Test
        @SuppressWarnings("NullAway") // a source that breaks its contract
        void flight_sourceThrowsOrAnswersNull_isTyped() {
            source.then(request -> {
                throw new IllegalStateException("thrown, not returned");
            });
            assertThat(fail(provider.token())).isInstanceOf(PermanentAuthenticationException.class);
            time.advance(Duration.ofSeconds(1));
            source.then(request -> CompletableFuture.completedFuture(null));
            assertThat(fail(provider.token())).hasMessageContaining("without a token");
            time.advance(Duration.ofSeconds(2));
            source.then(request -> null);
            assertThat(fail(provider.token())).isInstanceOf(PermanentAuthenticationException.class);
        }

        @Test
        void failure_givenToManyWaiters_doesNotGrow() {
            source.thenFail(wrongSecret());
            Throwable error = fail(provider.token());
            error.addSuppressed(new IllegalStateException("as operators do for each subscriber"));
            assertThat(error.getSuppressed()).isEmpty();
        }
    }

    @Nested
    class Cancellation {

        @Test
        void cancel_firstSubscriber_letsTheOthersHaveTheToken() {
            source.thenHang();
            Disposable first = provider.token().subscribe();
            List<AccessToken> received = new ArrayList<>();
            provider.token().subscribe(received::add);
            time.settle();
            first.dispose();
            source.answers.get(0).complete(source.token());
            time.settle();
            assertThat(received).hasSize(1);
        }

        @Test
        void cancel_allSubscribers_flightGoesOnAndItsResultIsKept() {
            source.thenHang();
            Disposable only = provider.token().subscribe();
            time.settle();
            only.dispose();
            assertThat(source.answers.get(0)).isNotDone();
            AccessToken token = source.token();
            source.answers.get(0).complete(token);
            assertThat(provider.peek()).isSameAs(token);
        }

        @Test
        void cancel_waiter_isNotRetained() {
            source.thenHang();
            List<Disposable> waiters = new ArrayList<>();
            IntStream.range(0, 1_000).forEach(i -> waiters.add(provider.token().subscribe()));
            Flight flight = ((CachingTokenProvider) provider).flightUnderWay();
            assertThat(flight).isNotNull();
            assertThat(flight.waiting()).isEqualTo(1_000);
            waiters.forEach(Disposable::dispose);
            assertThat(flight.waiting()).isZero();
        }

        @Test
        void waiter_thatWorksOnWithItsToken_keepsNoOtherFromBeingCollected() {
            source.thenHang();
            List<WeakReference<Object>> others = new ArrayList<>();
            Disposable.Swap stream = Disposables.swap();
            for (int i = 0; i < 100; i++) {
                if (i == 50) {
                    stream.update(
                            provider.token().flatMapMany(token -> Flux.never()).subscribe());
                }
                Object own = new Object();
                others.add(new WeakReference<>(own));
                provider.token().subscribe(token -> assertThat(own).isNotNull());
            }
            time.settle();
            source.answers.get(0).complete(source.token());
            time.settle();
            for (int i = 0; i < 100 && others.stream().anyMatch(other -> other.get() != null); i++) {
                System.gc();
                Thread.onSpinWait();
            }
            assertThat(others).allMatch(other -> other.get() == null);
            stream.dispose();
        }

        @Test
        void cancel_beforeDemand_dropsTheTokenSilently() {
            get();
            StepVerifier.create(provider.token(), 0)
                    .expectSubscription()
                    .thenCancel()
                    .verifyThenAssertThat()
                    .hasNotDiscardedElements()
                    .hasNotDroppedElements();
        }
    }

    @Nested
    class Bounded {

        @Test
        void flight_hangs_waitersGetATimeout() {
            source.thenHang();
            List<Throwable> errors = new ArrayList<>();
            provider.token().subscribe(token -> {}, errors::add);
            time.advance(Duration.ofSeconds(29));
            assertThat(errors).isEmpty();
            time.advance(Duration.ofSeconds(1));
            assertThat(errors)
                    .singleElement()
                    .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                    .isInstanceOf(AuthenticationTimeoutException.class)
                    .hasMessageContaining("flightTimeout")
                    .hasMessageContaining("queueTimeout");
        }

        @Test
        void flight_lateAnswer_isKeptAndTold() {
            source.thenHang();
            provider.token().subscribe(token -> {}, error -> {});
            time.advance(Duration.ofSeconds(31));
            AccessToken late = source.token();
            source.answers.get(0).complete(late);
            assertThat(provider.peek()).isSameAs(late);
            assertThat(state()).isEqualTo(State.FRESH);
            assertThat(events).containsExactly("started COLD", "failed COLD 0", "succeeded COLD");
        }

        @Test
        void flight_lateAnswer_doesNotReplaceANewerToken() {
            source.thenHang();
            provider.token().subscribe(token -> {}, error -> {});
            time.advance(Duration.ofSeconds(35));
            AccessToken newer = get();
            source.answers.get(0).complete(source.token());
            assertThat(provider.peek()).isSameAs(newer);
            assertThat(events).containsOnlyOnce("succeeded COLD");
        }

        @Test
        void flight_answerThatNeverComes_isNotWaitedForForEver() {
            source.thenHang();
            provider.token().subscribe(token -> {}, error -> {});
            time.advance(Duration.ofHours(1));
            assertThat(source.answers.get(0)).isNotDone();
            time.advance(Duration.ofSeconds(30));
            assertThat(source.answers.get(0)).isCancelled();
            assertThat(((CachingTokenProvider) provider).workInProgress()).isZero();
        }

        @Test
        void flight_timedOutWhileAnotherBroughtAToken_handsThatOut() {
            source.thenHang().thenHang();
            provider.token().subscribe(token -> {}, error -> {});
            time.advance(Duration.ofSeconds(35));
            List<AccessToken> received = new ArrayList<>();
            provider.token().subscribe(received::add);
            time.settle();
            AccessToken late = source.token();
            source.answers.get(0).complete(late);
            time.advance(Duration.ofSeconds(31));
            assertThat(received).containsExactly(late);
        }

        @Test
        void flight_transientFailuresWithoutEnd_endsWithinItsTime() {
            for (int i = 0; i < 100; i++) {
                source.thenFail(outage());
            }
            List<Throwable> errors = new ArrayList<>();
            provider.token().subscribe(token -> {}, errors::add);
            time.advance(Duration.ofSeconds(30));
            assertThat(errors).singleElement().isInstanceOf(TransientAuthenticationException.class);
            assertThat(source.requests).hasSizeBetween(5, 15);
        }
    }

    @Nested
    class Rejection {

        @Test
        void invalidate_aThousandTimes_causesOneFlight() {
            AccessToken refused = get();
            for (int i = 0; i < 1_000; i++) {
                provider.invalidate(refused);
            }
            source.thenHang();
            for (int i = 0; i < 1_000; i++) {
                provider.token().subscribe();
                provider.invalidate(refused);
            }
            time.settle();
            assertThat(source.requests).hasSize(2);
            assertThat(source.requests.get(1).rejected()).contains(refused);
            assertThat(events.stream().filter("rejected"::equals)).hasSize(1);
        }

        @Test
        void invalidate_olderToken_leavesTheNewerOne() {
            AccessToken first = get();
            provider.invalidate(first);
            AccessToken second = get();
            provider.invalidate(first);
            assertThat(provider.peek()).isSameAs(second);
        }

        @Test
        void invalidate_tokenAfterToken_isTakenAtGrowingDistance() {
            for (int i = 0; i < 1_000; i++) {
                provider.invalidate(get());
                time.advance(Duration.ofMillis(100));
            }
            assertThat(source.requests)
                    .as("a resource that refuses everything for 100 s is no reason for a flood")
                    .hasSizeLessThan(20);
            time.advance(Duration.ofMinutes(2));
            AccessToken old = get();
            provider.invalidate(old);
            assertThat(provider.peek())
                    .as("a token that was good for a while is dropped")
                    .isNull();
        }

        @Test
        void invalidate_whileThrottled_doesNotAskBeforeTheTime() {
            AccessToken first = get();
            time.advance(Duration.ofMinutes(46));
            source.thenFail(throttled(Duration.ofMinutes(2)));
            get();
            provider.invalidate(first);
            assertThat(state()).isEqualTo(State.BACKING_OFF);
            fail(provider.token());
            assertThat(source.requests).hasSize(2);
        }
    }

    @Nested
    class Claims {

        @Test
        void challenge_isNeverAnsweredFromTheCacheAndReplacesTheToken() {
            AccessToken before = get();
            AccessToken after = get(provider.token(CLAIMS));
            assertThat(after).isNotEqualTo(before);
            assertThat(source.requests.get(1).claims()).contains(CLAIMS);
            assertThat(provider.peek()).isSameAs(after);
        }

        @Test
        void challenge_equalOnes_shareOneFlight() {
            source.thenHang();
            List<AccessToken> received = new ArrayList<>();
            IntStream.range(0, 1_000).forEach(i -> provider.token(CLAIMS).subscribe(received::add));
            time.settle();
            assertThat(source.requests).hasSize(1);
            source.answers.get(0).complete(source.token());
            time.settle();
            assertThat(received).hasSize(1_000);
        }

        @Test
        void challenge_answeredBeforeAnOlderFlight_isNotReplacedByIt() {
            source.thenHang();
            List<AccessToken> plain = new ArrayList<>();
            provider.token().subscribe(plain::add);
            time.settle();
            AccessToken challenged = get(provider.token(CLAIMS));
            source.answers.get(0).complete(source.token());
            time.settle();
            assertThat(provider.peek()).isSameAs(challenged);
            assertThat(plain)
                    .as("the older flight's waiters get the newer token")
                    .containsExactly(challenged);
        }

        @Test
        void challenge_answeredAfterAYoungerFlight_replacesItsToken() {
            source.thenHang();
            List<AccessToken> challenged = new ArrayList<>();
            provider.token(CLAIMS).subscribe(challenged::add);
            time.settle();
            AccessToken answer = source.token();
            get();
            source.answers.get(0).complete(answer);
            time.settle();
            assertThat(challenged).containsExactly(answer);
            assertThat(provider.peek()).isSameAs(answer);
        }

        @Test
        void challenge_lateAnswer_doesNotReplaceANewerToken() {
            source.thenHang();
            fail(provider.token(CLAIMS), Duration.ofSeconds(31));
            AccessToken newer = get();
            source.answers.get(0).complete(source.token());
            assertThat(provider.peek()).isSameAs(newer);
        }

        @Test
        void challenge_namesTheTokenThatWasInHandOrRefused() {
            AccessToken first = get();
            AccessToken second = get(provider.token(CLAIMS));
            provider.invalidate(second);
            get(provider.token("{\"access_token\":{}}"));
            assertThat(source.requests)
                    .extracting(TokenRequest::rejected)
                    .containsExactly(Optional.empty(), Optional.of(first), Optional.of(second));
        }

        @Test
        void challenge_failing_leavesTheTokenInHand() {
            AccessToken before = get();
            source.thenFail(wrongSecret());
            fail(provider.token(CLAIMS));
            assertThat(provider.peek()).isSameAs(before);
        }

        @Test
        void challenge_failing_isHeldForAShortTimeOnly() {
            source.thenFail(wrongSecret()).thenFail(wrongSecret());
            Throwable failure = fail(provider.token(CLAIMS));
            assertThat(fail(provider.token(CLAIMS))).isSameAs(failure);
            assertThat(source.requests).as("a repeated challenge is no flood").hasSize(1);
            time.advance(Duration.ofMillis(500));
            assertThat(fail(provider.token(CLAIMS))).isNotSameAs(failure);
            time.advance(Duration.ofMillis(500));
            fail(provider.token(CLAIMS));
            assertThat(source.requests).as("the distance grows").hasSize(2);
            time.advance(Duration.ofMillis(500));
            get(provider.token(CLAIMS));
            assertThat(source.requests).hasSize(3);
        }

        @Test
        void challenge_anotherOneWhileOneIsHeld_isAsked() {
            source.thenFail(wrongSecret());
            fail(provider.token(CLAIMS));
            get(provider.token("{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"));
            assertThat(source.requests).hasSize(2);
        }

        @Test
        void challenge_notJson_isRefusedAtOnce() {
            assertThatThrownBy(() -> provider.token("eyJhY2Nlc3M="))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("Base64");
        }
    }

    @Nested
    class ContextAndThreads {

        @Test
        void flight_runsWithoutTheContextOfWhoAskedFirst() {
            List<Boolean> seen = new ArrayList<>();
            TokenProvider other = TokenProvider.builder(
                            request -> Mono.deferContextual(context -> {
                                        seen.add(context.isEmpty());
                                        return Mono.just(source.token());
                                    })
                                    .toFuture(),
                            BATCH)
                    .clock(time)
                    .nanoTime(time::nanoTime)
                    .scheduler(time.scheduler)
                    .build();
            get(other.token().contextWrite(context -> context.put("user", "alice")));
            assertThat(seen).containsExactly(true);
            other.dispose();
        }

        @Test
        void waiters_oneSlow_doesNotHoldUpTheOthers() throws Exception {
            CompletableFuture<AccessToken> answer = new CompletableFuture<>();
            TokenProvider real = TokenProvider.builder(request -> answer, BATCH)
                    .scheduler(reactor.core.scheduler.Schedulers.boundedElastic())
                    .build();
            CompletableFuture<Void> release = new CompletableFuture<>();
            CompletableFuture<Void> slowIsIn = new CompletableFuture<>();
            real.token().subscribe(token -> {
                slowIsIn.complete(null);
                release.join();
            });
            List<CompletableFuture<AccessToken>> others = IntStream.range(0, 100)
                    .mapToObj(i -> real.token().toFuture())
                    .toList();
            answer.complete(AccessToken.builder(
                            "t",
                            java.time.Instant.now(),
                            java.time.Instant.now().plusSeconds(3600))
                    .build());
            slowIsIn.get(10, java.util.concurrent.TimeUnit.SECONDS);
            for (CompletableFuture<AccessToken> other : others) {
                other.get(10, java.util.concurrent.TimeUnit.SECONDS);
            }
            assertThat(release).isNotDone();
            release.complete(null);
            real.dispose();
        }
    }

    @Nested
    class Closed {

        @Test
        void dispose_waitersAndLaterSubscribers_getAnError() {
            source.thenHang().thenHang();
            List<Throwable> errors = new ArrayList<>();
            provider.token().subscribe(token -> {}, errors::add);
            provider.token(CLAIMS).subscribe(token -> {}, errors::add);
            time.settle();
            provider.dispose();
            time.settle();
            assertThat(errors).hasSize(2).allMatch(error -> error instanceof TokenProviderClosedException);
            assertThat(fail(provider.token())).isInstanceOf(TokenProviderClosedException.class);
            assertThat(fail(provider.token(CLAIMS))).isInstanceOf(TokenProviderClosedException.class);
            assertThat(source.answers.get(0)).isCancelled();
            assertThat(provider.peek()).isNull();
            assertThat(state()).isEqualTo(State.CLOSED);
            assertThat(provider.isDisposed()).isTrue();
        }

        @Test
        void dispose_thenTheAnswer_changesNothing() {
            source.then(request -> new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    return false; // a source that cannot be stopped
                }
            });
            provider.token().subscribe(token -> {}, error -> {});
            time.settle();
            provider.dispose();
            source.answers.get(0).complete(source.token());
            time.settle();
            assertThat(provider.peek()).isNull();
            assertThat(state()).isEqualTo(State.CLOSED);
        }

        @Test
        void dispose_stopsEverything() {
            source.thenHang();
            provider.token().subscribe(token -> {}, error -> {});
            time.advance(Duration.ofSeconds(31)); // a late flight is still under way
            provider.dispose();
            assertThat(source.answers.get(0)).isCancelled();
            assertThat(time.scheduler.getScheduledTaskCount()).isGreaterThan(0);
            long tasks = time.scheduler.getScheduledTaskCount();
            time.advance(Duration.ofDays(1));
            assertThat(time.scheduler.getScheduledTaskCount())
                    .as("nothing was scheduled afterwards")
                    .isEqualTo(tasks);
        }
    }

    @Nested
    class Clocks {

        @Test
        void token_machineWasSuspended_isNotHandedOutAsFresh() {
            AccessToken first = get();
            time.suspend(Duration.ofHours(2));
            time.advance(CoarseClock.TICK);
            assertThat(provider.peek()).isNull();
            assertThat(get()).isNotEqualTo(first);
        }

        @Test
        void token_wallClockSetBack_doesNotLiveLonger() {
            AccessToken first = get();
            time.jumpWallClock(Duration.ofDays(-1));
            time.advance(Duration.ofMinutes(60));
            assertThat(provider.peek()).isNull();
            assertThat(get()).isNotEqualTo(first);
        }

        @Test
        void token_wallClockSetBackDuringTheFlight_doesNotLiveLonger() {
            source.thenHang();
            provider.token().subscribe();
            time.settle();
            AccessToken token = source.token();
            time.jumpWallClock(Duration.ofDays(-1));
            source.answers.get(0).complete(token);
            assertThat(provider.peek()).isSameAs(token);
            time.advance(Duration.ofMinutes(60));
            assertThat(provider.peek()).isNull();
        }

        @Test
        void token_wallClockSetBackThenSuspended_isNotHandedOutAsFresh() {
            get();
            time.jumpWallClock(Duration.ofDays(-1));
            time.advance(CoarseClock.TICK);
            time.suspend(Duration.ofHours(1));
            time.advance(CoarseClock.TICK);
            assertThat(provider.peek()).isNull();
        }
    }

    @Nested
    class Seen {

        @Test
        void snapshot_throughALife_namesEachState() {
            assertThat(state()).isEqualTo(State.EMPTY);
            AccessToken token = get();
            TokenProviderSnapshot fresh = provider.snapshot();
            assertThat(fresh.state()).isEqualTo(State.FRESH);
            assertThat(fresh.expiresAt()).hasValue(token.expiresAt());
            assertThat(fresh.nextAttemptAt()).hasValue(time.instant().plus(Duration.ofMinutes(45)));
            assertThat(fresh.lastFailure()).isEmpty();
            assertThat(fresh.toString()).doesNotContain(token.value());
            assertThat(provider.toString()).doesNotContain(token.value());
        }

        @Test
        void listener_thatThrows_isSurvived() {
            TokenProvider other = newBuilder()
                    .listener(new TokenProviderListener() {
                        @Override
                        public void flightStarted(FlightReason reason) {
                            throw new AssertionError("listener");
                        }
                    })
                    .build();
            get(other.token());
            other.dispose();
        }
    }

    @Nested
    class Options {

        @Test
        void builder_badValues_areRefusedByName() {
            TokenProviderBuilder builder = newBuilder();
            assertThatThrownBy(() -> builder.flightTimeout(Duration.ZERO))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("flightTimeout")
                    .hasMessageContaining("PT0S");
            assertThatThrownBy(() -> builder.minimumRemainingLife(Duration.ofSeconds(-1)))
                    .hasMessageContaining("minimumRemainingLife");
            assertThatThrownBy(() -> builder.retryBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                    .hasMessageContaining("retryBackoff");
            assertThatThrownBy(() -> builder.failureBackoff(Duration.ZERO, Duration.ofSeconds(1)))
                    .hasMessageContaining("failureBackoff");
        }
    }
}
