package io.github.latchkey.batch.job;

import org.jspecify.annotations.Nullable;

/**
 * How the preparation and release tasks of a job went on one node.
 *
 * @param poolId the pool's id
 * @param nodeId the node's id
 * @param nodeUrl the node's URL
 * @param jobPreparationTaskExecutionInfo how the preparation task went on this node
 * @param jobReleaseTaskExecutionInfo how the release task went on this node; absent until it started
 */
public record JobPreparationAndReleaseTaskStatus(
        @Nullable String poolId,
        @Nullable String nodeId,
        @Nullable String nodeUrl,
        @Nullable JobPreparationTaskExecutionInformation jobPreparationTaskExecutionInfo,
        @Nullable JobReleaseTaskExecutionInformation jobReleaseTaskExecutionInfo) {}
