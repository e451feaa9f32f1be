package io.github.latchkey.batch.task;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.internal.json.Secrets;
import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.ErrorMessage;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way: its id, its JSON, and what is known of it. Handed from try to try, never shared.
 *
 * <pre>
 * NOT_SENT --sent--&gt; in flight (told as UNKNOWN) --taken----------------------&gt; ADDED or EXISTED, the end
 *    ^                  |  |  |  |
 *    |                  |  |  |  +--refused for what is in it----------------&gt; REFUSED, the end
 *    |                  |  |  +-----turned away, whatever is in it-----------&gt; REFUSED, unless it was UNKNOWN before
 *    |                  |  +--------no answer, or none that can be read------&gt; UNKNOWN, until an end
 *    +--did not leave---+
 * </pre>
 *
 * A task that cannot be written is REFUSED from the start and never in flight. From every state but the ends it can be
 * sent again. A task that is UNKNOWN may be there already by our own doing: then "exists" means ADDED, and being turned
 * away does not mean that it is not there.
 */
final class BulkEntry {

    private final BulkTally tally;
    private final String taskId;
    private final String key;
    private final byte[] json;
    private Status known = Status.NOT_SENT;
    private Status told = Status.NOT_SENT; // as the tally has it
    private @Nullable BatchError error;
    private int attempts;
    private int failures;
    private long firstFailure;

    BulkEntry(BulkTally tally, String taskId, byte[] json) {
        this.tally = tally;
        this.taskId = taskId;
        this.key = key(taskId);
        this.json = json;
        tally.taken();
    }

    /** A task that the service version in use cannot have, or that lacks something. */
    static BulkEntry unwritable(BulkTally tally, String taskId, InvalidOptionException reason) {
        BulkEntry entry = new BulkEntry(tally, taskId, new byte[0]);
        entry.known = Status.REFUSED;
        entry.error = new BatchError(null, new ErrorMessage(null, reason.getMessage()), null);
        entry.tell(entry.known);
        return entry;
    }

    boolean isWritten() {
        return json.length > 0;
    }

    /** Ids are compared without regard to letter case. */
    static String key(String taskId) {
        return taskId.toLowerCase(Locale.ROOT);
    }

    String taskId() {
        return taskId;
    }

    String key() {
        return key;
    }

    byte[] json() {
        return json;
    }

    void sent() {
        attempts++;
        tell(Status.UNKNOWN);
    }

    /** The try did not reach the service. */
    void notSent() {
        tell(known);
    }

    /** The service may have acted and did not say so. */
    void lost() {
        known = Status.UNKNOWN;
        tell(known);
    }

    /** The service did not take it and would not have taken another one either. */
    void turnedAway(@Nullable BatchError reason) {
        if (known != Status.UNKNOWN) {
            known = Status.REFUSED;
        }
        error = hidden(reason);
        tell(known);
    }

    /** The service will never take it. */
    void refused(@Nullable BatchError reason) {
        known = Status.REFUSED;
        error = hidden(reason);
        tell(known);
    }

    /**
     * Counts a try that the task may be the reason for.
     *
     * @param answered how many requests the service had answered when it failed
     */
    void failed(long answered) {
        if (failures++ == 0) {
            firstFailure = answered;
        }
    }

    int failures() {
        return failures;
    }

    /** How many requests the service had answered when this failed first. */
    long firstFailure() {
        return firstFailure;
    }

    TaskAddOutcome added(TaskAddResult result) {
        tell(Status.ADDED);
        return new TaskAddOutcome(
                taskId, Status.ADDED, result.eTag(), result.lastModified(), result.location(), null, attempts);
    }

    TaskAddOutcome exists() {
        tell(known == Status.UNKNOWN ? Status.ADDED : Status.EXISTED);
        return new TaskAddOutcome(taskId, told, null, null, null, null, attempts);
    }

    /** What is known of it, when nothing more will be tried. */
    TaskAddOutcome givenUp() {
        return new TaskAddOutcome(taskId, known, null, null, null, error, attempts);
    }

    /** A reason may repeat what it complains about. */
    private @Nullable BatchError hidden(@Nullable BatchError reason) {
        return reason == null ? null : Secrets.of(null, json).hide(reason);
    }

    private void tell(Status status) {
        if (status != told) {
            tally.move(told, status);
            told = status;
        }
    }
}
