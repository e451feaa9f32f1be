package io.github.latchkey.batch.job;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.JobConstraints;
import io.github.latchkey.batch.model.JobNetworkConfiguration;
import io.github.latchkey.batch.model.MetadataItem;
import io.github.latchkey.batch.model.OnAllTasksComplete;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.model.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a job. Only what is set is sent and changed; an object that is set replaces the stored one whole, and its
 * missing members fall back to the service's defaults.
 *
 * @param priority -1000 to 1000, default 0; higher runs first
 * @param maxParallelTasks how many of the job's tasks run at a time; -1, the default, for no limit, else above 0. Can
 *     be changed while the job runs
 * @param allowTaskPreemption whether tasks of jobs with higher priority may push this job's tasks off their nodes;
 *     default false
 * @param onAllTasksComplete what becomes of the job when all its tasks are completed; a job without tasks counts as
 *     such, so set it after adding them. Default noaction
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param poolInfo where the job's tasks run
 * @param metadata name-value pairs that the service only keeps
 * @param networkConfiguration the network of the nodes
 */
@Buildable
public record JobPatch(
        @Nullable Integer priority,
        @Nullable Integer maxParallelTasks,
        @Nullable Boolean allowTaskPreemption,
        @Nullable OnAllTasksComplete onAllTasksComplete,
        @Nullable JobConstraints constraints,
        @Nullable PoolInformation poolInfo,
        @Nullable List<MetadataItem> metadata,
        @Versions(from = "2024-07-01.20.0") @Nullable JobNetworkConfiguration networkConfiguration) {
    /** Copies lists. */
    public JobPatch {
        metadata = metadata == null ? null : List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobPatchBuilder builder() {
        return JobPatchBuilder.builder();
    }
}
