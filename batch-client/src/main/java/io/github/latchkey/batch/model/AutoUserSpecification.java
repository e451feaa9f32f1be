package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Describes an account that the service makes on a node.
 *
 * @param scope whether the account belongs to one task or to all tasks of the pool; default task
 * @param elevationLevel the rights of the account; default nonadmin
 */
@Buildable
public record AutoUserSpecification(
        @Nullable AutoUserScope scope, @Nullable ElevationLevel elevationLevel) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static AutoUserSpecificationBuilder builder() {
        return AutoUserSpecificationBuilder.builder();
    }
}
