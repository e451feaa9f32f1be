package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a pool run tasks in containers.
 *
 * @param type its type. Required
 * @param containerImageNames images that each node pulls before it takes tasks, in the form of {@code docker pull}
 * @param containerRegistries private registries that images are pulled from, beside Docker Hub
 */
@Buildable
public record ContainerConfiguration(
        @Required @Nullable ContainerType type,
        @Nullable List<String> containerImageNames,
        @Nullable List<ContainerRegistry> containerRegistries) {
    /** Copies lists. */
    public ContainerConfiguration {
        containerImageNames = containerImageNames == null ? null : List.copyOf(containerImageNames);
        containerRegistries = containerRegistries == null ? null : List.copyOf(containerRegistries);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ContainerConfigurationBuilder builder() {
        return ContainerConfigurationBuilder.builder();
    }
}
