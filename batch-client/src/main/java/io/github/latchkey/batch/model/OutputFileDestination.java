package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Where output files go.
 *
 * @param container a blob container; the only kind of destination there is
 */
@Buildable
public record OutputFileDestination(@Nullable OutputFileBlobContainerDestination container) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static OutputFileDestinationBuilder builder() {
        return OutputFileDestinationBuilder.builder();
    }
}
