package io.github.latchkey.batch.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class PaceTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Pace pace = new Pace(8, time);
    private final AtomicInteger entered = new AtomicInteger();

    @Test
    void enter_moreThanAreAllowed_waitForTheirTurn() {
        come(10);
        assertThat(entered).hasValue(8);

        pace.left();

        assertThat(entered).hasValue(9);
    }

    @Test
    void throttled_halvesEachTimeAndStopsAtOne() {
        come(8);
        int[] expected = {4, 2, 1, 1};
        for (int allowed : expected) {
            pace.throttled(Duration.ZERO);
            assertThat(pace.allowed()).isEqualTo(allowed);
        }
        come(5);
        assertThat(entered).as("four of the eight are still under way").hasValue(8);
        for (int i = 0; i < 4; i++) {
            pace.left();
        }
        assertThat(entered).as("one at a time").hasValue(9);
    }

    @Test
    void succeeded_oneMoreAfterAsManySuccessesAsAreAllowed() {
        come(3);
        for (int i = 0; i < 3; i++) {
            pace.throttled(Duration.ZERO);
        }
        assertThat(pace.allowed()).isOne();
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            come(1);
            pace.succeeded();
            seen.append(pace.allowed());
        }
        assertThat(seen).hasToString("223334444555556666667777777888");
    }

    @Test
    void throttled_withAPause_letsNobodyGoBeforeItIsOver() {
        come(1);
        pace.throttled(Duration.ofSeconds(10));
        come(2);
        assertThat(entered).hasValue(1);

        time.advanceTimeBy(Duration.ofMillis(9_999));
        assertThat(entered).hasValue(1);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(entered).hasValue(3);
    }

    @Test
    void throttled_withAPause_holdsThoseWhoWereWaitingToo() {
        come(9);
        pace.throttled(Duration.ofSeconds(10));
        for (int i = 0; i < 7; i++) {
            pace.left();
        }
        assertThat(entered).hasValue(8);

        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(entered).hasValue(9);
    }

    @Test
    void enter_cancelledBeforeItsTurn_takesNoTurn() {
        come(8);
        Disposable gone = pace.enter().subscribe(turn -> entered.incrementAndGet());
        gone.dispose();
        come(1);

        pace.left();

        assertThat(entered).hasValue(9);
    }

    private void come(int many) {
        for (int i = 0; i < many; i++) {
            pace.enter().subscribe(turn -> entered.incrementAndGet());
        }
    }
}
