package io.github.latchkey.batch.job;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job to create.
 *
 * @param id the job's id: 1 to 64 letters, digits, hyphens and underscores, kept as written and compared without regard
 *     to case; shares one namespace with job schedules. Required
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param priority -1000 to 1000, default 0; higher runs first
 * @param maxParallelTasks how many of the job's tasks run at a time; -1, the default, for no limit, else above 0. Can
 *     be changed while the job runs
 * @param allowTaskPreemption whether tasks of jobs with higher priority may push this job's tasks off their nodes;
 *     default false
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param jobManagerTask a task that the service starts first, which then runs the job
 * @param jobPreparationTask a task that runs on each node before the job's first task there
 * @param jobReleaseTask a task that runs at the job's end on each node where the preparation task ran; needs
 *     {@code jobPreparationTask}
 * @param commonEnvironmentSettings environment variables for every task of the job; a task's own setting of the same
 *     name wins
 * @param poolInfo where the job's tasks run. Required
 * @param onAllTasksComplete what becomes of the job when all its tasks are completed; a job without tasks counts as
 *     such, so set it after adding them. Default noaction
 * @param onTaskFailure what becomes of the job when a task fails; default noaction
 * @param metadata name-value pairs that the service only keeps
 * @param usesTaskDependencies whether tasks may depend on each other; default false
 * @param networkConfiguration the network of the nodes
 */
@Buildable
public record JobCreate(
        String id,
        @Nullable String displayName,
        @Nullable Integer priority,
        @Nullable Integer maxParallelTasks,
        @Nullable Boolean allowTaskPreemption,
        @Nullable JobConstraints constraints,
        @Nullable JobManagerTask jobManagerTask,
        @Nullable JobPreparationTask jobPreparationTask,
        @Nullable JobReleaseTask jobReleaseTask,
        @Nullable List<EnvironmentSetting> commonEnvironmentSettings,
        PoolInformation poolInfo,
        @Nullable OnAllTasksComplete onAllTasksComplete,
        @Nullable OnTaskFailure onTaskFailure,
        @Nullable List<MetadataItem> metadata,
        @Nullable Boolean usesTaskDependencies,
        @Nullable JobNetworkConfiguration networkConfiguration) {
    /** Copies lists and requires what the service requires. */
    public JobCreate {
        id = Checks.id("id", id);
        commonEnvironmentSettings = commonEnvironmentSettings == null ? null : List.copyOf(commonEnvironmentSettings);
        Checks.required("poolInfo", poolInfo);
        metadata = metadata == null ? null : List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobCreateBuilder builder() {
        return JobCreateBuilder.builder();
    }
}
