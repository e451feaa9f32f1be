package io.github.latchkey.batch.task;

import io.github.latchkey.batch.model.TaskContainerExecutionInformation;
import io.github.latchkey.batch.model.TaskExecutionResult;
import io.github.latchkey.batch.model.TaskFailureInformation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subtask of a multi-instance task.
 *
 * @param id the subtask's number
 * @param nodeInfo where the task runs or ran
 * @param startTime when it started
 * @param endTime when it ended; absent while it runs
 * @param exitCode the process's exit code; absent until it ended, and when it could not be started. The code of a
 *     process killed by the service is not to be trusted
 * @param containerInfo about the container, where the task ran in one
 * @param failureInfo why it failed; present exactly when it failed
 * @param state its state
 * @param stateTransitionTime when it entered its present state
 * @param previousState the state before this one; absent in the first state
 * @param previousStateTransitionTime when it entered the previous state; absent in the first state
 * @param result success or failure; present when it ended
 */
public record Subtask(
        @Nullable Integer id,
        @Nullable ComputeNodeInformation nodeInfo,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Integer exitCode,
        @Nullable TaskContainerExecutionInformation containerInfo,
        @Nullable TaskFailureInformation failureInfo,
        @Nullable SubtaskState state,
        @Nullable Instant stateTransitionTime,
        @Nullable SubtaskState previousState,
        @Nullable Instant previousStateTransitionTime,
        @Nullable TaskExecutionResult result) {}
