package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * The kind of a managed disk.
 *
 * @param storageAccountType the kind of storage
 * @param securityProfile the security settings of the disk. Since service version 2024-07-01.20.0
 * @param diskEncryptionSet the disk encryption set that holds the key. Since service version 2025-06-01
 */
@Buildable
public record ManagedDisk(
        @Nullable StorageAccountType storageAccountType,
        @Versions(from = "2024-07-01.20.0") @Nullable VmDiskSecurityProfile securityProfile,
        @Versions(from = "2025-06-01") @Nullable DiskEncryptionSetParameters diskEncryptionSet) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ManagedDiskBuilder builder() {
        return ManagedDiskBuilder.builder();
    }
}
