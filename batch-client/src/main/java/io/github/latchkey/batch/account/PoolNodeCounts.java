package io.github.latchkey.batch.account;

import org.jspecify.annotations.Nullable;

/**
 * The nodes of a pool by state; the numbers may lag behind the lists.
 *
 * @param poolId the pool's id
 * @param dedicated the dedicated nodes by state
 * @param lowPriority the Spot nodes by state
 */
public record PoolNodeCounts(
        String poolId,
        @Nullable NodeCounts dedicated,
        @Nullable NodeCounts lowPriority) {}
