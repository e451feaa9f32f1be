package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nodes to remove from a pool.
 *
 * @param nodeList the ids of the nodes, at most 100. Required
 * @param resizeTimeout how long the service tries; at least 5 minutes, default 15 minutes
 * @param nodeDeallocationOption what becomes of the tasks on nodes that leave; default requeue
 */
@Buildable
public record NodeRemoval(
        List<String> nodeList,
        @Nullable Duration resizeTimeout,
        @Nullable ComputeNodeDeallocationOption nodeDeallocationOption) {
    /** Copies lists and requires what the service requires. */
    public NodeRemoval {
        Checks.required("nodeList", nodeList);
        nodeList = List.copyOf(nodeList);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static NodeRemovalBuilder builder() {
        return NodeRemovalBuilder.builder();
    }
}
