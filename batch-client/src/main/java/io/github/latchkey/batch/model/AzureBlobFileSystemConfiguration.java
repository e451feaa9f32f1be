package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A blob container mounted through blobfuse.
 *
 * @param accountName the storage account's name. Required
 * @param containerName the blob container's name. Required
 * @param accountKey the storage account's key; give this, {@code sasKey} or an identity, not two of them
 * @param sasKey a shared access signature; give this, {@code accountKey} or an identity, not two of them
 * @param blobfuseOptions more options for the mount command
 * @param relativeMountPath where the file system appears, below the folder that {@code AZ_BATCH_NODE_MOUNTS_DIR} names.
 *     Required
 * @param identityReference the user-assigned identity to use in place of a key or signature; must be one of the pool's
 */
@Buildable
public record AzureBlobFileSystemConfiguration(
        @Required @Nullable String accountName,
        @Required @Nullable String containerName,
        @Nullable Secret accountKey,
        @Nullable Secret sasKey,
        @Nullable String blobfuseOptions,
        @Required @Nullable String relativeMountPath,
        @Nullable ComputeNodeIdentityReference identityReference) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static AzureBlobFileSystemConfigurationBuilder builder() {
        return AzureBlobFileSystemConfigurationBuilder.builder();
    }
}
