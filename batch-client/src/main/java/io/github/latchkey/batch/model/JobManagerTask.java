package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that the service starts first and that runs the job.
 *
 * @param id the task's id: 1 to 64 letters, digits, hyphens and underscores. Required
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param commandLine the command; it does not run in a shell, so variables and redirection need {@code /bin/sh -c
 *     "..."} or {@code cmd /c ...}. Required
 * @param containerSettings runs the command in a container; needed on a pool with a container configuration, forbidden
 *     on any other
 * @param resourceFiles files to put on the node before the command runs
 * @param outputFiles files to upload after the command has ended
 * @param environmentSettings environment variables for the command
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param requiredSlots how many task slots the task takes on its node; default 1, always 1 for multi-instance tasks
 * @param killJobOnCompletion whether the job ends with this task; default true
 * @param userIdentity the account that the command runs as; default a task user without administrator rights
 * @param runExclusive whether the task has the node to itself; default true
 * @param applicationPackageReferences packages to put on the node before anything runs; at most 10 on a pool, where a
 *     change reaches new nodes and nodes that reboot
 * @param authenticationTokenSettings asks for a token that the task may use on its own job; gone from service version
 *     2025-06-01 on
 * @param allowLowPriorityNode whether the job manager may run on a Spot node; default true
 */
@Buildable
public record JobManagerTask(
        @Required @Nullable String id,
        @Nullable String displayName,
        @Required @Nullable String commandLine,
        @Nullable TaskContainerSettings containerSettings,
        @Nullable List<ResourceFile> resourceFiles,
        @Nullable List<OutputFile> outputFiles,
        @Nullable List<EnvironmentSetting> environmentSettings,
        @Nullable TaskConstraints constraints,
        @Nullable Integer requiredSlots,
        @Nullable Boolean killJobOnCompletion,
        @Nullable UserIdentity userIdentity,
        @Nullable Boolean runExclusive,
        @Nullable List<ApplicationPackageReference> applicationPackageReferences,
        @Versions(until = "2025-06-01") @Nullable AuthenticationTokenSettings authenticationTokenSettings,
        @Nullable Boolean allowLowPriorityNode) {
    /** Copies lists. */
    public JobManagerTask {
        resourceFiles = resourceFiles == null ? null : List.copyOf(resourceFiles);
        outputFiles = outputFiles == null ? null : List.copyOf(outputFiles);
        environmentSettings = environmentSettings == null ? null : List.copyOf(environmentSettings);
        applicationPackageReferences =
                applicationPackageReferences == null ? null : List.copyOf(applicationPackageReferences);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobManagerTaskBuilder builder() {
        return JobManagerTaskBuilder.builder();
    }
}
