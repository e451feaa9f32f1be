package io.github.latchkey.batch.node;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.ComputeNodeIdentityReference;
import io.github.latchkey.batch.model.SignedUrl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which logs of a node to upload, and where to.
 *
 * @param containerUrl the URL of a blob container with a signature that allows writing, or without one when an identity
 *     is given. Required
 * @param startTime messages from this time on. Required
 * @param endTime messages up to this time; default everything there is
 * @param identityReference the user-assigned identity to use in place of a key or signature; must be one of the pool's
 */
@Buildable
public record UploadBatchServiceLogsConfiguration(
        SignedUrl containerUrl,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable ComputeNodeIdentityReference identityReference) {
    /** Copies lists and requires what the service requires. */
    public UploadBatchServiceLogsConfiguration {
        Checks.required("containerUrl", containerUrl);
        Checks.required("startTime", startTime);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static UploadBatchServiceLogsConfigurationBuilder builder() {
        return UploadBatchServiceLogsConfigurationBuilder.builder();
    }
}
