package io.github.latchkey.batch.job;

import io.github.latchkey.batch.model.TaskContainerExecutionInformation;
import io.github.latchkey.batch.model.TaskExecutionResult;
import io.github.latchkey.batch.model.TaskFailureInformation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job release task went on a node.
 *
 * @param startTime when it started
 * @param endTime when it ended; absent while it runs
 * @param state its state
 * @param taskRootDirectory the task's folder on the node
 * @param taskRootDirectoryUrl the URL of the task's folder
 * @param exitCode the process's exit code; absent until it ended, and when it could not be started. The code of a
 *     process killed by the service is not to be trusted
 * @param containerInfo about the container, where the task ran in one
 * @param failureInfo why it failed; present exactly when it failed
 * @param result success or failure; present when it ended
 */
public record JobReleaseTaskExecutionInformation(
        Instant startTime,
        @Nullable Instant endTime,
        JobReleaseTaskState state,
        @Nullable String taskRootDirectory,
        @Nullable String taskRootDirectoryUrl,
        @Nullable Integer exitCode,
        @Nullable TaskContainerExecutionInformation containerInfo,
        @Nullable TaskFailureInformation failureInfo,
        @Nullable TaskExecutionResult result) {}
