package io.github.latchkey.batch.node;

import io.github.latchkey.batch.model.TaskExecutionInformation;
import io.github.latchkey.batch.model.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * A task that ran on a node.
 *
 * @param taskUrl the task's URL
 * @param jobId the job's id
 * @param taskId the task's id
 * @param subtaskId the subtask's number, for a multi-instance task
 * @param taskState the task's state
 * @param executionInfo how the task went so far
 */
public record TaskInformation(
        @Nullable String taskUrl,
        @Nullable String jobId,
        @Nullable String taskId,
        @Nullable Integer subtaskId,
        TaskState taskState,
        @Nullable TaskExecutionInformation executionInfo) {}
