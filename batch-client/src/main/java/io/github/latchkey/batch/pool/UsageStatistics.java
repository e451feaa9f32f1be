package io.github.latchkey.batch.pool;

import java.time.Duration;
import java.time.Instant;

/**
 * Core time that a pool used.
 *
 * @param startTime when it started
 * @param lastUpdateTime when it was last brought up to date; everything before it is counted in
 * @param dedicatedCoreTime time of dedicated cores that the pool used
 */
public record UsageStatistics(Instant startTime, Instant lastUpdateTime, Duration dedicatedCoreTime) {}
