package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * What only Windows has.
 *
 * @param enableAutomaticUpdates whether Windows updates itself; default true
 */
@Buildable
public record WindowsConfiguration(@Nullable Boolean enableAutomaticUpdates) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static WindowsConfigurationBuilder builder() {
        return WindowsConfigurationBuilder.builder();
    }
}
