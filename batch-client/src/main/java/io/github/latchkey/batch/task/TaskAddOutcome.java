package io.github.latchkey.batch.task;

import io.github.latchkey.batch.model.BatchError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one task of a bulk add.
 *
 * @param taskId the id as it was given
 * @param status what became of it
 * @param eTag the new task's version; {@code null} unless the service named it
 * @param lastModified when the new task was last changed; {@code null} unless the service named it
 * @param location the new task's URL; {@code null} unless the service named it
 * @param error the service's reason, where there is one
 * @param attempts how often the task was sent
 */
public record TaskAddOutcome(
        String taskId,
        Status status,
        @Nullable String eTag,
        @Nullable Instant lastModified,
        @Nullable String location,
        @Nullable BatchError error,
        int attempts) {

    /**
     * Tells whether the task is there now.
     *
     * @return whether it was added or existed
     */
    public boolean isPresent() {
        return status == Status.ADDED || status == Status.EXISTED;
    }

    /** What became of a task. */
    public enum Status {
        /** The service took it; also where an earlier try of ours had added it and only its answer was lost. */
        ADDED,
        /** A task with this id was there before. */
        EXISTED,
        /** The service refused it, or failed to take it to the last try; {@link TaskAddOutcome#error()} says why. */
        REFUSED,
        /**
         * It was sent and may be there: no answer came, and none at later tries that would tell. An
         * {@link TaskAddOutcome#error()} is what the service said at a later try.
         */
        UNKNOWN,
        /** It did not reach the service before the call came to an end. */
        NOT_SENT
    }
}
