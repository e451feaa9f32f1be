package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happens to tasks: active; placed on a node, and preparing while that waits for the job's preparation task;
 * running, which includes what is fetched before the command line starts and uploaded after it has ended; and
 * completed. Or active again when a failed try has a retry left, when the job or node takes the task back, or when it
 * is reactivated.
 */
final class TaskLife {

    private final BatchAccount account;

    TaskLife(BatchAccount account) {
        this.account = account;
    }

    /** Puts a task that was just taken from the queue on its nodes, the first being the primary. */
    void place(Task task, List<Node> nodes) {
        account.instanceLife().scatter(task);
        TaskRun run = task.run();
        run.reset();
        run.tries++;
        run.node = nodes.get(0);
        if (task.multiInstance) {
            run.instances = Instance.on(nodes, account.now());
        }
        for (Node node : nodes) {
            occupy(node, task);
            node.directories.add(task);
        }
        List<Node> prepared = nodes.stream()
                .filter(node -> !account.setupLife().holds(task.job, node))
                .toList();
        if (!prepared.contains(run.node)) {
            task.job.book.move(task, TaskState.PREPARING, account.now(), () -> {});
        }
        prepared.forEach(node -> begin(task, node));
    }

    /** Goes on with the tasks that waited on a node for their job's preparation task. */
    void prepared(SetupRun preparation) {
        Job job = Objects.requireNonNull(preparation.job, "a preparation belongs to a job");
        boolean required = Trees.flag(preparation.spec, "waitForSuccess", true);
        if (!required) {
            return;
        }
        if (!preparation.succeeded()) {
            job.refused.add(preparation.node);
        }
        for (Task task : List.copyOf(preparation.node.tasks)) {
            if (task.job == job && waits(task, preparation.node)) {
                if (preparation.succeeded()) {
                    begin(task, preparation.node);
                } else {
                    requeue(task);
                }
            }
        }
    }

    private static boolean waits(Task task, Node node) {
        Instance instance = instance(task, node);
        return instance == null
                ? task.state() == TaskState.PREPARING && task.run().node == node
                : instance.states.is(TaskState.PREPARING);
    }

    private static @Nullable Instance instance(Task task, Node node) {
        List<Instance> instances = task.run().instances;
        return instances == null
                ? null
                : instances.stream()
                        .filter(instance -> instance.node == node)
                        .findFirst()
                        .orElse(null);
    }

    /** A node is ready for a task that was placed there. */
    private void begin(Task task, Node node) {
        TaskRun run = task.run();
        if (run.node == node) {
            long now = account.now();
            task.job.book.move(task, TaskState.RUNNING, now, () -> run.start = now);
            limit(task, run);
        }
        Instance instance = instance(task, node);
        if (instance == null) {
            run(task);
        } else {
            account.instanceLife().begin(task, instance);
        }
    }

    /** Sets how long a task that runs may go on, counted from its start. */
    private void limit(Task task, TaskRun run) {
        if (run.limit != null) {
            run.limit.cancel();
            run.limit = null;
        }
        Duration limit = task.limited
                ? Trees.duration(task.spec().path("constraints"), "maxWallClockTime", Trees.unlimited())
                : Trees.unlimited();
        if (!Trees.unlimited(limit)) {
            Duration passed = Duration.between(
                    Ticks.instant(run.start), account.timeline().now());
            Duration left = limit.compareTo(passed) > 0 ? limit.minus(passed) : Duration.ZERO;
            run.limit = account.timeline().after(left, node(task), () -> complete(task, Failure.TIMEOUT));
        }
    }

    /** The constraints of a task were changed. */
    void constrained(Task task) {
        if (task.state() == TaskState.RUNNING) {
            limit(task, task.run());
        }
    }

    private static Node node(Task task) {
        return Objects.requireNonNull(task.run().node, "a task runs on a node");
    }

    /** Fetches what the task needs and then starts its command line. */
    void run(Task task) {
        ObjectNode spec = task.spec();
        if (!Transfers.fetches(spec)) {
            start(task, spec);
            return;
        }
        task.run().fetching = account.timeline().after(account.timings().taskPreparation(), node(task), () -> {
            Failure refusal = account.transfers().refusal(spec.path("resourceFiles"));
            if (refusal == null) {
                refusal = Packages.failure(account, spec);
            }
            if (refusal == null) {
                start(task, spec);
            } else {
                unprepared(task, refusal);
            }
        });
    }

    private void start(Task task, ObjectNode spec) {
        TaskRun run = task.run();
        TaskAttempt attempt = Attempts.of(task, spec, node(task), run.tries);
        account.commands()
                .start(
                        run,
                        attempt,
                        new Commands.Place(node(task), TaskFiles.directory(task), run.instances == null),
                        () -> account.transfers().fetched(spec.path("resourceFiles")),
                        () -> account.usualDuration(attempt),
                        outcome -> finish(task, spec, outcome));
    }

    private void finish(Task task, ObjectNode spec, TaskOutcome outcome) {
        TaskRun run = task.run();
        run.ending = outcome.end();
        switch (outcome.end()) {
            case EXIT, UPLOAD_FAILED -> exit(task, spec, outcome);
            case PREPARATION_FAILED -> unprepared(task, Failure.user(outcome.code(), outcome.message()));
            case NODE_LOST -> account.nodeLife().lose(node(task));
            case NEVER -> throw new IllegalStateException("a task that never ends has ended");
        }
    }

