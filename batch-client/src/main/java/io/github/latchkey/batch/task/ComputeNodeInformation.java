package io.github.latchkey.batch.task;

import org.jspecify.annotations.Nullable;

/**
 * The node that a task runs or ran on.
 *
 * @param affinityId the value that ties a task to a node; take it from a node's or another task's {@code affinityId}
 * @param nodeUrl the node's URL
 * @param poolId the pool's id
 * @param nodeId the node's id
 * @param taskRootDirectory the task's folder on the node
 * @param taskRootDirectoryUrl the URL of the task's folder
 */
public record ComputeNodeInformation(
        @Nullable String affinityId,
        @Nullable String nodeUrl,
        @Nullable String poolId,
        @Nullable String nodeId,
        @Nullable String taskRootDirectory,
        @Nullable String taskRootDirectoryUrl) {}
