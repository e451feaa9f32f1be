package io.github.latchkey.testkit.batch.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one job: by id in order, counted by state, and queued when they may run. Every change of a task's state
 * goes through here, so that the counts are always right.
 */
final class TaskBook {

    /** How far the queue is searched for a task that fits when the first one does not. */
    private static final int LOOK_AHEAD = 100;

    final TreeMap<String, Task> tasks = new TreeMap<>();
    final Counts counts = new Counts();
    private final ArrayDeque<Task> ready = new ArrayDeque<>();
    private final Map<String, List<Task>> waiting = new HashMap<>();
    long retries;
    long wallTicks;

    @Nullable
    Task find(String id) {
        return tasks.get(Ids.key(id));
    }

    void add(Task task, List<String> dependencies) {
        tasks.put(task.key(), task);
        counts.add(task.group(), task.requiredSlots);
        for (String dependency : dependencies) {
            Task other = tasks.get(dependency);
            if (other == null || !other.satisfies) {
                waiting.computeIfAbsent(dependency, key -> new ArrayList<>()).add(task);
                task.blockers++;
            }
        }
        enqueue(task, false);
    }

    void remove(Task task) {
        tasks.remove(task.key());
        counts.remove(task.group(), task.requiredSlots);
        task.queued = false;
        task.blockers = Integer.MAX_VALUE;
    }

    boolean holds(Task task) {
        return tasks.get(task.key()) == task;
    }

    /** Moves a task to another state after a change to its run was made. */
    void move(Task task, TaskState next, long now, Runnable change) {
        counts.remove(task.group(), task.requiredSlots);
        change.run();
        task.move(next, now);
        counts.add(task.group(), task.requiredSlots);
    }

    /** Puts a task into the queue when it waits for nothing. */
    void enqueue(Task task, boolean first) {
        if (!task.queued && task.blockers == 0 && task.state() == TaskState.ACTIVE) {
            task.queued = true;
            if (first) {
                ready.addFirst(task);
            } else {
                ready.addLast(task);
            }
        }
    }

    /** Lets the tasks run that waited for this one only. */
    void satisfied(Task task) {
        task.satisfies = true;
        List<Task> dependents = waiting.remove(task.key());
        if (dependents != null) {
            for (Task dependent : dependents) {
                dependent.blockers--;
                enqueue(dependent, false);
            }
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Takes the first task out of the queue that finds its place, or none. */
    @Nullable
    Task take(Predicate<Task> placed) {
        int looked = 0;
        for (Iterator<Task> queue = ready.iterator(); queue.hasNext() && looked < LOOK_AHEAD; ) {
            Task task = queue.next();
            if (!task.queued || task.state() != TaskState.ACTIVE) {
                task.queued = false;
                queue.remove();
            } else if (placed.test(task)) {
                task.queued = false;
                queue.remove();
                return task;
            } else {
                looked++;
            }
        }
        return null;
    }

    /** The tasks that run or are being prepared, in the order of their ids. */
    List<Task> running() {
        return counts.of(Counts.Group.RUNNING) == 0
                ? List.of()
                : tasks.values().stream()
                        .filter(task -> task.group() == Counts.Group.RUNNING)
                        .toList();
    }
}
