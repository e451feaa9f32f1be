package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * An empty disk to attach to each node.
 *
 * @param lun the logical unit number, 0 to 63, each once. Required
 * @param caching how the host caches the disk; default none
 * @param diskSizeGB the disk's size in GB. Required
 * @param storageAccountType the kind of storage; gone from service version 2025-06-01 on, where {@code managedDisk}
 *     takes its place
 * @param managedDisk the kind of the disk. Since service version 2025-06-01
 */
@Buildable
public record DataDisk(
        @Required @Nullable Integer lun,
        @Nullable CachingType caching,
        @Required @Nullable Integer diskSizeGB,
        @Versions(until = "2025-06-01") @Nullable StorageAccountType storageAccountType,
        @Versions(from = "2025-06-01") @Nullable ManagedDisk managedDisk) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static DataDiskBuilder builder() {
        return DataDiskBuilder.builder();
    }
}
