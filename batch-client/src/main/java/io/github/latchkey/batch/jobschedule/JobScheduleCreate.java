package io.github.latchkey.batch.jobschedule;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.MetadataItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job schedule to create.
 *
 * @param id the schedule's id: 1 to 64 letters, digits, hyphens and underscores; shares one namespace with jobs.
 *     Required
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param schedule when jobs are made. Required
 * @param jobSpecification what each job of the schedule looks like; a change reaches jobs made later. Required
 * @param metadata name-value pairs that the service only keeps
 */
@Buildable
public record JobScheduleCreate(
        String id,
        @Nullable String displayName,
        Schedule schedule,
        JobSpecification jobSpecification,
        @Nullable List<MetadataItem> metadata) {
    /** Copies lists and requires what the service requires. */
    public JobScheduleCreate {
        id = Checks.id("id", id);
        Checks.required("schedule", schedule);
        Checks.required("jobSpecification", jobSpecification);
        metadata = metadata == null ? null : List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static JobScheduleCreateBuilder builder() {
        return JobScheduleCreateBuilder.builder();
    }
}
