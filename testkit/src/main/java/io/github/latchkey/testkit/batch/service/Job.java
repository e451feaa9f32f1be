package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job and its tasks. */
final class Job extends Resource {

    /** The ids that preparation and release tasks have when none is given. */
    static final String PREPARATION = "jobpreparation";

    static final String RELEASE = "jobrelease";

    final StateTrack<JobState> states;
    final TaskBook book;
    final long number;
    final @Nullable JobSchedule schedule;

    /** The nodes where the preparation task failed and was required. */
    final Set<Node> refused = new LinkedHashSet<>();

    /** The release tasks that are still running. */
    int releasing;

    @Nullable
    String poolId;

    @Nullable
    Failure schedulingError;

    @Nullable
    String terminateReason;

    Timeline.@Nullable Due wallClock;
    long ended;

    /** Whether the transition out of the present state may only wait for tasks and releases any more. */
    boolean transitionDue;

    Job(BatchAccount account, String id, ObjectNode spec, long number, @Nullable JobSchedule schedule) {
        this(account, id, spec, number, schedule, new TaskBook());
    }

    Job(BatchAccount account, String id, ObjectNode spec, long number, @Nullable JobSchedule schedule, TaskBook book) {
        super(account, id, spec);
        this.book = book;
        this.number = number;
        this.schedule = schedule;
        this.poolId = Trees.text(spec.path("poolInfo"), "poolId");
        states = new StateTrack<>("state", JobState.ACTIVE, created);
    }

    @Override
    String path() {
        return "/jobs/" + id;
    }

    @Override
    StateTrack<JobState> states() {
        return states;
    }

    int priority() {
        return Trees.number(spec, "priority", 0);
    }

    boolean runsTasks() {
        if (!states.is(JobState.ACTIVE) || !book.hasReady()) {
            return false;
        }
        int most = Trees.number(spec, "maxParallelTasks", -1);
        return most < 0 || book.counts.of(Counts.Group.RUNNING) < most;
    }

    boolean usesTaskDependencies() {
        return Trees.flag(spec, "usesTaskDependencies", false);
    }

    @Nullable
    JsonNode preparation() {
        return spec.get("jobPreparationTask");
    }

    @Nullable
    JsonNode release() {
        return spec.get("jobReleaseTask");
    }

    @Nullable
    JsonNode autoPool() {
        return spec.path("poolInfo").get("autoPoolSpecification");
    }

    boolean isManager(Task task) {
        JsonNode manager = spec.get("jobManagerTask");
        return manager != null && Trees.text(manager, "id", "").equalsIgnoreCase(task.id);
    }

    /** Whether the job is at its end, or on its way there. */
    boolean ending() {
        return switch (states.current()) {
            case TERMINATING, COMPLETED, DELETING -> true;
            default -> false;
        };
    }

    ObjectNode write(View view) {
        ObjectNode node = head(view);
        node.setAll(spec);
        ObjectNode info = node.putObject("executionInfo");
        info.put("startTime", Ticks.text(created));
        Trees.putTime(info, "endTime", ended);
        if (poolId != null) {
            info.put("poolId", poolId);
        }
        if (schedulingError != null) {
            info.set("schedulingError", schedulingError.write(account.quirks().capitalizedOutcomes()));
        }
        if (terminateReason != null) {
            info.put("terminateReason", terminateReason);
        }
        if (view.stats()) {
            node.set("stats", Statistics.job(this, view));
        }
        return view.cut(node);
    }
}
