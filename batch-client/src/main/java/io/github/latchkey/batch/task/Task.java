package io.github.latchkey.batch.task;

import io.github.latchkey.batch.model.ApplicationPackageReference;
import io.github.latchkey.batch.model.AuthenticationTokenSettings;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.model.OutputFile;
import io.github.latchkey.batch.model.ResourceFile;
import io.github.latchkey.batch.model.TaskConstraints;
import io.github.latchkey.batch.model.TaskContainerSettings;
import io.github.latchkey.batch.model.TaskExecutionInformation;
import io.github.latchkey.batch.model.TaskState;
import io.github.latchkey.batch.model.UserIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task: one command, its files and how it went.
 *
 * @param id its id
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param url its URL
 * @param eTag the version of the resource, opaque and unquoted; send it back in a condition
 * @param lastModified when it was last changed; job data and states count, the tasks of a job and the nodes of a pool
 *     do not
 * @param creationTime when it was created
 * @param exitConditions what to do when the task ends in a given way
 * @param state its state
 * @param stateTransitionTime when it entered its present state
 * @param previousState the state before this one; absent in the first state
 * @param previousStateTransitionTime when it entered the previous state; absent in the first state
 * @param commandLine the command; it does not run in a shell, so variables and redirection need {@code /bin/sh -c
 *     "..."} or {@code cmd /c ...}
 * @param containerSettings runs the command in a container; needed on a pool with a container configuration, forbidden
 *     on any other
 * @param resourceFiles files to put on the node before the command runs
 * @param outputFiles files to upload after the command has ended
 * @param environmentSettings environment variables for the command
 * @param affinityInfo a wish to run on a given node; the scheduler prefers it and takes another node if it must
 * @param constraints limits on time and retries; what is left out takes the service's default, also in a patch
 * @param requiredSlots how many task slots the task takes on its node; default 1, always 1 for multi-instance tasks
 * @param userIdentity the account that the command runs as; default a task user without administrator rights
 * @param executionInfo how it went so far
 * @param nodeInfo where the task runs or ran
 * @param multiInstanceSettings runs the task on several nodes at once
 * @param stats lifetime statistics; absent unless expanded
 * @param dependsOn tasks that must end well before this one starts; the job must have {@code usesTaskDependencies}
 * @param applicationPackageReferences packages to put on the node before anything runs; at most 10 on a pool, where a
 *     change reaches new nodes and nodes that reboot
 * @param authenticationTokenSettings asks for a token that the task may use on its own job; gone from service version
 *     2025-06-01 on
 */
public record Task(
        @Nullable String id,
        @Nullable String displayName,
        @Nullable String url,
        @Nullable String eTag,
        @Nullable Instant lastModified,
        @Nullable Instant creationTime,
        @Nullable ExitConditions exitConditions,
        @Nullable TaskState state,
        @Nullable Instant stateTransitionTime,
        @Nullable TaskState previousState,
        @Nullable Instant previousStateTransitionTime,
        @Nullable String commandLine,
        @Nullable TaskContainerSettings containerSettings,
        @Nullable List<ResourceFile> resourceFiles,
        @Nullable List<OutputFile> outputFiles,
        @Nullable List<EnvironmentSetting> environmentSettings,
        @Nullable AffinityInformation affinityInfo,
        @Nullable TaskConstraints constraints,
        @Nullable Integer requiredSlots,
        @Nullable UserIdentity userIdentity,
        @Nullable TaskExecutionInformation executionInfo,
        @Nullable ComputeNodeInformation nodeInfo,
        @Nullable MultiInstanceSettings multiInstanceSettings,
        @Nullable TaskStatistics stats,
        @Nullable TaskDependencies dependsOn,
        @Nullable List<ApplicationPackageReference> applicationPackageReferences,
        @Nullable AuthenticationTokenSettings authenticationTokenSettings) {
    /** Copies lists. */
    public Task {
        resourceFiles = resourceFiles == null ? null : List.copyOf(resourceFiles);
        outputFiles = outputFiles == null ? null : List.copyOf(outputFiles);
        environmentSettings = environmentSettings == null ? null : List.copyOf(environmentSettings);
        applicationPackageReferences =
                applicationPackageReferences == null ? null : List.copyOf(applicationPackageReferences);
    }
}
