package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.Required;
import io.github.latchkey.batch.model.ResourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task on several nodes at once, as MPI programs need it.
 *
 * @param numberOfInstances how many nodes the task takes; default 1
 * @param coordinationCommandLine what every subtask runs to let the primary task talk to it; starts a service in the
 *     background and returns. Required
 * @param commonResourceFiles files for the primary task and all subtasks alike; a task's own {@code resourceFiles} go
 *     to the primary only
 */
@Buildable
public record MultiInstanceSettings(
        @Nullable Integer numberOfInstances,
        @Required @Nullable String coordinationCommandLine,
        @Nullable List<ResourceFile> commonResourceFiles) {
    /** Copies lists. */
    public MultiInstanceSettings {
        commonResourceFiles = commonResourceFiles == null ? null : List.copyOf(commonResourceFiles);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static MultiInstanceSettingsBuilder builder() {
        return MultiInstanceSettingsBuilder.builder();
    }
}
