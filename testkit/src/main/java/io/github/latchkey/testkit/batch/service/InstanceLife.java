package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the parts of multi-instance tasks. Each is preparing until its node is prepared for the job, then
 * running: it fetches the common resource files and runs the coordination command. When that has succeeded everywhere
 * the primary runs the application command. The subtasks end some time after the primary; when one of them fails the
 * whole try has failed.
 */
final class InstanceLife {

    private final BatchAccount account;

    InstanceLife(BatchAccount account) {
        this.account = account;
    }

    /** The node of an instance is prepared: it begins. */
    void begin(Task task, Instance instance) {
        instance.start = account.now();
        instance.states.move(TaskState.RUNNING, instance.start);
        JsonNode settings = task.spec().path("multiInstanceSettings");
        JsonNode common = settings.path("commonResourceFiles");
        if (common.isEmpty()) {
            coordinate(task, instance, settings);
            return;
        }
        instance.fetching = account.timeline().after(account.timings().taskPreparation(), instance.node, () -> {
            Failure refusal = account.transfers().refusal(common);
            if (refusal != null) {
                end(instance, refusal);
                account.taskLife().unprepared(task, refusal);
            } else {
                coordinate(task, instance, settings);
            }
        });
    }

    private void coordinate(Task task, Instance instance, JsonNode settings) {
        if (Trees.text(settings, "coordinationCommandLine", "").isBlank()) {
            coordinated(task, instance);
            return;
        }
        List<Instance> all = Objects.requireNonNull(task.run().instances, "a part belongs to others");
        TaskAttempt attempt = Attempts.coordination(task, all, instance, settings);
        account.commands()
                .start(
                        instance,
                        attempt,
                        new Commands.Place(instance.node, instance.directory(task), true),
                        () -> common(instance, settings),
                        account.timings()::setupTask,
                        outcome -> finish(task, instance, outcome));
    }

    /** The common files, which every instance finds in the directory of the task and not in its own. */
    private Map<String, byte[]> common(Instance instance, JsonNode settings) {
        String shared = instance.isSubtask() ? "../../" : "../";
        Map<String, byte[]> files = new TreeMap<>();
        account.transfers()
                .fetched(settings.path("commonResourceFiles"))
                .forEach((path, content) -> files.put(shared + path, content));
        return files;
    }

    private void finish(Task task, Instance instance, TaskOutcome outcome) {
        switch (outcome.end()) {
            case NODE_LOST -> account.nodeLife().lose(instance.node);
            case PREPARATION_FAILED -> {
                Failure failure = Failure.user(outcome.code(), outcome.message());
                end(instance, failure);
                account.taskLife().unprepared(task, failure);
            }
            default -> {
                instance.exit(outcome.exitCode());
                if (outcome.exitCode() == 0) {
                    coordinated(task, instance);
                } else {
                    end(instance, Failure.exit(outcome.exitCode()));
                    account.taskLife().uncoordinated(task, instance);
                }
            }
        }
    }

    private void coordinated(Task task, Instance instance) {
        instance.coordinated = true;
        List<Instance> all = task.run().instances;
        if (all != null && all.stream().allMatch(one -> one.coordinated)) {
            account.taskLife().run(task);
        }
    }

    /** The task has come to its end, and with it the primary; the subtasks follow. */
    void follow(Task task, @Nullable Failure failure) {
        List<Instance> instances = task.run().instances;
        if (instances == null) {
            return;
        }
        boolean ended = Failure.ENDED.equals(failure) || Failure.TIMEOUT.equals(failure);
        for (Instance instance : instances) {
            if (!instance.isSubtask()) {
                leave(task, instance, failure);
            } else if (instance.over()) {
                account.taskLife().vacate(instance.node, task);
            } else {
                Failure reason = instance.coordinated && !ended ? null : Failure.ENDED;
                Duration delay = account.timings().subtaskEnd();
                instance.stop();
                instance.limit = account.timeline().after(delay, () -> {
                    leave(task, instance, reason);
                    account.scheduler().poke(instance.node.pool);
                });
            }
        }
    }

    /** Ends all parts at once: the try is over, and perhaps another one begins. */
    void scatter(Task task) {
        TaskRun run = task.run;
        if (run != null && run.instances != null) {
            for (Instance instance : run.instances) {
                leave(task, instance, Failure.ENDED);
            }
        }
    }

    private void leave(Task task, Instance instance, @Nullable Failure failure) {
        if (!instance.over()) {
            end(instance, failure);
        }
        account.taskLife().vacate(instance.node, task);
    }

    private void end(Instance instance, @Nullable Failure failure) {
        instance.stop();
        instance.failure = failure;
        instance.end = account.now();
        instance.states.move(TaskState.COMPLETED, instance.end);
    }
}
