package io.github.latchkey.bench.token;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What does not wobble about the hot path: how many bytes a use of a cached token allocates. */
class HotPathGuardTest {

    @Test
    void hotPath_allocations_areNotMoreThanTheSubscription() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(TokenHotPathBenchmark.class.getName() + "\\.(latchkeyToken|latchkeyPeek|monoJust)$")
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(300))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(300))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results).hasSize(3);
        for (RunResult result : results) {
            String benchmark = result.getPrimaryResult().getLabel();
            double bytes = requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                    .getScore();
            double allowed = benchmark.equals("latchkeyPeek") ? 0 : benchmark.equals("latchkeyToken") ? 24 : 32;
            System.out.printf(Locale.ROOT, "%-14s %5.1f B/op, allowed are %.0f%n", benchmark, bytes, allowed);
            assertThat(bytes)
                    .as("%s allocates %.1f B/op where %.0f are allowed", benchmark, bytes, allowed)
                    .isLessThan(allowed + 0.5);
        }
    }
}
