package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blob container that files are uploaded to.
 *
 * @param path the blob's name, or the virtual folder where the pattern fits several files; default the container's root
 * @param containerUrl the URL of a blob container with a signature that allows writing, or without one when an identity
 *     is given. Required
 * @param identityReference the user-assigned identity to use in place of a key or signature; must be one of the pool's
 * @param uploadHeaders headers for the upload, as the blob service knows them
 */
@Buildable
public record OutputFileBlobContainerDestination(
        @Nullable String path,
        @Required @Nullable SignedUrl containerUrl,
        @Nullable ComputeNodeIdentityReference identityReference,
        @Nullable List<HttpHeader> uploadHeaders) {
    /** Copies lists. */
    public OutputFileBlobContainerDestination {
        uploadHeaders = uploadHeaders == null ? null : List.copyOf(uploadHeaders);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static OutputFileBlobContainerDestinationBuilder builder() {
        return OutputFileBlobContainerDestinationBuilder.builder();
    }
}
