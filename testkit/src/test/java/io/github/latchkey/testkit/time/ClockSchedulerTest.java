package io.github.latchkey.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

class ClockSchedulerTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestClock clock = TestClock.frozenAt(Instant.parse("2026-03-01T10:00:00Z"));
    private final Scheduler scheduler = clock.scheduler();

    @Test
    void delay_elapsesWhenTheClockGetsThere() {
        CompletableFuture<Long> delayed =
                Mono.delay(Duration.ofHours(1), scheduler).toFuture();
        clock.advance(Duration.ofMinutes(59));
        assertThat(delayed).isNotDone();

        clock.advance(Duration.ofMinutes(1));

        assertThat(delayed.orTimeout(30, TimeUnit.SECONDS).join()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void interval_ticksWithTheClock_untilCancelled() {
        CompletableFuture<List<Long>> ticks = Flux.interval(Duration.ofSeconds(10), scheduler)
                .take(3)
                .collectList()
                .toFuture();

        clock.advanceUntil(ticks::isDone, Duration.ofSeconds(10), SOON);

        assertThat(ticks.join()).containsExactly(0L, 1L, 2L);
        clock.advanceUntil(() -> clock.pending() == 0, Duration.ZERO, SOON);
    }

    @Test
    void timeout_cancelled_leavesNothingOnTheClock() {
        Mono.just("at once")
                .delayElement(Duration.ofHours(1), scheduler)
                .subscribe()
                .dispose();
        Mono.never().timeout(Duration.ofHours(1), scheduler).subscribe().dispose();

        assertThat(clock.pending()).isZero();
    }

    @Test
    void schedule_withoutDelay_runsWithoutTheClock() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(3);
        Scheduler.Worker worker = scheduler.createWorker();
        scheduler.schedule(ran::countDown);
        worker.schedule(ran::countDown);
        worker.schedule(ran::countDown, 0, TimeUnit.SECONDS);

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        worker.dispose();
        assertThat(worker.isDisposed()).isTrue();
    }

    @Test
    void worker_disposed_takesBackWhatWaits() {
        Scheduler.Worker worker = scheduler.createWorker();
        worker.schedule(() -> {}, 1, TimeUnit.HOURS);
        Disposable periodic = worker.schedulePeriodically(() -> {}, 1, 1, TimeUnit.HOURS);
        assertThat(clock.pending()).isEqualTo(2);

        periodic.dispose();
        assertThat(clock.pending()).isEqualTo(1);
        worker.dispose();

        assertThat(clock.pending()).isZero();
    }

    @Test
    void now_isTheClocks() {
        assertThat(scheduler.now(TimeUnit.SECONDS)).isEqualTo(clock.instant().getEpochSecond());
        clock.advance(Duration.ofMillis(1500));
        assertThat(scheduler.now(TimeUnit.MILLISECONDS)).isEqualTo(clock.millis());
    }

    @Test
    void advanceUntil_neverTrue_saysHowFarItWent() {
        AtomicInteger looked = new AtomicInteger();

        assertThatThrownBy(() -> clock.advanceUntil(
                        () -> looked.incrementAndGet() < 0, Duration.ofMinutes(1), Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2026-03-01T10:00:00Z")
                .hasMessageContaining(clock.instant().toString());
        assertThat(looked).hasPositiveValue();
    }
}
