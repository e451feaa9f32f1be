package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A private container registry.
 *
 * @param username the account's name
 * @param password the password for the registry; never returned by the service
 * @param registryServer the registry's host; default {@code docker.io}
 * @param identityReference the user-assigned identity to use in place of a key or signature; must be one of the pool's
 */
@Buildable
public record ContainerRegistry(
        @Nullable String username,
        @Nullable Secret password,
        @Nullable String registryServer,
        @Nullable ComputeNodeIdentityReference identityReference) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ContainerRegistryBuilder builder() {
        return ContainerRegistryBuilder.builder();
    }
}
