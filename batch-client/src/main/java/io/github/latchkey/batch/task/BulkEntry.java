package io.github.latchkey.batch.task;

import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A task on its way: its id, its JSON, and what happened to it so far. Handed from try to try, never shared. */
final class BulkEntry {

    private final String taskId;
    private final String key;
    private final byte[] json;
    private int attempts;
    private boolean unclear;

    BulkEntry(String taskId, byte[] json) {
        this.taskId = taskId;
        this.key = key(taskId);
        this.json = json;
    }

    /** Ids are compared without regard to letter case. */
    static String key(String taskId) {
        return taskId.toLowerCase(Locale.ROOT);
    }

    String key() {
        return key;
    }

    byte[] json() {
        return json;
    }

    int attempts() {
        return attempts;
    }

    void sent() {
        attempts++;
    }

    /** Notes that the service may have taken it without our being told. */
    void lost() {
        unclear = true;
    }

    /** Whether a task with this id may be of our own making. */
    boolean isUnclear() {
        return unclear;
    }

    TaskAddOutcome outcome(Status status, @Nullable BatchError error) {
        return new TaskAddOutcome(taskId, status, null, null, null, error, attempts);
    }

    TaskAddOutcome added(TaskAddResult result) {
        return new TaskAddOutcome(
                taskId, Status.ADDED, result.eTag(), result.lastModified(), result.location(), null, attempts);
    }
}
