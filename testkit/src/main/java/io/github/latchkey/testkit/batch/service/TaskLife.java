package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to tasks: active, then placed on a node and prepared where there is something to prepare, running, and
 * completed; or active again when a failed try has a retry left, when the job or node takes the task back, or when it is
 * reactivated.
 */
final class TaskLife {

    private final BatchAccount account;

    TaskLife(BatchAccount account) {
        this.account = account;
    }

    /** Puts a task that was just taken from the queue on its nodes, the first being the primary. */
    void place(Task task, List<Node> nodes) {
        Node primary = nodes.get(0);
        TaskRun run = task.run();
        run.reset();
        run.tries++;
        run.node = primary;
        if (nodes.size() > 1) {
            run.subtasks = nodes.subList(1, nodes.size()).toArray(new Node[0]);
        }
        nodes.forEach(node -> occupy(node, task));
        primary.directories.add(task);
        ObjectNode spec = task.spec();
        SetupRun preparation = account.setupLife().preparation(task.job, primary);
        boolean ready = preparation == null || preparation.done();
        boolean fetches = Trees.hasItems(spec, "resourceFiles") || Trees.hasItems(spec, "applicationPackageReferences");
        if (ready && !fetches) {
            begin(task, spec);
        } else {
            task.job.book.move(task, TaskState.PREPARING, account.now(), () -> {});
            if (ready) {
                fetch(task);
            }
        }
    }

    /** Goes on with the tasks that waited on a node for their job's preparation task. */
    void prepared(SetupRun preparation) {
        Job job = Objects.requireNonNull(preparation.job, "a preparation belongs to a job");
        boolean required = Trees.flag(preparation.spec, "waitForSuccess", true);
        for (Task task : List.copyOf(preparation.node.tasks)) {
            if (task.job != job || task.state() != TaskState.PREPARING || task.run().node != preparation.node) {
                continue;
            }
            if (preparation.succeeded() || !required) {
                fetch(task);
            } else {
                job.refused.add(preparation.node);
                requeue(task);
            }
        }
    }

    private void fetch(Task task) {
        ObjectNode spec = task.spec();
        if (Trees.hasItems(spec, "resourceFiles") || Trees.hasItems(spec, "applicationPackageReferences")) {
            task.run().due = account.timeline().after(account.timings().taskPreparation(), () -> begin(task, spec));
        } else {
            begin(task, spec);
        }
    }

    private void begin(Task task, ObjectNode spec) {
        TaskRun run = task.run();
        Node node = run.node;
        if (node == null) {
            throw new IllegalStateException("a task begins without a node: " + task.path());
        }
        TaskAttempt attempt = Attempts.of(task, spec, node, run.tries);
        Duration limit = Trees.duration(spec.path("constraints"), "maxWallClockTime", Trees.unlimited());
        long now = account.now();
        task.job.book.move(task, TaskState.RUNNING, now, () -> run.start = now);
        if (account.realRuns() != null) {
            account.realRuns().start(attempt, limit, finished -> finishReal(task, run, finished));
            return;
        }
        TaskOutcome outcome = account.script().outcome(attempt);
        run.outcome = outcome;
        Duration duration = outcome.duration().orElseGet(() -> account.usualDuration(attempt));
        boolean endless = outcome.end() == TaskOutcome.End.NEVER;
        boolean timesOut = !Trees.unlimited(limit) && (endless || limit.compareTo(duration) < 0);
        if (timesOut) {
            run.due = account.timeline().after(limit, () -> complete(task, Failure.TIMEOUT));
        } else if (!endless) {
            run.plannedEnd = now + Ticks.of(duration);
            run.due = account.timeline().after(duration, () -> finish(task, outcome));
        }
    }

    private void finishReal(Task task, TaskRun run, RealRun.Finished finished) {
        if (task.run != run || task.state() != TaskState.RUNNING || !task.job.book.holds(task)) {
            return;
        }
        run.real = finished;
        if (finished.timedOut()) {
            complete(task, Failure.TIMEOUT);
        } else {
            exit(task, finished.exitCode());
        }
    }

    private void finish(Task task, TaskOutcome outcome) {
        switch (outcome.end()) {
            case EXIT -> exit(task, outcome.exitCode());
            case PREPARATION_FAILED -> complete(task, Failure.user(outcome.code(), outcome.message()));
            case UPLOAD_FAILED -> {
                task.run().exited = true;
                complete(task, Failure.user(outcome.code(), outcome.message()));
            }
            case NODE_LOST -> {
                Node node = task.run().node;
                if (node != null) {
                    account.nodeLife().lose(node);
                }
            }
            case NEVER -> throw new IllegalStateException("a task that never ends has ended");
        }
    }

