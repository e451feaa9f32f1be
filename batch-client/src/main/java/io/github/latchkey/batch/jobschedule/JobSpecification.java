package io.github.latchkey.batch.jobschedule;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.model.JobConstraints;
import io.github.latchkey.batch.model.JobManagerTask;
import io.github.latchkey.batch.model.JobNetworkConfiguration;
import io.github.latchkey.batch.model.JobPreparationTask;
import io.github.latchkey.batch.model.JobReleaseTask;
import io.github.latchkey.batch.model.MetadataItem;
import io.github.latchkey.batch.model.OnAllTasksComplete;
import io.github.latchkey.batch.model.OnTaskFailure;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.model.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each job of a schedule looks like.
 *
 * @param priority -1000 to 1000, default 0; higher runs first
 * @param allowTaskPreemption whether tasks of jobs with higher priority may push this job's tasks off their nodes;
 *     default false
 * @param maxParallelTasks how many of the job's tasks run at a time; -1, the default, for no limit, else above 0. Can
 *     be changed while the job runs
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param usesTaskDependencies whether tasks may depend on each other; default false
 * @param onAllTasksComplete what becomes of the job when all its tasks are completed; a job without tasks counts as
 *     such, so set it after adding them. Default noaction
 * @param onTaskFailure what becomes of the job when a task fails; default noaction
 * @param networkConfiguration the network of the nodes
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param jobManagerTask a task that the service starts first, which then runs the job
 * @param jobPreparationTask a task that runs on each node before the job's first task there
 * @param jobReleaseTask a task that runs at the job's end on each node where the preparation task ran; needs
 *     {@code jobPreparationTask}
 * @param commonEnvironmentSettings environment variables for every task of the job; a task's own setting of the same
 *     name wins
 * @param poolInfo where the job's tasks run. Required
 * @param metadata name-value pairs that the service only keeps
 */
@Buildable
public record JobSpecification(
        @Nullable Integer priority,
        @Nullable Boolean allowTaskPreemption,
        @Nullable Integer maxParallelTasks,
        @Nullable String displayName,
        @Nullable Boolean usesTaskDependencies,
        @Nullable OnAllTasksComplete onAllTasksComplete,
        @Nullable OnTaskFailure onTaskFailure,
        @Nullable JobNetworkConfiguration networkConfiguration,
        @Nullable JobConstraints constraints,
        @Nullable JobManagerTask jobManagerTask,
        @Nullable JobPreparationTask jobPreparationTask,
        @Nullable JobReleaseTask jobReleaseTask,
        @Nullable List<EnvironmentSetting> commonEnvironmentSettings,
        @Required @Nullable PoolInformation poolInfo,
        @Nullable List<MetadataItem> metadata) {
    /** Copies lists. */
    public JobSpecification {
        commonEnvironmentSettings = commonEnvironmentSettings == null ? null : List.copyOf(commonEnvironmentSettings);
        metadata = metadata == null ? null : List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobSpecificationBuilder builder() {
        return JobSpecificationBuilder.builder();
    }
}
