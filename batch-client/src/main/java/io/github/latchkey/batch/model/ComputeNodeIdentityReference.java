package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Names a user-assigned identity of the pool.
 *
 * @param resourceId the resource id of the user-assigned identity
 */
@Buildable
public record ComputeNodeIdentityReference(@Nullable String resourceId) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ComputeNodeIdentityReferenceBuilder builder() {
        return ComputeNodeIdentityReferenceBuilder.builder();
    }
}
