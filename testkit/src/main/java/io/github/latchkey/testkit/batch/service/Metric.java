package io.github.latchkey.testkit.batch.service;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the service measures of a pool, for autoscale formulas. */
enum Metric {
    ACTIVE_TASKS("$ActiveTasks"),
    RUNNING_TASKS("$RunningTasks"),
    PENDING_TASKS("$PendingTasks"),
    SUCCEEDED_TASKS("$SucceededTasks"),
    FAILED_TASKS("$FailedTasks"),
    SLOTS("$TaskSlotsPerNode"),
    DEDICATED("$CurrentDedicatedNodes"),
    LOW_PRIORITY("$CurrentLowPriorityNodes"),
    PREEMPTED("$PreemptedNodeCount"),
    USABLE("$UsableNodeCount"),
    SAMPLED("$SampleNodeCount"),
    /** A fraction of 1; simulated command lines use a core for each slot that they take. */
    CPU("$CPUPercent");

    private static final Map<String, Metric> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(metric -> metric.variable, metric -> metric));

    final String variable;

    Metric(String variable) {
        this.variable = variable;
    }

    static @Nullable Metric named(String variable) {
        return BY_NAME.get(variable);
    }

    /** All of them as they are now. */
    static Map<Metric, Double> all(Pool pool) {
        Map<Metric, Double> all = new EnumMap<>(Metric.class);
        for (Metric metric : values()) {
            all.put(metric, metric.of(pool));
        }
        return all;
    }

    /** The value as it is now. */
    double of(Pool pool) {
        return switch (this) {
            case ACTIVE_TASKS -> wanted(pool);
            case RUNNING_TASKS -> tasks(pool, Counts.Group.RUNNING);
            case PENDING_TASKS -> wanted(pool) + tasks(pool, Counts.Group.RUNNING);
            case SUCCEEDED_TASKS -> tasks(pool, Counts.Group.SUCCEEDED);
            case FAILED_TASKS -> tasks(pool, Counts.Group.FAILED);
            case SLOTS -> pool.slotsPerNode();
            case DEDICATED -> pool.current(true);
            case LOW_PRIORITY -> pool.current(false);
            case PREEMPTED -> nodes(pool, NodeState.PREEMPTED);
            case USABLE -> nodes(pool, NodeState.IDLE) + nodes(pool, NodeState.RUNNING);
            case SAMPLED -> pool.nodes.size();
            case CPU -> cpu(pool);
        };
    }

    /** Tasks that could start: those whose dependencies are not met do not count, the parts of others do. */
    private static double wanted(Pool pool) {
        double wanted = 0;
        for (Job job : pool.account.jobsOn(pool.key)) {
            wanted += job.book.wanted();
        }
        return wanted;
    }

    private static double tasks(Pool pool, Counts.Group group) {
        double tasks = 0;
        for (Job job : pool.account.jobsOn(pool.key)) {
            tasks += job.book.counts.of(group);
        }
        return tasks;
    }

    private static double nodes(Pool pool, NodeState state) {
        return pool.nodes.values().stream()
                .filter(node -> node.states.is(state))
                .count();
    }

    private static double cpu(Pool pool) {
        int used = pool.nodes.values().stream().mapToInt(node -> node.usedSlots).sum();
        int cores = pool.nodes.size() * pool.cores();
        return cores == 0 ? 0 : Math.min(1, (double) used / cores);
    }
}
