package io.github.latchkey.batch.model;

import org.jspecify.annotations.Nullable;

/**
 * The container that a task ran in.
 *
 * @param containerId the container's id
 * @param state its state
 * @param error what the container engine said about a failure
 */
public record TaskContainerExecutionInformation(
        @Nullable String containerId,
        @Nullable String state,
        @Nullable String error) {}