    private void exit(Task task, ObjectNode spec, TaskOutcome outcome) {
        TaskRun run = task.run();
        run.exit(outcome.exitCode());
        Failure upload = outcome.end() == TaskOutcome.End.UPLOAD_FAILED
                ? Failure.user(outcome.code(), outcome.message())
                : upload(task, spec);
        if (upload != null) {
            run.ending = TaskOutcome.End.UPLOAD_FAILED;
        }
        if (run.exitCode != 0) {
            fail(task, Failure.exit(run.exitCode));
        } else {
            complete(task, upload);
        }
    }

    private @Nullable Failure upload(Task task, ObjectNode spec) {
        if (!Trees.hasItems(spec, "outputFiles")) {
            return null;
        }
        Map<String, byte[]> files = new TreeMap<>();
        TaskFiles.of(task).list(true).forEach((path, entry) -> {
            if (!entry.isDirectory()) {
                files.put(path, entry.content() == null ? new byte[0] : entry.content());
            }
        });
        return account.transfers().upload(task, spec.path("outputFiles"), files);
    }

    /** A try of a task has failed with an exit code; there may be another one. */
    private void fail(Task task, Failure failure) {
        if (task.mayRetry() && !task.job.ending()) {
            retry(task);
        } else {
            complete(task, failure);
        }
    }

    /** A task could not start, for want of something that it needs. */
    void unprepared(Task task, Failure failure) {
        task.run().ending = TaskOutcome.End.PREPARATION_FAILED;
        complete(task, failure);
    }

    /** The coordination command of a part of a task has failed, and with it the try. */
    void uncoordinated(Task task, Instance instance) {
        task.run().ending = TaskOutcome.End.EXIT;
        task.run().exit(instance.exitCode);
        String part = instance.isSubtask() ? "subtask " + instance.number : "the primary";
        fail(task, Failure.exit("The coordination command of " + part + " exited with code " + instance.exitCode));
    }

    private void retry(Task task) {
        TaskRun run = task.run();
        long now = account.now();
        run.stop();
        vacate(task);
        task.job.book.move(task, TaskState.ACTIVE, now, () -> {
            run.retries++;
            run.lastRetry = now;
            run.end = now;
        });
        task.job.book.retries++;
        task.job.book.enqueue(task, true);
        account.jobLife().settle(task.job);
        account.scheduler().poke(task.job);
    }

    /** Takes a task off its nodes and puts it back at the head of the queue. */
    void requeue(Task task) {
        TaskRun run = task.run();
        long now = account.now();
        run.stop();
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

    /** Takes whatever a node has of a task away from it. */
    void withdraw(Task task, boolean forGood) {
        if (task.state() == TaskState.COMPLETED) {
            account.instanceLife().scatter(task);
        } else if (forGood) {
            terminate(task);
        } else {
            requeue(task);
        }
    }

    /** Ends a task by request; a task that has not run has no exit code. */
    void terminate(Task task) {
        complete(task, Failure.ENDED);
    }

    /** Ends a task because its job is disabled or at its end: nothing that the job would act upon. */
    void stop(Task task) {
        end(task, Failure.ENDED);
        account.scheduler().poke(task.job);
    }

    private void complete(Task task, @Nullable Failure failure) {
        JsonNode options = end(task, failure);
        account.jobLife().taskCompleted(task, options);
        account.scheduler().poke(task.job);
    }

    /** Completes a task and answers the exit options for the way in which it ended. */
    private JsonNode end(Task task, @Nullable Failure failure) {
        Job job = task.job;
        TaskRun run = task.run();
        boolean ran = task.state() != TaskState.ACTIVE;
        long now = account.now();
        run.stop();
        job.book.move(task, TaskState.COMPLETED, now, () -> {
            run.failure = failure;
            run.end = now;
        });
        if (ran && run.node != null) {
            run.node.totalRun++;
            run.node.totalSucceeded += failure == null ? 1 : 0;
            job.book.wallTicks += run.start == Ticks.NEVER ? 0 : now - run.start;
            if (run.instances == null) {
                vacate(run.node, task);
            } else {
                account.instanceLife().follow(task, failure);
            }
        }
        ObjectNode spec = failure == null && !account.needsExitConditions(task) ? Trees.object() : task.spec();
        JsonNode options = ExitConditions.of(spec, run);
        if (ExitConditions.satisfies(options, failure == null)) {
            job.book.satisfied(task);
        }
        return options;
    }

    /** Makes a completed task active again. */
    void reactivate(Task task) {
        TaskRun run = task.run();
        account.instanceLife().scatter(task);
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
            run.stop();
            vacate(task);
            forget(task);
        }
        task.job.book.remove(task);
        account.jobLife().settle(task.job);
        account.scheduler().poke(task.job);
    }

    /** Takes a task off its nodes: its directories, and what they remember of it. */
    void forget(Task task) {
        TaskRun run = task.run;
        if (run != null && run.node != null) {
            run.node.forget(task);
            if (run.instances != null) {
                run.instances.forEach(instance -> instance.node.forget(task));
            }
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
        if (run == null || run.node == null) {
            return;
        }
        if (run.instances == null) {
            vacate(run.node, task);
        } else {
            account.instanceLife().scatter(task);
        }
    }

    /** Frees the slots of a task on a node. */
    void vacate(Node node, Task task) {
        if (!node.tasks.contains(task)) {
            return;
        }
        node.pool.change(node, () -> {
            node.tasks.remove(task);
            node.usedSlots -= task.requiredSlots;
            if (node.tasks.isEmpty() && node.states.is(NodeState.RUNNING)) {
                node.states.move(node.atRest(), account.now());
            }
        });
        account.nodeLife().emptied(node);
    }
}
