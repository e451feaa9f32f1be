package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * The network of a pool.
 *
 * @param subnetId the resource id of the subnet; same region and subscription as the account, with room for all nodes
 * @param dynamicVNetAssignmentScope whether a job may choose the virtual network; default none
 * @param endpointConfiguration the ports that lead from outside to the nodes
 * @param publicIPAddressConfiguration the public addresses of the pool
 * @param enableAcceleratedNetworking whether nodes get accelerated networking; default false
 */
@Buildable
public record NetworkConfiguration(
        @Nullable String subnetId,
        @Nullable DynamicVNetAssignmentScope dynamicVNetAssignmentScope,
        @Nullable PoolEndpointConfiguration endpointConfiguration,
        @Nullable PublicIpAddressConfiguration publicIPAddressConfiguration,
        @Nullable Boolean enableAcceleratedNetworking) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static NetworkConfigurationBuilder builder() {
        return NetworkConfigurationBuilder.builder();
    }
}
