package io.github.latchkey.batch.job;

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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job: a collection of tasks and where they run.
 *
 * @param id its id
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param usesTaskDependencies whether tasks may depend on each other; default false
 * @param url its URL
 * @param eTag the version of the resource, opaque and unquoted; send it back in a condition
 * @param lastModified when it was last changed; job data and states count, the tasks of a job and the nodes of a pool
 *     do not
 * @param creationTime when it was created
 * @param state its state
 * @param stateTransitionTime when it entered its present state
 * @param previousState the state before this one; absent in the first state
 * @param previousStateTransitionTime when it entered the previous state; absent in the first state
 * @param priority -1000 to 1000, default 0; higher runs first
 * @param allowTaskPreemption whether tasks of jobs with higher priority may push this job's tasks off their nodes;
 *     default false
 * @param maxParallelTasks how many of the job's tasks run at a time; -1, the default, for no limit, else above 0. Can
 *     be changed while the job runs
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param jobManagerTask a task that the service starts first, which then runs the job
 * @param jobPreparationTask a task that runs on each node before the job's first task there
 * @param jobReleaseTask a task that runs at the job's end on each node where the preparation task ran; needs
 *     {@code jobPreparationTask}
 * @param commonEnvironmentSettings environment variables for every task of the job; a task's own setting of the same
 *     name wins
 * @param poolInfo where the job's tasks run
 * @param onAllTasksComplete what becomes of the job when all its tasks are completed; a job without tasks counts as
 *     such, so set it after adding them. Default noaction
 * @param onTaskFailure what becomes of the job when a task fails; default noaction
 * @param networkConfiguration the network of the nodes
 * @param metadata name-value pairs that the service only keeps
 * @param executionInfo how it went so far
 * @param stats lifetime statistics; absent unless expanded
 */
public record Job(
        @Nullable String id,
        @Nullable String displayName,
        @Nullable Boolean usesTaskDependencies,
        @Nullable String url,
        @Nullable String eTag,
        @Nullable Instant lastModified,
        @Nullable Instant creationTime,
        @Nullable JobState state,
        @Nullable Instant stateTransitionTime,
        @Nullable JobState previousState,
        @Nullable Instant previousStateTransitionTime,
        @Nullable Integer priority,
        @Nullable Boolean allowTaskPreemption,
        @Nullable Integer maxParallelTasks,
        @Nullable JobConstraints constraints,
        @Nullable JobManagerTask jobManagerTask,
        @Nullable JobPreparationTask jobPreparationTask,
        @Nullable JobReleaseTask jobReleaseTask,
        @Nullable List<EnvironmentSetting> commonEnvironmentSettings,
        @Nullable PoolInformation poolInfo,
        @Nullable OnAllTasksComplete onAllTasksComplete,
        @Nullable OnTaskFailure onTaskFailure,
        @Nullable JobNetworkConfiguration networkConfiguration,
        @Nullable List<MetadataItem> metadata,
        @Nullable JobExecutionInformation executionInfo,
        @Nullable JobStatistics stats) {
    /** Copies lists. */
    public Job {
        commonEnvironmentSettings = commonEnvironmentSettings == null ? null : List.copyOf(commonEnvironmentSettings);
        metadata = metadata == null ? null : List.copyOf(metadata);
    }
}
