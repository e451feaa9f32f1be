package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * How tasks are spread over a pool's nodes.
 *
 * @param nodeFillType whether tasks spread over all nodes or fill one after the other; default spread. Required
 * @param jobDefaultOrder the order of tasks of equal priority; default none. Since service version 2025-06-01
 */
@Buildable
public record TaskSchedulingPolicy(
        @Required @Nullable ComputeNodeFillType nodeFillType,
        @Versions(from = "2025-06-01") @Nullable JobDefaultOrder jobDefaultOrder) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static TaskSchedulingPolicyBuilder builder() {
        return TaskSchedulingPolicyBuilder.builder();
    }
}
