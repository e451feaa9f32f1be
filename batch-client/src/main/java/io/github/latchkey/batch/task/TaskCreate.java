package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.ApplicationPackageReference;
import io.github.latchkey.batch.model.AuthenticationTokenSettings;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.model.OutputFile;
import io.github.latchkey.batch.model.ResourceFile;
import io.github.latchkey.batch.model.TaskConstraints;
import io.github.latchkey.batch.model.TaskContainerSettings;
import io.github.latchkey.batch.model.UserIdentity;
import io.github.latchkey.batch.model.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task to add to a job.
 *
 * @param id the task's id: 1 to 64 letters, digits, hyphens and underscores, unique in the job without regard to case.
 *     Required
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param commandLine the command; it does not run in a shell, so variables and redirection need {@code /bin/sh -c
 *     "..."} or {@code cmd /c ...}. Required
 * @param containerSettings runs the command in a container; needed on a pool with a container configuration, forbidden
 *     on any other
 * @param exitConditions what to do when the task ends in a given way
 * @param resourceFiles files to put on the node before the command runs
 * @param outputFiles files to upload after the command has ended
 * @param environmentSettings environment variables for the command
 * @param affinityInfo a wish to run on a given node; the scheduler prefers it and takes another node if it must
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param requiredSlots how many task slots the task takes on its node; default 1, always 1 for multi-instance tasks
 * @param userIdentity the account that the command runs as; default a task user without administrator rights
 * @param multiInstanceSettings runs the task on several nodes at once
 * @param dependsOn tasks that must end well before this one starts; the job must have {@code usesTaskDependencies}
 * @param applicationPackageReferences packages to put on the node before anything runs; at most 10 on a pool, where a
 *     change reaches new nodes and nodes that reboot
 * @param authenticationTokenSettings asks for a token that the task may use on its own job; gone from service version
 *     2025-06-01 on
 */
@Buildable
public record TaskCreate(
        String id,
        @Nullable String displayName,
        String commandLine,
        @Nullable TaskContainerSettings containerSettings,
        @Nullable ExitConditions exitConditions,
        @Nullable List<ResourceFile> resourceFiles,
        @Nullable List<OutputFile> outputFiles,
        @Nullable List<EnvironmentSetting> environmentSettings,
        @Nullable AffinityInformation affinityInfo,
        @Nullable TaskConstraints constraints,
        @Nullable Integer requiredSlots,
        @Nullable UserIdentity userIdentity,
        @Nullable MultiInstanceSettings multiInstanceSettings,
        @Nullable TaskDependencies dependsOn,
        @Nullable List<ApplicationPackageReference> applicationPackageReferences,
        @Versions(until = "2025-06-01") @Nullable AuthenticationTokenSettings authenticationTokenSettings) {
    /** Copies lists and requires what the service requires. */
    public TaskCreate {
        id = Checks.id("id", id);
        Checks.required("commandLine", commandLine);
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
    public static TaskCreateBuilder builder() {
        return TaskCreateBuilder.builder();
    }
}
