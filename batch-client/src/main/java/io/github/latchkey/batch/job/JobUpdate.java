package io.github.latchkey.batch.job;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.JobConstraints;
import io.github.latchkey.batch.model.MetadataItem;
import io.github.latchkey.batch.model.OnAllTasksComplete;
import io.github.latchkey.batch.model.PoolInformation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replacement of a job: everything that is left out is reset or removed.
 *
 * @param priority -1000 to 1000, default 0; higher runs first
 * @param maxParallelTasks how many of the job's tasks run at a time; -1, the default, for no limit, else above 0. Can
 *     be changed while the job runs
 * @param allowTaskPreemption whether tasks of jobs with higher priority may push this job's tasks off their nodes;
 *     default false
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param poolInfo where the job's tasks run. Required
 * @param metadata name-value pairs that the service only keeps
 * @param onAllTasksComplete what becomes of the job when all its tasks are completed; a job without tasks counts as
 *     such, so set it after adding them. Default noaction
 */
@Buildable
public record JobUpdate(
        @Nullable Integer priority,
        @Nullable Integer maxParallelTasks,
        @Nullable Boolean allowTaskPreemption,
        @Nullable JobConstraints constraints,
        PoolInformation poolInfo,
        @Nullable List<MetadataItem> metadata,
        @Nullable OnAllTasksComplete onAllTasksComplete) {
    /** Copies lists and requires what the service requires. */
    public JobUpdate {
        Checks.required("poolInfo", poolInfo);
        metadata = metadata == null ? null : List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobUpdateBuilder builder() {
        return JobUpdateBuilder.builder();
    }
}
