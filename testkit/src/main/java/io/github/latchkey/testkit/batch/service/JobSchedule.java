package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A job schedule and the jobs that it made. */
final class JobSchedule extends Resource {

    final StateTrack<ScheduleState> states;
    final TreeMap<String, Job> jobs = new TreeMap<>();

    @Nullable
    Job recent;

    /** The pool of the schedule, when its jobs share an auto-pool. */
    @Nullable
    String sharedPoolId;

    Timeline.@Nullable Due due;
    long nextRun;
    long lastRun;
    long ended;
    int runs;

    JobSchedule(BatchAccount account, String id, ObjectNode spec) {
        super(account, id, spec);
        states = new StateTrack<>("state", ScheduleState.ACTIVE, created);
    }

    @Override
    String path() {
        return "/jobschedules/" + id;
    }

    @Override
    StateTrack<ScheduleState> states() {
        return states;
    }

    ObjectNode write(View view) {
        ObjectNode node = head(view);
        node.setAll(spec);
        ObjectNode info = node.putObject("executionInfo");
        Trees.putTime(info, "nextRunTime", nextRun);
        if (recent != null) {
            info.putObject("recentJob").put("id", recent.id).put("url", view.base() + recent.path());
        }
        Trees.putTime(info, "endTime", ended);
        if (view.stats()) {
            node.set("stats", Statistics.schedule(this, view));
        }
        return view.cut(node);
    }
}
