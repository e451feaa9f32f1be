package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.Required;
import org.jspecify.annotations.Nullable;

/**
 * A wish to run on a given node.
 *
 * @param affinityId the value that ties a task to a node; take it from a node's or another task's {@code affinityId}.
 *     Required
 */
@Buildable
public record AffinityInformation(@Required @Nullable String affinityId) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static AffinityInformationBuilder builder() {
        return AffinityInformationBuilder.builder();
    }
}
