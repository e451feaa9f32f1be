package io.github.latchkey.batch.pool;

import java.time.Instant;

/**
 * The resources that a pool's nodes used.
 *
 * @param startTime when it started
 * @param lastUpdateTime when it was last brought up to date; everything before it is counted in
 * @param avgCPUPercentage the average processor use across the pool, in percent for each node
 * @param avgMemoryGiB the average memory use across the pool, in GiB
 * @param peakMemoryGiB the most memory in use, in GiB
 * @param avgDiskGiB the average disk use across the pool, in GiB
 * @param peakDiskGiB the most disk in use, in GiB
 * @param diskReadIOps the number of disk reads across the pool
 * @param diskWriteIOps the number of disk writes across the pool
 * @param diskReadGiB GiB read from disks across the pool
 * @param diskWriteGiB GiB written to disks across the pool
 * @param networkReadGiB GiB received across the pool
 * @param networkWriteGiB GiB sent across the pool
 */
public record ResourceStatistics(
        Instant startTime,
        Instant lastUpdateTime,
        double avgCPUPercentage,
        double avgMemoryGiB,
        double peakMemoryGiB,
        double avgDiskGiB,
        double peakDiskGiB,
        long diskReadIOps,
        long diskWriteIOps,
        double diskReadGiB,
        double diskWriteGiB,
        double networkReadGiB,
        double networkWriteGiB) {}
