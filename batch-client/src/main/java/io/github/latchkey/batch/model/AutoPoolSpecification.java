package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Describes a pool that the service makes for a job and removes after it.
 *
 * @param autoPoolIdPrefix a prefix for the id of the pool that the service makes; up to 20 characters
 * @param poolLifetimeOption how long the pool lives. Required
 * @param keepAlive whether the pool stays after its life has ended; default false
 * @param pool what the pool looks like; needed where the pool is made by the service
 */
@Buildable
public record AutoPoolSpecification(
        @Nullable String autoPoolIdPrefix,
        @Required @Nullable PoolLifetimeOption poolLifetimeOption,
        @Nullable Boolean keepAlive,
        @Nullable PoolSpecification pool) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static AutoPoolSpecificationBuilder builder() {
        return AutoPoolSpecificationBuilder.builder();
    }
}
