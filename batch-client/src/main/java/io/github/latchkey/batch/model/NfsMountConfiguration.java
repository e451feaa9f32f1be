package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * An NFS file system to mount.
 *
 * @param source the URI of the file system. Required
 * @param relativeMountPath where the file system appears, below the folder that {@code AZ_BATCH_NODE_MOUNTS_DIR} names.
 *     Required
 * @param mountOptions more options for the mount command
 */
@Buildable
public record NfsMountConfiguration(
        @Required @Nullable String source,
        @Required @Nullable String relativeMountPath,
        @Nullable String mountOptions) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static NfsMountConfigurationBuilder builder() {
        return NfsMountConfigurationBuilder.builder();
    }
}
