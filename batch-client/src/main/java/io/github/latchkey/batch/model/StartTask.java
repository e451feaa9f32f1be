package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The task that each node runs when it joins the pool, reboots or is reimaged.
 *
 * @param commandLine the command; it does not run in a shell, so variables and redirection need {@code /bin/sh -c
 *     "..."} or {@code cmd /c ...}. Required
 * @param containerSettings runs the command in a container; needed on a pool with a container configuration, forbidden
 *     on any other
 * @param resourceFiles files to put on the node before the command runs
 * @param environmentSettings environment variables for the command
 * @param userIdentity the account that the command runs as; default a task user without administrator rights
 * @param maxTaskRetryCount how often a task that ends badly is tried again after the first try; -1 for no limit,
 *     default 0
 * @param waitForSuccess whether the node takes tasks only after it has succeeded; default true
 */
@Buildable
public record StartTask(
        @Required @Nullable String commandLine,
        @Nullable TaskContainerSettings containerSettings,
        @Nullable List<ResourceFile> resourceFiles,
        @Nullable List<EnvironmentSetting> environmentSettings,
        @Nullable UserIdentity userIdentity,
        @Nullable Integer maxTaskRetryCount,
        @Nullable Boolean waitForSuccess) {
    /** Copies lists. */
    public StartTask {
        resourceFiles = resourceFiles == null ? null : List.copyOf(resourceFiles);
        environmentSettings = environmentSettings == null ? null : List.copyOf(environmentSettings);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static StartTaskBuilder builder() {
        return StartTaskBuilder.builder();
    }
}
