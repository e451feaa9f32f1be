package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchThrottling;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskScript;
import io.github.latchkey.testkit.batch.storage.BatchStorage;
import io.github.latchkey.testkit.time.TestClock;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account is like.
 *
 * @param name its name
 * @param clock the time in it
 * @param seed where ids come from
 * @param timings how long things take
 * @param limits how much there may be
 * @param throttling when there are too many requests
 * @param quirks how closely oddities are kept
 * @param script what tasks do
 * @param storage where tasks get their files from and take them to
 * @param applications the application packages
 * @param realDirectory where command lines really run, {@code null} when they only pretend to
 */
public record AccountOptions(
        String name,
        TestClock clock,
        long seed,
        BatchTimings timings,
        BatchLimits limits,
        BatchThrottling throttling,
        BatchQuirks quirks,
        TaskScript script,
        BatchStorage storage,
        List<Application> applications,
        @Nullable Path realDirectory) {}
