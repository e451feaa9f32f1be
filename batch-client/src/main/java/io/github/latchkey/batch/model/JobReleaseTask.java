package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs at the job's end on each node that ran the preparation task.
 *
 * @param id the task's id; default {@code jobrelease}, and no task of the job may have the same
 * @param commandLine the command; it does not run in a shell, so variables and redirection need {@code /bin/sh -c
 *     "..."} or {@code cmd /c ...}. Required
 * @param containerSettings runs the command in a container; needed on a pool with a container configuration, forbidden
 *     on any other
 * @param resourceFiles files to put on the node before the command runs
 * @param environmentSettings environment variables for the command
 * @param maxWallClockTime how long it may run on a node; at most, and by default, 15 minutes
 * @param retentionTime how long the files stay on the node after the end; default 7 days
 * @param userIdentity the account that the command runs as; default a task user without administrator rights
 */
@Buildable
public record JobReleaseTask(
        @Nullable String id,
        @Required @Nullable String commandLine,
        @Nullable TaskContainerSettings containerSettings,
        @Nullable List<ResourceFile> resourceFiles,
        @Nullable List<EnvironmentSetting> environmentSettings,
        @Nullable Duration maxWallClockTime,
        @Nullable Duration retentionTime,
        @Nullable UserIdentity userIdentity) {
    /** Copies lists. */
    public JobReleaseTask {
        resourceFiles = resourceFiles == null ? null : List.copyOf(resourceFiles);
        environmentSettings = environmentSettings == null ? null : List.copyOf(environmentSettings);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobReleaseTaskBuilder builder() {
        return JobReleaseTaskBuilder.builder();
    }
}
