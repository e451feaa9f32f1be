package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that must end well before another one starts.
 *
 * @param taskIds ids of tasks; at most 64000 characters in all
 * @param taskIdRanges ranges of task ids that are whole numbers; they count as text, so leading zeros matter
 */
@Buildable
public record TaskDependencies(
        @Nullable List<String> taskIds, @Nullable List<TaskIdRange> taskIdRanges) {
    /** Copies lists. */
    public TaskDependencies {
        taskIds = taskIds == null ? null : List.copyOf(taskIds);
        taskIdRanges = taskIdRanges == null ? null : List.copyOf(taskIdRanges);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static TaskDependenciesBuilder builder() {
        return TaskDependenciesBuilder.builder();
    }
}
