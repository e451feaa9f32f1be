package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.batch.config.BatchTimings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingsTest {

    @Test
    void build_longestRunBelowTheShortest_isRefusedInWhateverOrderTheyCame() {
        assertRefused(BatchTimings.builder().shortestTask(Duration.ofSeconds(2)).longestTask(Duration.ofSeconds(1)));
        assertRefused(BatchTimings.builder().longestTask(Duration.ofSeconds(1)).shortestTask(Duration.ofSeconds(2)));
    }

    private static void assertRefused(BatchTimings.Builder timings) {
        assertThatThrownBy(timings::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("longestTask is PT1S but must be no less than shortestTask, which is PT2S");
    }

    @Test
    void build_oneOfTheTwoRuns_movesTheDefaultOfTheOtherOutOfItsWay() {
        BatchTimings slow =
                BatchTimings.builder().shortestTask(Duration.ofSeconds(2)).build();
        BatchTimings fast = BatchTimings.builder().longestTask(Duration.ZERO).build();
        BatchTimings longer =
                BatchTimings.builder().longestTask(Duration.ofSeconds(2)).build();

        assertThat(slow.longestTask()).isEqualTo(Duration.ofSeconds(2));
        assertThat(fast.shortestTask()).isEqualTo(Duration.ZERO);
        assertThat(longer.shortestTask())
                .isEqualTo(BatchTimings.defaults().shortestTask())
                .isEqualTo(Duration.ofMillis(10));
        assertThat(BatchTimings.defaults().longestTask()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void option_belowZero_isRefusedByItsName() {
        assertThatThrownBy(() -> BatchTimings.builder().nodeCreate(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nodeCreate is PT-1S but must be zero or more");
    }
}
