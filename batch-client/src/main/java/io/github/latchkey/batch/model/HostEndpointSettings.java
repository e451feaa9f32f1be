package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one endpoint of the host. Since service version 2025-06-01.
 *
 * @param inVMAccessControlProfileReferenceId the resource id of the access control profile; excludes {@code mode}
 * @param mode whether access is only audited or enforced; excludes the profile reference
 */
@Buildable
public record HostEndpointSettings(
        @Nullable String inVMAccessControlProfileReferenceId,
        @Nullable HostEndpointSettingsModeTypes mode) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static HostEndpointSettingsBuilder builder() {
        return HostEndpointSettingsBuilder.builder();
    }
}
