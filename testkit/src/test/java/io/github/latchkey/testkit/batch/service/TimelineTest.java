package io.github.latchkey.testkit.batch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void cancel_ofMuchThatIsFarAway_letsGoOfItAndOfNothingElse() {
        TestClock clock = TestClock.frozen();
        Timeline timeline = new Timeline(clock, new Object(), () -> {});
        AtomicInteger done = new AtomicInteger();
        timeline.after(Duration.ofDays(1), done::incrementAndGet);
        for (int i = 0; i < 10_000; i++) {
            timeline.after(Duration.ofDays(30), done::incrementAndGet).cancel();
        }

        assertThat(timeline.size()).isLessThan(1_100);
        clock.advance(Duration.ofDays(31));
        assertThat(done).hasValue(1);
        assertThat(timeline.size()).isZero();
    }
}
