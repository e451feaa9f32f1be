package io.github.latchkey.batch.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The two time-outs of an exchange: until its head, and between the parts of its body. */
class TimeoutsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicInteger late = new AtomicInteger();
    private final TestPublisher<Integer> source = TestPublisher.createNoncompliant(
            TestPublisher.Violation.REQUEST_OVERFLOW, TestPublisher.Violation.CLEANUP_ON_TERMINATE);

    @Test
    void head_thatDoesNotCome_endsTheExchangeAndDropsWhatComesLate() {
        HeadTimeout.Watch watch = watch();

        StepVerifier.create(new HeadTimeout<>(source.flux(), watch))
                .then(() -> time.advanceTimeBy(PATIENCE))
                .then(() -> assertThat(watch.begun()).as("too late").isFalse())
                .then(() -> source.next(1).complete())
                .expectErrorMessage("late")
                .verifyThenAssertThat()
                .hasDiscarded(1)
                .hasNotDroppedErrors();
        source.assertWasCancelled();
    }

    @Test
    void head_thatCame_leavesAllTheTimeToTheBody() {
        HeadTimeout.Watch watch = watch();

        StepVerifier.create(new HeadTimeout<>(source.flux(), watch))
                .then(() -> assertThat(watch.begun()).isTrue())
                .then(() -> time.advanceTimeBy(Duration.ofDays(1)))
                .then(() -> source.next(1, 2).complete())
                .expectNext(1, 2)
                .verifyComplete();
    }

    @Test
    void head_cancelled_stopsTheTimer() {
        HeadTimeout.Watch watch = watch();
        StepVerifier.create(new HeadTimeout<>(source.flux(), watch))
                .expectSubscription()
                .thenCancel()
                .verify();
        time.advanceTimeBy(Duration.ofDays(1));

        source.assertCancelled();
        assertThat(watch.begun()).as("the timer has not come first").isTrue();
    }

    @Test
    void body_thatStalls_ends() {
        StepVerifier.create(stall(StallTimeout.NEVER))
                .then(() -> source.next(1))
                .expectNext(1)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(9)))
                .then(() -> source.next(2))
                .expectNext(2)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(20)))
                .then(() -> source.next(3))
                .expectErrorMessage("late")
                .verify();
        source.assertWasCancelled();
    }

    @Test
    void body_thatNobodyAsksFor_hasTime() {
        StepVerifier.create(stall(StallTimeout.NEVER), 1)
                .then(() -> source.next(1))
                .expectNext(1)
                .then(() -> time.advanceTimeBy(Duration.ofDays(1)))
                .thenRequest(1)
                .then(() -> source.next(2))
                .expectNext(2)
                .then(source::complete)
                .verifyComplete();
    }

    @Test
    void body_thatDrips_endsWhenItMustBeWhole() {
        long until = time.now(TimeUnit.NANOSECONDS) + Duration.ofSeconds(25).toNanos();

        StepVerifier.create(stall(until).takeUntil(n -> n > 100))
                .then(() -> {
                    for (int i = 0; i < 24; i++) {
                        source.next(i);
                        time.advanceTimeBy(Duration.ofSeconds(1));
                    }
                })
                .expectNextCount(24)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .expectErrorMessage("late")
                .verify();
        source.assertWasCancelled();
    }

    @Test
    void body_thatEnds_leavesNoTimer() {
        StepVerifier.create(stall(StallTimeout.NEVER))
                .then(() -> source.next(1).complete())
                .expectNext(1)
                .verifyComplete();
        time.advanceTimeBy(Duration.ofDays(1));

        assertThat(late).hasValue(0);
    }

    private HeadTimeout.Watch watch() {
        return new HeadTimeout.Watch(time, PATIENCE.toNanos(), () -> new IllegalStateException("late"));
    }

    private Flux<Integer> stall(long until) {
        return new StallTimeout<>(source.flux(), time, PATIENCE.toNanos(), until, () -> {
            late.incrementAndGet();
            return new IllegalStateException("late");
        });
    }
}
