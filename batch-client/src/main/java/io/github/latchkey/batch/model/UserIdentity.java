package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * The account that a command runs as: one by name, or one that the service makes.
 *
 * @param username an account of the pool; give this or {@code autoUser}
 * @param autoUser an account that the service makes on the node; give this or {@code username}, the default is a task
 *     user without administrator rights
 */
@Buildable
public record UserIdentity(
        @Nullable String username, @Nullable AutoUserSpecification autoUser) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static UserIdentityBuilder builder() {
        return UserIdentityBuilder.builder();
    }
}
