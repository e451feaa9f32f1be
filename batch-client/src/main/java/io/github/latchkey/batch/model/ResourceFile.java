package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A file, or the files of a container, to put on a node: exactly one of the three sources.
 *
 * @param autoStorageContainerName a container of the account's linked storage; one of the three sources of a resource
 *     file
 * @param storageContainerUrl a blob container's URL, anonymous, signed, or read through an identity; one of the three
 *     sources of a resource file
 * @param httpUrl the file's URL, anonymous, signed, or read through an identity; one of the three sources of a resource
 *     file
 * @param blobPrefix takes only blobs whose name starts with it; works with a container source
 * @param filePath where on the node, below the task's working directory; for a container source the folder, default the
 *     folder itself
 * @param fileMode the mode in octal; Linux only, default {@code 0770}
 * @param identityReference the user-assigned identity to use in place of a key or signature; must be one of the pool's
 */
@Buildable
public record ResourceFile(
        @Nullable String autoStorageContainerName,
        @Nullable SignedUrl storageContainerUrl,
        @Nullable SignedUrl httpUrl,
        @Nullable String blobPrefix,
        @Nullable String filePath,
        @Nullable String fileMode,
        @Nullable ComputeNodeIdentityReference identityReference) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ResourceFileBuilder builder() {
        return ResourceFileBuilder.builder();
    }
}
