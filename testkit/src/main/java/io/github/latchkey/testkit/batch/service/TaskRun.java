package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of a task so far: where and when it ran, how it ended, how often it was tried. */
final class TaskRun extends CommandRun {

    @Nullable
    Node node;

    /** The parts of a multi-instance task, its primary first; {@code null} for other tasks. */
    @Nullable
    List<Instance> instances;

    /** How the last try ended, for the exit conditions. */
    TaskOutcome.@Nullable End ending;

    /** The files that were deleted; {@code "*"} when all are. */
    @Nullable
    Set<String> deleted;

    long lastRetry;
    long lastRequeue;
    int retries;
    int requeues;
    int tries;

    /** Clears what belongs to one try; the counters stay. */
    @Override
    void reset() {
        super.reset();
        node = null;
        instances = null;
        ending = null;
        deleted = null;
    }

    void delete(String path) {
        if (deleted == null) {
            deleted = new HashSet<>();
        }
        deleted.add(path);
    }
}
