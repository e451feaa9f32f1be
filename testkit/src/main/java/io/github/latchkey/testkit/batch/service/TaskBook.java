package io.github.latchkey.testkit.batch.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one job: by id in order, counted by state, and queued when they may run. Every change of a task's state
 * goes through here, so that the counts are always right.
 */
final class TaskBook {

    final NavigableMap<String, Task> tasks;
    final Counts counts = new Counts();
    private final Map<Needs, ArrayDeque<Turn>> ready = new HashMap<>();
    private final Map<String, List<Task>> waiting = new HashMap<>();

    /** On how many nodes the tasks that wait for nothing but a node would run, all together. */
    private long wanted;

    private long firstTurn;
    private long lastTurn;
    long retries;
    long wallTicks;

    TaskBook() {
        this(new TreeMap<>());
    }

    /** Keeps the tasks in a map that whoever made it can watch. */
    TaskBook(NavigableMap<String, Task> tasks) {
        this.tasks = tasks;
    }

    /** A task's place in the queue; the smaller number comes first. */
    private record Turn(long number, Task task) {

        /** Whether the task still waits for a node; one that was ended or removed meanwhile leaves its turn behind. */
        boolean stands() {
            return task.queued && task.state() == TaskState.ACTIVE;
        }
    }

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
        wanted += wanted(task);
        enqueue(task, false);
    }

    private static int wanted(Task task) {
        return task.blockers == 0 && task.state() == TaskState.ACTIVE ? task.instances() : 0;
    }

    /** How many tasks could start, each part of a multi-instance task counted. */
    long wanted() {
        return wanted;
    }

    void remove(Task task) {
        tasks.remove(task.key());
        wanted -= wanted(task);
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
        wanted -= wanted(task);
        change.run();
        task.move(next, now);
        wanted += wanted(task);
        counts.add(task.group(), task.requiredSlots);
    }

    /** Puts a task into the queue when it waits for nothing. */
    void enqueue(Task task, boolean first) {
        if (!task.queued && task.blockers == 0 && task.state() == TaskState.ACTIVE) {
            task.queued = true;
            ArrayDeque<Turn> alike = ready.computeIfAbsent(Needs.of(task), needs -> new ArrayDeque<>());
            if (first) {
                alike.addFirst(new Turn(--firstTurn, task));
            } else {
                alike.addLast(new Turn(++lastTurn, task));
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
                wanted += wanted(dependent);
                enqueue(dependent, false);
            }
        }
    }

    boolean hasReady() {
        forgetTurnsLeft();
        return !ready.isEmpty();
    }

    /**
     * Takes the first task out of the queue that finds its place, or none. Where a task finds no place, none finds one
     * that needs the same: those that need something else pass, however many wait before them.
     */
    @Nullable
    Task take(Predicate<Task> placed) {
        for (ArrayDeque<Turn> alike : inTurn()) {
            Task task = alike.getFirst().task();
            if (placed.test(task)) {
                alike.removeFirst();
                task.queued = false;
                return task;
            }
        }
        return null;
    }

    /** The tasks that are ready, those that need the same together; whoever has the first turn comes first. */
    private List<ArrayDeque<Turn>> inTurn() {
        forgetTurnsLeft();
        return ready.values().stream()
                .sorted(Comparator.comparingLong(alike -> alike.getFirst().number()))
                .toList();
    }

    private void forgetTurnsLeft() {
        for (ArrayDeque<Turn> alike : ready.values()) {
            while (!alike.isEmpty() && !alike.getFirst().stands()) {
                alike.removeFirst().task().queued = false;
            }
        }
        ready.values().removeIf(ArrayDeque::isEmpty);
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
