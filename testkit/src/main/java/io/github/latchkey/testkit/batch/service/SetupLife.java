package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs start, job preparation and job release tasks: each on one node, with retries, outside of the task slots. */
final class SetupLife {

    private static final Duration LONGEST_RELEASE = Duration.ofMinutes(15);

    private final BatchAccount account;

    SetupLife(BatchAccount account) {
        this.account = account;
    }

    /** What one run is to be like, and who hears of its end. */
    private record Order(SetupRun run, int maxRetries, Duration limit, Consumer<SetupRun> then) {}

    /** Runs the start task of a node. */
    void start(Node node, JsonNode spec, Consumer<SetupRun> then) {
        SetupRun run = new SetupRun(TaskAttempt.Kind.START_TASK, node, null, spec);
        node.startTask = run;
        begin(new Order(run, Trees.number(spec, "maxTaskRetryCount", 0), Trees.unlimited(), then));
    }

    /**
     * Whether the tasks of a job have to wait on a node for its preparation task, which is started when it has not run
     * there yet.
     */
    boolean holds(Job job, Node node) {
        JsonNode spec = job.preparation();
        if (spec == null) {
            return false;
        }
        SetupRun run = node.preparations.get(job.key);
        if (run == null) {
            run = new SetupRun(TaskAttempt.Kind.JOB_PREPARATION, node, job, spec);
            node.preparations.put(job.key, run);
            JsonNode constraints = spec.path("constraints");
            begin(new Order(
                    run,
                    Trees.number(constraints, "maxTaskRetryCount", 0),
                    Trees.duration(constraints, "maxWallClockTime", Trees.unlimited()),
                    account.taskLife()::prepared));
        }
        return !run.done() && Trees.flag(run.spec, "waitForSuccess", true);
    }

    /** Runs the release task of a job on every node where its preparation task ran and that is able to. */
    void release(Job job, Runnable then) {
        JsonNode spec = job.release();
        for (Node node : nodes(job)) {
            SetupRun preparation = node.preparations.get(job.key);
            if (preparation != null && !preparation.done()) {
                end(new Order(preparation, 0, Trees.unlimited(), run -> {}), Failure.ENDED);
            }
            if (preparation != null && spec == null) {
                preparation.stop();
            } else if (preparation != null
                    && spec != null
                    && node.states.current().reachable()
                    && !node.releases.containsKey(job.key)) {
                SetupRun run = new SetupRun(TaskAttempt.Kind.JOB_RELEASE, node, job, spec);
                node.releases.put(job.key, run);
                job.releasing++;
                begin(new Order(run, 0, Trees.duration(spec, "maxWallClockTime", LONGEST_RELEASE), done -> {
                    preparation.stop();
                    job.releasing--;
                    then.run();
                }));
            }
        }
    }

    private List<Node> nodes(Job job) {
        String poolId = job.poolId;
        Pool pool = poolId == null ? null : account.pools.get(Ids.key(poolId));
        return pool == null ? List.of() : List.copyOf(pool.nodes.values());
    }

    /** Forgets a job that is gone, so that another one with its id begins afresh. */
    void forget(Job job) {
        for (Pool pool : account.pools.values()) {
            for (Node node : pool.nodes.values()) {
                forget(node.preparations.get(job.key), job);
                forget(node.releases.get(job.key), job);
            }
        }
    }

    private static void forget(@Nullable SetupRun run, Job job) {
        if (run != null && run.job == job) {
            run.stop();
            run.node.preparations.remove(job.key, run);
            run.node.releases.remove(job.key, run);
        }
    }

    /**
     * Ends what runs on a node that goes down; nobody is told, and what was not done begins again when it comes back.
     */
    void abandon(Node node) {
        if (node.startTask != null) {
            node.startTask.stop();
        }
        node.preparations.values().forEach(SetupRun::stop);
        node.preparations.values().removeIf(run -> !run.done());
        List<SetupRun> releases =
                node.releases.values().stream().filter(run -> !run.done()).toList();
        for (SetupRun release : releases) {
            release.stop();
            Job job = Objects.requireNonNull(release.job, "a release belongs to a job");
            node.releases.remove(job.key);
            job.releasing--;
            account.jobLife().settle(job);
        }
    }

    private void begin(Order order) {
        SetupRun run = order.run();
        if (run.start == Ticks.NEVER) {
            run.start = account.now();
        }
        if (!Trees.unlimited(order.limit())) {
            run.limit = account.timeline().after(order.limit(), run.node, () -> end(order, Failure.TIMEOUT));
        }
        if (Transfers.fetches(run.spec)) {
            run.fetching =
                    account.timeline().after(account.timings().taskPreparation(), run.node, () -> fetched(order));
        } else {
            launch(order);
        }
    }

    private void fetched(Order order) {
        Failure refusal = account.transfers().refusal(order.run().spec.path("resourceFiles"));
        if (refusal == null) {
            launch(order);
        } else {
            end(order, refusal);
        }
    }

    private void launch(Order order) {
        SetupRun run = order.run();
        account.commands()
                .start(
                        run,
                        Attempts.of(run, run.retries + 1),
                        new Commands.Place(run.node, run.directory(), true),
                        () -> account.transfers().fetched(run.spec.path("resourceFiles")),
                        account.timings()::setupTask,
                        outcome -> finish(order, outcome));
    }

    private void finish(Order order, TaskOutcome outcome) {
        SetupRun run = order.run();
        run.cancelTimers();
        if (outcome.end() == TaskOutcome.End.NODE_LOST) {
            account.nodeLife().lose(run.node);
            return;
        }
        if (outcome.end() == TaskOutcome.End.PREPARATION_FAILED) {
            end(order, Failure.user(outcome.code(), outcome.message()));
            return;
        }
        int exitCode = outcome.exitCode();
        if (exitCode != 0 && (order.maxRetries() < 0 || run.retries < order.maxRetries())) {
            run.stop();
            run.retries++;
            run.lastRetry = account.now();
            begin(order);
        } else {
            run.exit(exitCode);
            end(order, exitCode == 0 ? null : Failure.exit(exitCode));
        }
    }

    private void end(Order order, @Nullable Failure failure) {
        SetupRun run = order.run();
        if (failure == null) {
            run.cancelTimers();
        } else {
            run.stop();
        }
        run.failure = failure;
        run.end = account.now();
        order.then().accept(run);
    }
}
