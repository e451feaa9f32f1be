package io.github.latchkey.batch.jobschedule;

import io.github.latchkey.batch.model.MetadataItem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that makes jobs.
 *
 * @param id its id
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param url its URL
 * @param eTag the version of the resource, opaque and unquoted; send it back in a condition
 * @param lastModified when it was last changed; job data and states count, the tasks of a job and the nodes of a pool
 *     do not
 * @param creationTime when it was created
 * @param state its state
 * @param stateTransitionTime when it entered its present state
 * @param previousState the state before this one; absent in the first state
 * @param previousStateTransitionTime when it entered the previous state; absent in the first state
 * @param schedule when jobs are made
 * @param jobSpecification what each job of the schedule looks like; a change reaches jobs made later
 * @param executionInfo how it went so far
 * @param metadata name-value pairs that the service only keeps
 * @param stats lifetime statistics; absent unless expanded
 */
public record JobSchedule(
        @Nullable String id,
        @Nullable String displayName,
        @Nullable String url,
        @Nullable String eTag,
        @Nullable Instant lastModified,
        @Nullable Instant creationTime,
        @Nullable JobScheduleState state,
        @Nullable Instant stateTransitionTime,
        @Nullable JobScheduleState previousState,
        @Nullable Instant previousStateTransitionTime,
        @Nullable Schedule schedule,
        @Nullable JobSpecification jobSpecification,
        @Nullable JobScheduleExecutionInformation executionInfo,
        @Nullable List<MetadataItem> metadata,
        @Nullable JobScheduleStatistics stats) {
    /** Copies lists. */
    public JobSchedule {
        metadata = metadata == null ? null : List.copyOf(metadata);
    }
}
