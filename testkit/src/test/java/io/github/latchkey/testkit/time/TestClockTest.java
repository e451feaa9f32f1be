package io.github.latchkey.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TestClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TestClock clock = TestClock.frozenAt(START);
    private final List<String> log = new ArrayList<>();

    @Test
    void advance_frozen_movesByThatMuch() {
        clock.advance(Duration.ofMinutes(5));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void advance_severalDue_runsInOrderOfTimeThenOfScheduling() {
        clock.schedule(Duration.ofSeconds(2), () -> log.add("b at " + clock.instant()));
        clock.schedule(Duration.ofSeconds(1), () -> log.add("a at " + clock.instant()));
        clock.schedule(Duration.ofSeconds(2), () -> log.add("c at " + clock.instant()));
        clock.schedule(Duration.ofSeconds(9), () -> log.add("too late"));

        clock.advance(Duration.ofSeconds(5));

        assertThat(log)
                .containsExactly("a at 2026-01-01T00:00:01Z", "b at 2026-01-01T00:00:02Z", "c at 2026-01-01T00:00:02Z");
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
        assertThat(clock.pending()).isEqualTo(1);
    }

    @Test
    void advance_workSchedulesMoreWithinTheMove_runsThatToo() {
        clock.schedule(Duration.ofSeconds(1), () -> clock.schedule(Duration.ofSeconds(1), () -> log.add("nested")));

        clock.advance(Duration.ofSeconds(2));

        assertThat(log).containsExactly("nested");
    }

    @Test
    void advance_workFails_runsTheRest() {
        AtomicReference<Throwable> reported = new AtomicReference<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.set(failure));
        try {
            clock.schedule(Duration.ofSeconds(1), () -> {
                throw new IllegalStateException("first");
            });
            clock.schedule(Duration.ofSeconds(2), () -> log.add("second"));

            clock.advance(Duration.ofSeconds(2));
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }

        assertThat(log).containsExactly("second");
        assertThat(reported.get()).hasMessage("first");
    }

    @Test
    void advance_negative_isRefused() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S")
                .hasMessageContaining("set(Instant)");
    }

    @Test
    void advanceAndSet_beyondTheTimesOfHeaders_areRefusedAndMoveNothing() {
        Instant before = clock.instant();

        for (Duration duration : List.of(Duration.ofDays(366 * 8000L), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> clock.advance(duration))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(duration.toString())
                    .hasMessageContaining("9999");
        }
        assertThatThrownBy(() -> clock.set(Instant.MIN)).hasMessageContaining("0001-01-01");
        assertThat(clock.instant()).isEqualTo(before);
    }

    @Test
    void cancel_waitingWork_neverRuns() {
        Scheduled work = clock.schedule(Duration.ofSeconds(1), () -> log.add("cancelled"));

        assertThat(work.cancel()).isTrue();
        assertThat(work.cancel()).isFalse();
        clock.advance(Duration.ofSeconds(2));

        assertThat(log).isEmpty();
    }

    @Test
    void set_back_runsNothingTwice() {
        clock.schedule(Duration.ofSeconds(1), () -> log.add("once"));
        clock.set(START.plusSeconds(2));

        clock.set(START);
        clock.advance(Duration.ofSeconds(5));

        assertThat(log).containsExactly("once");
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void running_dueWork_isRunByTheTimer() throws InterruptedException {
        TestClock running = TestClock.running();
        CountDownLatch ran = new CountDownLatch(2);

        running.schedule(Duration.ofMillis(1), ran::countDown);
        running.schedule(Duration.ZERO, ran::countDown);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(running.isFrozen()).isFalse();
    }

    @Test
    void running_advance_runsWhatBecomesDueBeforeItReturns() {
        TestClock running = TestClock.running();
        running.schedule(Duration.ofHours(1), () -> log.add("due"));
        Instant before = running.instant();

        running.advance(Duration.ofHours(2));

        assertThat(log).containsExactly("due");
        assertThat(running.instant()).isAfterOrEqualTo(before.plus(Duration.ofHours(2)));
        assertThat(running.isFrozen()).isFalse();
    }

    @Test
    void run_frozenWithDueWork_handsItToTheTimer() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        clock.schedule(START, ran::countDown);

        clock.run();

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void freeze_running_standsStill() {
        TestClock running = TestClock.running();

        running.freeze();

        Instant stopped = running.instant();
        assertThat(running.isFrozen()).isTrue();
        assertThat(running.instant()).isEqualTo(stopped);
    }

    @Test
    void withZone_moved_followsTheClock() {
        Clock tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.advance(Duration.ofDays(1));

        assertThat(tokyo.instant()).isEqualTo(START.plus(Duration.ofDays(1)));
        assertThat(tokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
}
