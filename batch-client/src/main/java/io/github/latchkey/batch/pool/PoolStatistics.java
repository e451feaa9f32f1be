package io.github.latchkey.batch.pool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lifetime statistics of a pool.
 *
 * @param url its URL
 * @param startTime when it started
 * @param lastUpdateTime when it was last brought up to date; everything before it is counted in
 * @param usageStats core time used
 * @param resourceStats the resources that the nodes used
 */
public record PoolStatistics(
        String url,
        Instant startTime,
        Instant lastUpdateTime,
        @Nullable UsageStatistics usageStats,
        @Nullable ResourceStatistics resourceStats) {}
