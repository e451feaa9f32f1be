package io.github.latchkey.batch.task;

import io.github.latchkey.batch.BulkSummary;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the tasks of one bulk add by what would have to be said of each if the call ended now. A task is counted once
 * from the moment it was taken, and moves from one number to another: so the numbers add up at any time, also at a
 * cancel.
 */
final class BulkTally {

    // Guarded by this.
    private final Map<Status, Long> tasks = new EnumMap<>(Status.class);
    private boolean closed;

    synchronized void taken() {
        tasks.merge(Status.NOT_SENT, 1L, Long::sum);
    }

    synchronized void move(Status from, Status to) {
        tasks.merge(from, -1L, Long::sum);
        tasks.merge(to, 1L, Long::sum);
    }

    /**
     * Takes the last summary.
     *
     * @return what is true from now on, since nothing may be sent any more
     */
    synchronized BulkSummary close() {
        closed = true;
        return summary();
    }

    /**
     * Notes that tasks are about to be sent, all of them or none.
     *
     * @param note moves each of the tasks
     * @return whether they may be: the last summary was not taken yet and so will count them as sent
     */
    synchronized boolean sending(Runnable note) {
        if (!closed) {
            note.run();
        }
        return !closed;
    }

    synchronized BulkSummary summary() {
        return new BulkSummary(
                tasks.values().stream().mapToLong(Long::longValue).sum(),
                number(Status.ADDED),
                number(Status.EXISTED),
                number(Status.REFUSED),
                number(Status.UNKNOWN),
                number(Status.NOT_SENT));
    }

    private long number(Status status) {
        return tasks.getOrDefault(status, 0L);
    }
}
