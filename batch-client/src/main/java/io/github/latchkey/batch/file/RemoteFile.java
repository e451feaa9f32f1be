package io.github.latchkey.batch.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the service tells about one file in the headers of an answer.
 *
 * @param contentLength its size in bytes; {@code null} where the service did not say, as for answers sent in chunks
 * @param contentType its media type
 * @param lastModified when it was last changed
 * @param creationTime when it was created; {@code null} on Linux nodes
 * @param directory whether it is a directory
 * @param url its URL
 * @param mode its mode in octal; Linux only
 */
public record RemoteFile(
        @Nullable Long contentLength,
        @Nullable String contentType,
        @Nullable Instant lastModified,
        @Nullable Instant creationTime,
        boolean directory,
        @Nullable String url,
        @Nullable String mode) {}
