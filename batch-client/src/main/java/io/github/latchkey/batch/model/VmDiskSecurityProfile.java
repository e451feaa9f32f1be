package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Security settings of a disk. Since service version 2024-07-01.20.0.
 *
 * @param securityEncryptionType what is encrypted along with the disk. Since service version 2024-07-01.20.0
 */
@Buildable
public record VmDiskSecurityProfile(@Nullable SecurityEncryptionTypes securityEncryptionType) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static VmDiskSecurityProfileBuilder builder() {
        return VmDiskSecurityProfileBuilder.builder();
    }
}
