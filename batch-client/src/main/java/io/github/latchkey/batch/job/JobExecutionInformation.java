package io.github.latchkey.batch.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job went so far.
 *
 * @param startTime when it started
 * @param endTime when it ended; absent while it runs
 * @param poolId the pool the job runs on, also where the service made it
 * @param schedulingError why the job could not be started; absent where it could
 * @param terminateReason why it ended: text of the caller, or {@code JMComplete}, {@code MaxWallClockTimeExpiry},
 *     {@code TerminateJobSchedule}, {@code AllTasksComplete}, {@code TaskFailed}, {@code UserTerminate}
 */
public record JobExecutionInformation(
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable String poolId,
        @Nullable JobSchedulingError schedulingError,
        @Nullable String terminateReason) {}
