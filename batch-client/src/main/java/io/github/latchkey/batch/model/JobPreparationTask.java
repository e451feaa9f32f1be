package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs on each node before the job's first task there.
 *
 * @param id the task's id; default {@code jobpreparation}, and no task of the job may have the same
 * @param commandLine the command; it does not run in a shell, so variables and redirection need {@code /bin/sh -c
 *     "..."} or {@code cmd /c ...}. Required
 * @param containerSettings runs the command in a container; needed on a pool with a container configuration, forbidden
 *     on any other
 * @param resourceFiles files to put on the node before the command runs
 * @param environmentSettings environment variables for the command
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param waitForSuccess whether the node takes tasks only after it has succeeded; default true
 * @param userIdentity the account that the command runs as; default a task user without administrator rights
 * @param rerunOnNodeRebootAfterSuccess whether it runs again after a reboot; default true
 */
@Buildable
public record JobPreparationTask(
        @Nullable String id,
        @Required @Nullable String commandLine,
        @Nullable TaskContainerSettings containerSettings,
        @Nullable List<ResourceFile> resourceFiles,
        @Nullable List<EnvironmentSetting> environmentSettings,
        @Nullable TaskConstraints constraints,
        @Nullable Boolean waitForSuccess,
        @Nullable UserIdentity userIdentity,
        @Nullable Boolean rerunOnNodeRebootAfterSuccess) {
    /** Copies lists. */
    public JobPreparationTask {
        resourceFiles = resourceFiles == null ? null : List.copyOf(resourceFiles);
        environmentSettings = environmentSettings == null ? null : List.copyOf(environmentSettings);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobPreparationTaskBuilder builder() {
        return JobPreparationTaskBuilder.builder();
    }
}
