package io.github.latchkey.batch.pool;

import java.time.Instant;

/**
 * What a pool used in an interval.
 *
 * @param poolId the pool's id
 * @param startTime the start of the interval
 * @param endTime the end of the interval
 * @param vmSize the size of the virtual machines, as {@code STANDARD_D2S_V3}
 * @param totalCoreHours core hours used in the interval
 */
public record PoolUsageMetrics(
        String poolId, Instant startTime, Instant endTime, String vmSize, double totalCoreHours) {}
