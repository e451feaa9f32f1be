package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Where a job runs: an existing pool or one that the service makes.
 *
 * @param poolId an existing pool; give this or {@code autoPoolSpecification}. A pool that does not exist is accepted,
 *     and the job waits for it
 * @param autoPoolSpecification a pool that the service makes for the job and removes after it; give this or
 *     {@code poolId}
 */
@Buildable
public record PoolInformation(
        @Nullable String poolId, @Nullable AutoPoolSpecification autoPoolSpecification) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PoolInformationBuilder builder() {
        return PoolInformationBuilder.builder();
    }
}
