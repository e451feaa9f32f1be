package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the firmware.
 *
 * @param secureBootEnabled whether secure boot is on
 * @param vTpmEnabled whether there is a virtual TPM
 */
@Buildable
public record UefiSettings(
        @Nullable Boolean secureBootEnabled, @Nullable Boolean vTpmEnabled) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static UefiSettingsBuilder builder() {
        return UefiSettingsBuilder.builder();
    }
}
