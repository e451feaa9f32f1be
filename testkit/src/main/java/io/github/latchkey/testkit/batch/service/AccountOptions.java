package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskScript;
import io.github.latchkey.testkit.time.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account is like.
 *
 * @param name its name
 * @param clock the time in it
 * @param seed where ids come from
 * @param timings how long things take
 * @param limits how much there may be
 * @param quirks how closely oddities are kept
 * @param script what tasks do
 * @param applications the versions of each application package
 * @param realDirectory where command lines really run, {@code null} when they only pretend to
 */
public record AccountOptions(
        String name,
        TestClock clock,
        long seed,
        BatchTimings timings,
        BatchLimits limits,
        BatchQuirks quirks,
        TaskScript script,
        Map<String, List<String>> applications,
        @Nullable Path realDirectory) {}
