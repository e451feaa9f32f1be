package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * The operating system of a Cloud Services pool. Gone from service version 2024-07-01.20.0 on.
 *
 * @param osFamily the guest operating system: 2 to 7. Required
 * @param osVersion the guest's version; default {@code *}, the latest
 */
@Buildable
public record CloudServiceConfiguration(
        @Required @Nullable String osFamily, @Nullable String osVersion) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static CloudServiceConfigurationBuilder builder() {
        return CloudServiceConfigurationBuilder.builder();
    }
}
