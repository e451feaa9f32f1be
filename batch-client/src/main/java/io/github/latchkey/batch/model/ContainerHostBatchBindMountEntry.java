package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the host that is mounted into the container. Since service version 2024-07-01.20.0.
 *
 * @param source the folder of the host
 * @param isReadOnly whether the container may only read; default false
 */
@Buildable
public record ContainerHostBatchBindMountEntry(
        @Nullable ContainerHostDataPath source, @Nullable Boolean isReadOnly) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ContainerHostBatchBindMountEntryBuilder builder() {
        return ContainerHostBatchBindMountEntryBuilder.builder();
    }
}
