package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.internal.Buildable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A new size for a pool.
 *
 * @param targetDedicatedNodes how many dedicated nodes the pool shall have; needs one of the two targets unless
 *     autoscaling is on, and neither when it is
 * @param targetLowPriorityNodes how many Spot nodes the pool shall have
 * @param resizeTimeout how long the service tries; at least 5 minutes, default 15 minutes
 * @param nodeDeallocationOption what becomes of the tasks on nodes that leave; default requeue
 */
@Buildable
public record PoolResize(
        @Nullable Integer targetDedicatedNodes,
        @Nullable Integer targetLowPriorityNodes,
        @Nullable Duration resizeTimeout,
        @Nullable ComputeNodeDeallocationOption nodeDeallocationOption) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PoolResizeBuilder builder() {
        return PoolResizeBuilder.builder();
    }
}