    private void exit(Task task, int exitCode) {
        TaskRun run = task.run();
        run.exited = true;
        run.exitCode = exitCode;
        if (exitCode == 0) {
            complete(task, null);
        } else if (task.mayRetry() && !task.job.ending()) {
            retry(task);
        } else {
            complete(task, Failure.exit(exitCode));
        }
    }

    private void retry(Task task) {
        TaskRun run = task.run();
        long now = account.now();
        vacate(task);
        task.job.book.move(task, TaskState.ACTIVE, now, () -> {
            run.retries++;
            run.lastRetry = now;
            run.end = now;
        });
        task.job.book.retries++;
        task.job.book.enqueue(task, true);
        account.scheduler().poke(task.job);
    }

    /** Takes a task off its nodes and puts it back at the head of the queue. */
    void requeue(Task task) {
        TaskRun run = task.run();
        long now = account.now();
        stop(run);
        vacate(task);
        task.job.book.move(task, TaskState.ACTIVE, now, () -> {
            run.reset();
            run.requeues++;
            run.lastRequeue = now;
        });
        task.job.book.enqueue(task, true);
        account.jobLife().settle(task.job);
        account.scheduler().poke(task.job);
    }

    /** Ends a task by request; a task that has not run has no exit code. */
    void terminate(Task task) {
        complete(task, Failure.ENDED);
    }

    private void complete(Task task, @Nullable Failure failure) {
        Job job = task.job;
        TaskRun run = task.run();
        boolean ran = task.state() != TaskState.ACTIVE;
        long now = account.now();
        stop(run);
        vacate(task);
        job.book.move(task, TaskState.COMPLETED, now, () -> {
            run.failure = failure;
            run.end = now;
        });
        if (ran && run.node != null) {
            run.node.totalRun++;
            run.node.totalSucceeded += failure == null ? 1 : 0;
            job.book.wallTicks += run.start == Ticks.NEVER ? 0 : now - run.start;
        }
        ObjectNode spec = failure == null && !account.needsExitConditions(task) ? Trees.object() : task.spec();
        JsonNode options = ExitConditions.of(spec, run);
        if (ExitConditions.satisfies(options, failure == null)) {
            job.book.satisfied(task);
        }
        account.jobLife().taskCompleted(task, options);
        account.scheduler().poke(job);
    }

    /** Makes a completed task active again. */
    void reactivate(Task task) {
        TaskRun run = task.run();
        task.job.book.move(task, TaskState.ACTIVE, account.now(), () -> {
            run.reset();
            run.retries = 0;
            run.lastRetry = Ticks.NEVER;
        });
        task.job.book.enqueue(task, false);
        account.scheduler().poke(task.job);
    }

    /** Removes a task, running or not. */
    void delete(Task task) {
        TaskRun run = task.run;
        if (run != null) {
            stop(run);
            vacate(task);
            if (run.node != null) {
                run.node.directories.remove(task);
            }
        }
        task.job.book.remove(task);
        account.jobLife().settle(task.job);
        account.scheduler().poke(task.job);
    }

    private static void stop(TaskRun run) {
        if (run.due != null) {
            run.due.cancel();
            run.due = null;
        }
    }

    private static void occupy(Node node, Task task) {
        node.pool.change(node, () -> {
            node.tasks.add(task);
            node.usedSlots += task.requiredSlots;
            node.states.move(NodeState.RUNNING, node.pool.account.now());
            node.remember(task);
        });
    }

    /** Frees the slots of a task on all of its nodes. */
    private void vacate(Task task) {
        TaskRun run = task.run;
        if (run == null) {
            return;
        }
        if (run.node != null) {
            vacate(run.node, task);
        }
        if (run.subtasks != null) {
            for (Node node : run.subtasks) {
                vacate(node, task);
            }
        }
    }

    private void vacate(Node node, Task task) {
        if (!node.tasks.contains(task)) {
            return;
        }
        node.pool.change(node, () -> {
            node.tasks.remove(task);
            node.usedSlots -= task.requiredSlots;
            if (node.tasks.isEmpty() && node.states.is(NodeState.RUNNING)) {
                node.states.move(NodeState.IDLE, account.now());
            }
        });
        account.nodeLife().emptied(node);
    }
}
