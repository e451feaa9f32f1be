package io.github.latchkey.batch.jobschedule;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.MetadataItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replacement of a job schedule: everything that is left out is reset or removed.
 *
 * @param schedule when jobs are made. Required
 * @param jobSpecification what each job of the schedule looks like; a change reaches jobs made later. Required
 * @param metadata name-value pairs that the service only keeps
 */
@Buildable
public record JobScheduleUpdate(
        Schedule schedule,
        JobSpecification jobSpecification,
        @Nullable List<MetadataItem> metadata) {
    /** Copies lists and requires what the service requires. */
    public JobScheduleUpdate {
        Checks.required("schedule", schedule);
        Checks.required("jobSpecification", jobSpecification);
        metadata = metadata == null ? null : List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobScheduleUpdateBuilder builder() {
        return JobScheduleUpdateBuilder.builder();
    }
}
