package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A file system to mount: exactly one of the four kinds.
 *
 * @param azureBlobFileSystemConfiguration a blob container mounted through blobfuse; exactly one of the four kinds is
 *     given
 * @param nfsMountConfiguration an NFS file system; exactly one of the four kinds is given
 * @param cifsMountConfiguration an SMB share; exactly one of the four kinds is given
 * @param azureFileShareConfiguration an Azure Files share; exactly one of the four kinds is given
 */
@Buildable
public record MountConfiguration(
        @Nullable AzureBlobFileSystemConfiguration azureBlobFileSystemConfiguration,
        @Nullable NfsMountConfiguration nfsMountConfiguration,
        @Nullable CifsMountConfiguration cifsMountConfiguration,
        @Nullable AzureFileShareConfiguration azureFileShareConfiguration) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static MountConfigurationBuilder builder() {
        return MountConfigurationBuilder.builder();
    }
}
