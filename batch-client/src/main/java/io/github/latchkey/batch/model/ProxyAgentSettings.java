package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the guest proxy agent. Since service version 2025-06-01.
 *
 * @param enabled whether the proxy agent is on
 * @param imds the settings of the instance metadata endpoint
 * @param wireServer the settings of the wire server endpoint
 */
@Buildable
public record ProxyAgentSettings(
        @Nullable Boolean enabled,
        @Nullable HostEndpointSettings imds,
        @Nullable HostEndpointSettings wireServer) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ProxyAgentSettingsBuilder builder() {
        return ProxyAgentSettingsBuilder.builder();
    }
}
