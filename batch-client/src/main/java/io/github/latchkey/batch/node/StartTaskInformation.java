package io.github.latchkey.batch.node;

import io.github.latchkey.batch.model.TaskContainerExecutionInformation;
import io.github.latchkey.batch.model.TaskExecutionResult;
import io.github.latchkey.batch.model.TaskFailureInformation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the start task went on a node.
 *
 * @param state its state
 * @param startTime when it started
 * @param endTime when it ended; absent while it runs
 * @param exitCode the process's exit code; absent until it ended, and when it could not be started. The code of a
 *     process killed by the service is not to be trusted
 * @param containerInfo about the container, where the task ran in one
 * @param failureInfo why it failed; present exactly when it failed
 * @param retryCount how often it was tried again
 * @param lastRetryTime when the last retry began
 * @param result success or failure; present when it ended
 */
public record StartTaskInformation(
        StartTaskState state,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable Integer exitCode,
        @Nullable TaskContainerExecutionInformation containerInfo,
        @Nullable TaskFailureInformation failureInfo,
        int retryCount,
        @Nullable Instant lastRetryTime,
        @Nullable TaskExecutionResult result) {}
