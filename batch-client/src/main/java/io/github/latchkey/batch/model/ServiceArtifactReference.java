package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Names a service artifact.
 *
 * @param id the resource id of the service artifact. Required
 */
@Buildable
public record ServiceArtifactReference(@Required @Nullable String id) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ServiceArtifactReferenceBuilder builder() {
        return ServiceArtifactReferenceBuilder.builder();
    }
}
