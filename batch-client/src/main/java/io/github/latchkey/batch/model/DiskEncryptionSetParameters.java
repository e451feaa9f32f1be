package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Names a disk encryption set. Since service version 2025-06-01.
 *
 * @param id the resource id of the disk encryption set
 */
@Buildable
public record DiskEncryptionSetParameters(@Nullable String id) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static DiskEncryptionSetParametersBuilder builder() {
        return DiskEncryptionSetParametersBuilder.builder();
    }
}
