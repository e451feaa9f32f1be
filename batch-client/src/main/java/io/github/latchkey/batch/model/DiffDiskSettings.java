package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a temporary system disk.
 *
 * @param placement where the temporary system disk lies; {@code CacheDisk} is the only place
 */
@Buildable
public record DiffDiskSettings(@Nullable DiffDiskPlacement placement) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static DiffDiskSettingsBuilder builder() {
        return DiffDiskSettingsBuilder.builder();
    }
}
