package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import org.jspecify.annotations.Nullable;

/** One run of a start, job preparation or job release task on one node. */
final class SetupRun extends CommandRun {

    final TaskAttempt.Kind kind;
    final Node node;
    final @Nullable Job job;
    final JsonNode spec;

    long lastRetry;
    int retries;

    SetupRun(TaskAttempt.Kind kind, Node node, @Nullable Job job, JsonNode spec) {
        this.kind = kind;
        this.node = node;
        this.job = job;
        this.spec = spec;
    }

    /** The id of the task, as it appears in paths and attempts. */
    String id() {
        return switch (kind) {
            case JOB_PREPARATION -> Trees.text(spec, "id", Job.PREPARATION);
            case JOB_RELEASE -> Trees.text(spec, "id", Job.RELEASE);
            default -> "startup";
        };
    }

    boolean done() {
        return end != Ticks.NEVER;
    }

    boolean succeeded() {
        return done() && failure == null;
    }

    /** The directory of the task on its node. */
    String directory() {
        return job == null ? "startup" : "workitems/" + job.id + "/job-1/" + id();
    }

    ObjectNode write(View view) {
        boolean capitalized = node.pool.account.quirks().capitalizedOutcomes();
        ObjectNode info = Trees.object();
        info.put("state", done() ? "completed" : "running");
        Trees.putTime(info, "startTime", start);
        Trees.putTime(info, "endTime", end);
        if (job != null) {
            info.put("taskRootDirectory", directory());
            info.put("taskRootDirectoryUrl", view.base() + node.path() + "/files/" + directory());
        }
        if (exited) {
            info.put("exitCode", exitCode);
        }
        if (failure != null) {
            info.set("failureInfo", failure.write(capitalized));
        }
        if (kind != TaskAttempt.Kind.JOB_RELEASE) {
            info.put("retryCount", retries);
            Trees.putTime(info, "lastRetryTime", lastRetry);
        }
        if (done()) {
            info.put("result", Wire.result(failure == null, capitalized));
        }
        return info;
    }
}
