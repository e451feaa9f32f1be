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
 * @param error the service's reason, where there is one; without a code, why the task could not be sent at all
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
        /**
         * The service took it. Also told, with no {@link TaskAddOutcome#eTag()}, where the answer to an earlier try was
         * lost and the service now says that the id exists: it does not tell whose task that is, so it is taken for
         * ours. It is another one if somebody else added that id before or meanwhile, or this call did because the
         * publisher gave the id twice. Who must know for sure gives ids that nobody else uses, and each once.
         */
        ADDED,
        /**
         * A task with this id was there before. Of an id that the publisher gives twice, one is added and the other
         * existed, unless an answer was lost; letter case makes no difference.
         */
        EXISTED,
        /**
         * The service refused it, or failed to take it to the last try, or refused the collections that it was in until
         * the call ended; or it was never sent, since it lacks something that the service requires or has something
         * that the service version in use does not know. {@link TaskAddOutcome#error()} says why. It is not there by
         * our doing.
         */
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
