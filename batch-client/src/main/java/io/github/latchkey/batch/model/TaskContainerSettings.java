package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command in a container.
 *
 * @param containerRunOptions more options for the container create command
 * @param imageName the image, in the form of {@code docker pull}; without a tag {@code :latest}. Required
 * @param registry the private registry of the image
 * @param workingDirectory where the command starts in the container; default taskWorkingDirectory
 * @param containerHostBatchBindMounts which Batch folders of the host are mounted into the container; default all of
 *     them. Since service version 2024-07-01.20.0
 */
@Buildable
public record TaskContainerSettings(
        @Nullable String containerRunOptions,
        @Required @Nullable String imageName,
        @Nullable ContainerRegistry registry,
        @Nullable ContainerWorkingDirectory workingDirectory,

        @Versions(from = "2024-07-01.20.0") @Nullable
        List<ContainerHostBatchBindMountEntry> containerHostBatchBindMounts) {
    /** Copies lists. */
    public TaskContainerSettings {
        containerHostBatchBindMounts =
                containerHostBatchBindMounts == null ? null : List.copyOf(containerHostBatchBindMounts);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static TaskContainerSettingsBuilder builder() {
        return TaskContainerSettingsBuilder.builder();
    }
}
