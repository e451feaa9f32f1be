package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ports that lead from outside to a pool's nodes.
 *
 * @param inboundNATPools at most 5; names differ, outside ranges do not overlap. Required
 */
@Buildable
public record PoolEndpointConfiguration(@Required @Nullable List<InboundNatPool> inboundNATPools) {
    /** Copies lists. */
    public PoolEndpointConfiguration {
        inboundNATPools = inboundNATPools == null ? null : List.copyOf(inboundNATPools);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PoolEndpointConfigurationBuilder builder() {
        return PoolEndpointConfigurationBuilder.builder();
    }
}
