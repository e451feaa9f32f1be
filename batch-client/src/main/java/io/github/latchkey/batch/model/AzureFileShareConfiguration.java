package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * An Azure Files share to mount.
 *
 * @param accountName the storage account's name. Required
 * @param azureFileUrl the share's URL, as {@code https://{account}.file.core.windows.net/}. Required
 * @param accountKey the storage account's key; never returned by the service. Required
 * @param relativeMountPath where the file system appears, below the folder that {@code AZ_BATCH_NODE_MOUNTS_DIR} names.
 *     Required
 * @param mountOptions more options for the mount command
 */
@Buildable
public record AzureFileShareConfiguration(
        @Required @Nullable String accountName,
        @Required @Nullable String azureFileUrl,
        @Required @Nullable Secret accountKey,
        @Required @Nullable String relativeMountPath,
        @Nullable String mountOptions) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static AzureFileShareConfigurationBuilder builder() {
        return AzureFileShareConfigurationBuilder.builder();
    }
}
