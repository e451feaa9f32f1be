package io.github.latchkey.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the service said when it took a change.
 *
 * @param status the HTTP status
 * @param requestId the service's id of the request, for support
 * @param clientRequestId the id that this client sent
 * @param eTag the new version of the resource; {@code null} for deletes and some actions
 * @param lastModified when the resource was changed; {@code null} for deletes and some actions
 * @param replayed whether an earlier try of the same call had already taken effect: its answer was lost, and this try
 *     was told that there is nothing left to do
 */
public record Receipt(
        int status,
        @Nullable String requestId,
        @Nullable String clientRequestId,
        @Nullable String eTag,
        @Nullable Instant lastModified,
        boolean replayed) {}
