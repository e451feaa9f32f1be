package io.github.latchkey.batch.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Size and times of a file.
 *
 * @param creationTime when the file was created; absent on Linux nodes
 * @param lastModified when the file was last changed
 * @param contentLength the file's size in bytes
 * @param contentType the file's media type
 * @param fileMode the file's mode in octal, as {@code 0770}; Linux only
 */
public record FileProperties(
        @Nullable Instant creationTime,
        Instant lastModified,
        long contentLength,
        @Nullable String contentType,
        @Nullable String fileMode) {}
