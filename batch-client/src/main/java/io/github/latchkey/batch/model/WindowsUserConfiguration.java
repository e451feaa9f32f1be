package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * What only Windows accounts have.
 *
 * @param loginMode how the account signs in; default batch
 */
@Buildable
public record WindowsUserConfiguration(@Nullable LoginMode loginMode) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static WindowsUserConfigurationBuilder builder() {
        return WindowsUserConfigurationBuilder.builder();
    }
}
