package io.github.latchkey.batch.task;

import io.github.latchkey.batch.model.BatchError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one task of a collection.
 *
 * @param status success, or whose fault the failure is; a {@code servererror} may be tried again as it is
 * @param taskId the id of the task that this is about; results come in any order
 * @param eTag the new task's version; present on success
 * @param lastModified when the new task was last changed; present on success
 * @param location the new task's URL; present on success
 * @param error why the task was not added; absent on success
 */
public record TaskAddResult(
        TaskAddStatus status,
        String taskId,
        @Nullable String eTag,
        @Nullable Instant lastModified,
        @Nullable String location,
        @Nullable BatchError error) {}
