package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A key of your own that encrypts disks. Since service version 2025-06-01.
 *
 * @param identityReference the user-assigned identity to use in place of a key or signature; must be one of the pool's
 * @param keyUrl the versioned URL of the key in Azure Key Vault
 * @param rotationToLatestKeyVersionEnabled whether a new version of the key is taken by itself; default false
 */
@Buildable
public record DiskCustomerManagedKey(
        @Nullable ComputeNodeIdentityReference identityReference,
        @Nullable String keyUrl,
        @Nullable Boolean rotationToLatestKeyVersionEnabled) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static DiskCustomerManagedKeyBuilder builder() {
        return DiskCustomerManagedKeyBuilder.builder();
    }
}
