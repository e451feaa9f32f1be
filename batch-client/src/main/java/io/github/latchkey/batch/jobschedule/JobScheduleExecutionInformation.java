package io.github.latchkey.batch.jobschedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule did and will do.
 *
 * @param nextRunTime when the next job will be made; absent in the states completed and disabled
 * @param recentJob the job that was made last; absent until the first one
 * @param endTime when the schedule ended; present in the state completed only
 */
public record JobScheduleExecutionInformation(
        @Nullable Instant nextRunTime,
        @Nullable RecentJob recentJob,
        @Nullable Instant endTime) {}
