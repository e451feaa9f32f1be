package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of a task so far: where and when it ran, how it ended, how often it was tried. */
final class TaskRun {

    @Nullable
    Node node;

    @Nullable
    TaskOutcome outcome;

    @Nullable
    Failure failure;

    Timeline.@Nullable Due due;

    /** The nodes of the subtasks of a multi-instance task. */
    Node @Nullable [] subtasks;

    /** The files that were deleted; {@code "*"} when all are. */
    @Nullable
    Set<String> deleted;

    /** What a real process left behind, when command lines really run. */
    RealRun.@Nullable Finished real;

    long start;
    long end;
    long plannedEnd;
    long lastRetry;
    long lastRequeue;
    int exitCode;
    int retries;
    int requeues;
    int tries;
    boolean exited;

    /** Clears what belongs to one try; the counters stay. */
    void reset() {
        node = null;
        outcome = null;
        failure = null;
        due = null;
        subtasks = null;
        deleted = null;
        real = null;
        start = Ticks.NEVER;
        end = Ticks.NEVER;
        plannedEnd = Ticks.NEVER;
        exited = false;
        exitCode = 0;
    }

    void delete(String path) {
        if (deleted == null) {
            deleted = new HashSet<>();
        }
        deleted.add(path);
    }
}
