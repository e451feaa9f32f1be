package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * The system disk.
 *
 * @param ephemeralOSDiskSettings puts the system disk on the host's own storage
 * @param caching how the host caches the disk; default none
 * @param managedDisk the kind of the managed disk
 * @param diskSizeGB the disk's size in GB
 * @param writeAcceleratorEnabled whether the disk has a write accelerator
 */
@Buildable
public record OsDisk(
        @Nullable DiffDiskSettings ephemeralOSDiskSettings,
        @Nullable CachingType caching,
        @Nullable ManagedDisk managedDisk,
        @Nullable Integer diskSizeGB,
        @Nullable Boolean writeAcceleratorEnabled) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static OsDiskBuilder builder() {
        return OsDiskBuilder.builder();
    }
}
