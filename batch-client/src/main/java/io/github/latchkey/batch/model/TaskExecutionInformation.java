package io.github.latchkey.batch.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a task went so far.
 *
 * @param startTime when it started; reset by each retry, absent until it ran
 * @param endTime when it ended; absent while it runs
 * @param exitCode the process's exit code; absent until it ended, and when it could not be started. The code of a
 *     process killed by the service is not to be trusted
 * @param containerInfo about the container, where the task ran in one
 * @param failureInfo why it failed; present exactly when it failed
 * @param retryCount how often it was tried again
 * @param lastRetryTime when the last retry began
 * @param requeueCount how often the service put the task back into the queue after its node was lost or rebooted, or
 *     the job was disabled
 * @param lastRequeueTime when the service last put the task back into the queue
 * @param result success or failure; present when it ended
 */
public record TaskExecutionInformation(
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Integer exitCode,
        @Nullable TaskContainerExecutionInformation containerInfo,
        @Nullable TaskFailureInformation failureInfo,
        int retryCount,
        @Nullable Instant lastRetryTime,
        int requeueCount,
        @Nullable Instant lastRequeueTime,
        @Nullable TaskExecutionResult result) {}
