package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a port of every node to a range of outside ports.
 *
 * @param name a name, unique in the pool, up to 77 characters, that starts with a letter or digit. Required
 * @param protocol TCP or UDP. Required
 * @param backendPort the port on the node, 1 to 65535; some ports are kept by the service (29876 and 29877, earlier
 *     also 22 and 3389). Required
 * @param frontendPortRangeStart the first outside port, 1 to 65534, outside of 50000 to 55000. Required
 * @param frontendPortRangeEnd the last outside port; ranges must not overlap and hold at least 40 ports. Required
 * @param networkSecurityGroupRules who may reach the ports; at most 25 in a pool, default everybody
 */
@Buildable
public record InboundNatPool(
        @Required @Nullable String name,
        @Required @Nullable InboundEndpointProtocol protocol,
        @Required @Nullable Integer backendPort,
        @Required @Nullable Integer frontendPortRangeStart,
        @Required @Nullable Integer frontendPortRangeEnd,
        @Nullable List<NetworkSecurityGroupRule> networkSecurityGroupRules) {
    /** Copies lists. */
    public InboundNatPool {
        networkSecurityGroupRules = networkSecurityGroupRules == null ? null : List.copyOf(networkSecurityGroupRules);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static InboundNatPoolBuilder builder() {
        return InboundNatPoolBuilder.builder();
    }
}
