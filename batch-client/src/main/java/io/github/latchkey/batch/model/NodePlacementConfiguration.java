package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool's nodes are placed.
 *
 * @param policy whether all nodes lie in one zone of the region; default regional
 */
@Buildable
public record NodePlacementConfiguration(@Nullable NodePlacementPolicyType policy) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static NodePlacementConfigurationBuilder builder() {
        return NodePlacementConfigurationBuilder.builder();
    }
}
