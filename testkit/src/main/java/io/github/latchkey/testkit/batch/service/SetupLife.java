package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs start, job preparation and job release tasks: each on one node, with retries, outside of the task slots. */
final class SetupLife {

    private static final Duration LONGEST_RELEASE = Duration.ofMinutes(15);

    private final BatchAccount account;

    SetupLife(BatchAccount account) {
        this.account = account;
    }

    /** Runs the start task of a node. */
    void start(Node node, JsonNode spec, Consumer<SetupRun> then) {
        SetupRun run = new SetupRun(TaskAttempt.Kind.START_TASK, node, null, spec);
        node.startTask = run;
        begin(run, Trees.number(spec, "maxTaskRetryCount", 0), Trees.unlimited(), then);
    }

    /** The preparation of a job on a node, started when it never was; {@code null} when the job has none. */
    @Nullable
    SetupRun preparation(Job job, Node node) {
        JsonNode spec = job.preparation();
        if (spec == null) {
            return null;
        }
        SetupRun known = node.preparations.get(job.key);
        if (known != null) {
            return known;
        }
        SetupRun run = new SetupRun(TaskAttempt.Kind.JOB_PREPARATION, node, job, spec);
        node.preparations.put(job.key, run);
        JsonNode constraints = spec.path("constraints");
        begin(
                run,
                Trees.number(constraints, "maxTaskRetryCount", 0),
                Trees.duration(constraints, "maxWallClockTime", Trees.unlimited()),
                account.taskLife()::prepared);
        return run;
    }

    /** Runs the release task of a job on every node where its tasks were prepared. */
    void release(Job job, Runnable then) {
        JsonNode spec = job.release();
        String poolId = job.poolId;
        Pool pool = poolId == null ? null : account.pools.get(Ids.key(poolId));
        if (spec != null && pool != null) {
            for (Node node : pool.nodes.values()) {
                if (node.preparations.containsKey(job.key) && !node.releases.containsKey(job.key)) {
                    SetupRun run = new SetupRun(TaskAttempt.Kind.JOB_RELEASE, node, job, spec);
                    node.releases.put(job.key, run);
                    job.releasing++;
                    begin(run, 0, Trees.duration(spec, "maxWallClockTime", LONGEST_RELEASE), done -> {
                        job.releasing--;
                        then.run();
                    });
                }
            }
        }
    }

    /** Ends what runs on a node that goes away; nobody is told. */
    void abandon(Node node) {
        if (node.startTask != null) {
            stop(node.startTask);
        }
        node.preparations.values().forEach(SetupLife::stop);
        for (SetupRun release : node.releases.values()) {
            Job job = release.job;
            if (!release.done() && job != null) {
                stop(release);
                job.releasing--;
                account.jobLife().settle(job);
            }
        }
    }

    private static void stop(SetupRun run) {
        if (run.due != null) {
            run.due.cancel();
        }
    }

    private void begin(SetupRun run, int maxRetries, Duration limit, Consumer<SetupRun> then) {
        if (run.start == Ticks.NEVER) {
            run.start = account.now();
        }
        TaskAttempt attempt = Attempts.of(run, run.retries + 1);
        TaskOutcome outcome = account.script().outcome(attempt);
        run.outcome = outcome;
        Duration duration = outcome.duration().orElse(account.timings().setupTask());
        boolean endless = outcome.end() == TaskOutcome.End.NEVER;
        if (!Trees.unlimited(limit) && (endless || limit.compareTo(duration) < 0)) {
            run.due = account.timeline().after(limit, () -> end(run, Failure.TIMEOUT, then));
        } else if (!endless) {
            run.due = account.timeline().after(duration, () -> finish(run, outcome, maxRetries, limit, then));
        }
    }

    private void finish(SetupRun run, TaskOutcome outcome, int maxRetries, Duration limit, Consumer<SetupRun> then) {
        if (outcome.end() == TaskOutcome.End.NODE_LOST) {
            account.nodeLife().lose(run.node);
            return;
        }
        if (outcome.end() == TaskOutcome.End.PREPARATION_FAILED) {
            end(run, Failure.user(outcome.code(), outcome.message()), then);
            return;
        }
        run.exited = true;
        run.exitCode = outcome.exitCode();
        if (run.exitCode != 0 && (maxRetries < 0 || run.retries < maxRetries)) {
            run.retries++;
            run.lastRetry = account.now();
            run.exited = false;
            begin(run, maxRetries, limit, then);
        } else {
            end(run, run.exitCode == 0 ? null : Failure.exit(run.exitCode), then);
        }
    }

    private void end(SetupRun run, @Nullable Failure failure, Consumer<SetupRun> then) {
        run.failure = failure;
        run.end = account.now();
        then.accept(run);
    }
}
