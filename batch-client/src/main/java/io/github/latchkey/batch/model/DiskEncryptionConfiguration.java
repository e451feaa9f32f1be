package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which disks are encrypted.
 *
 * @param targets which disks; on Linux {@code osdisk} is not supported
 * @param customerManagedKey the key of your own that encrypts the disks. Since service version 2025-06-01
 */
@Buildable
public record DiskEncryptionConfiguration(
        @Nullable List<DiskEncryptionTarget> targets,
        @Versions(from = "2025-06-01") @Nullable DiskCustomerManagedKey customerManagedKey) {
    /** Copies lists. */
    public DiskEncryptionConfiguration {
        targets = targets == null ? null : List.copyOf(targets);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static DiskEncryptionConfigurationBuilder builder() {
        return DiskEncryptionConfigurationBuilder.builder();
    }
}
