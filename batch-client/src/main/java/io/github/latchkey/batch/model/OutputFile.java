package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Files to upload after a task.
 *
 * @param filePattern which files to upload: {@code *}, {@code ?}, {@code **} for folders, relative to the working
 *     directory. Required
 * @param destination where the files go. Required
 * @param uploadOptions when to upload. Required
 */
@Buildable
public record OutputFile(
        @Required @Nullable String filePattern,
        @Required @Nullable OutputFileDestination destination,
        @Required @Nullable OutputFileUploadOptions uploadOptions) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static OutputFileBuilder builder() {
        return OutputFileBuilder.builder();
    }
}
