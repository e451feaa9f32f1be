package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * When output files are uploaded.
 *
 * @param uploadCondition after which ends the files are uploaded; default taskcompletion. Required
 */
@Buildable
public record OutputFileUploadOptions(@Required @Nullable OutputFileUploadCondition uploadCondition) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static OutputFileUploadOptionsBuilder builder() {
        return OutputFileUploadOptionsBuilder.builder();
    }
}
