package io.github.latchkey.batch.jobschedule;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.MetadataItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a job schedule. Only what is set is sent and changed; an object that is set replaces the stored one
 * whole, and its missing members fall back to the service's defaults.
 *
 * @param schedule when jobs are made
 * @param jobSpecification what each job of the schedule looks like; a change reaches jobs made later
 * @param metadata name-value pairs that the service only keeps
 */
@Buildable
public record JobSchedulePatch(
        @Nullable Schedule schedule,
        @Nullable JobSpecification jobSpecification,
        @Nullable List<MetadataItem> metadata) {
    /** Copies lists. */
    public JobSchedulePatch {
        metadata = metadata == null ? null : List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobSchedulePatchBuilder builder() {
        return JobSchedulePatchBuilder.builder();
    }
}
