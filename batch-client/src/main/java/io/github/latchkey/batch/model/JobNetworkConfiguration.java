package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * The network that a job's nodes join.
 *
 * @param subnetId the resource id of the subnet that the job's nodes join. Required
 * @param skipWithdrawFromVNet whether the pool stays in the virtual network after the job; default false. Since service
 *     version 2024-07-01.20.0
 */
@Buildable
public record JobNetworkConfiguration(
        @Required @Nullable String subnetId,
        @Versions(from = "2024-07-01.20.0") @Nullable Boolean skipWithdrawFromVNet) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobNetworkConfigurationBuilder builder() {
        return JobNetworkConfigurationBuilder.builder();
    }
}
