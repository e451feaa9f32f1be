package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * An SMB share to mount.
 *
 * @param username the account's name. Required
 * @param source what to mount: the URI of the share. Required
 * @param relativeMountPath where the file system appears, below the folder that {@code AZ_BATCH_NODE_MOUNTS_DIR} names.
 *     Required
 * @param mountOptions more options for the mount command
 * @param password the password; never returned by the service. Required
 */
@Buildable
public record CifsMountConfiguration(
        @Required @Nullable String username,
        @Required @Nullable String source,
        @Required @Nullable String relativeMountPath,
        @Nullable String mountOptions,
        @Required @Nullable Secret password) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static CifsMountConfigurationBuilder builder() {
        return CifsMountConfigurationBuilder.builder();
    }
}
