package io.github.latchkey.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The intervals are those of the tables in the books: the ranks that hold the median with 95 per cent. */
class SamplesTest {

    @Test
    void interval_ofFewSamples_isTheirRange() {
        assertThat(samples(1)).isEqualTo(new Samples(1, 1, 1, 1));
        assertThat(samples(5)).isEqualTo(new Samples(3, 1, 5, 5));
        assertThat(samples(6)).isEqualTo(new Samples(3.5, 1, 6, 6));
    }

    @Test
    void interval_ofMoreSamples_hasTheRanksOfTheBinomialDistribution() {
        assertThat(samples(8)).isEqualTo(new Samples(4.5, 1, 8, 8));
        assertThat(samples(9)).isEqualTo(new Samples(5, 2, 8, 9));
        assertThat(samples(15)).isEqualTo(new Samples(8, 4, 12, 15));
        assertThat(samples(20)).isEqualTo(new Samples(10.5, 6, 15, 20));
    }

    private static Samples samples(int count) {
        return Samples.of(IntStream.rangeClosed(1, count).asDoubleStream().toArray());
    }
}
