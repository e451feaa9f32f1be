package io.github.latchkey.batch.task;

import java.time.Duration;
import java.time.Instant;

/**
 * Statistics of a task.
 *
 * @param url its URL
 * @param startTime when it started
 * @param lastUpdateTime when it was last brought up to date; everything before it is counted in
 * @param userCPUTime processor time spent in user mode, over all cores and nodes
 * @param kernelCPUTime processor time spent in the kernel, over all cores and nodes
 * @param wallClockTime wall clock time from start to end, over all tasks
 * @param readIOps the number of disk reads
 * @param writeIOps the number of disk writes
 * @param readIOGiB GiB read from disk
 * @param writeIOGiB GiB written to disk
 * @param waitTime the time from creation, or from the last requeue, to the start
 */
public record TaskStatistics(
        String url,
        Instant startTime,
        Instant lastUpdateTime,
        Duration userCPUTime,
        Duration kernelCPUTime,
        Duration wallClockTime,
        long readIOps,
        long writeIOps,
        double readIOGiB,
        double writeIOGiB,
        Duration waitTime) {}
