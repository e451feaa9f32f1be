package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates autoscale formulas against what a pool and its jobs are doing right now. */
final class AutoScale {

    private static final String DEDICATED = "$TargetDedicatedNodes";
    private static final String LOW_PRIORITY = "$TargetLowPriorityNodes";
    private static final String OPTION = "$NodeDeallocationOption";

    private AutoScale() {}

    /**
     * One evaluation.
     *
     * @param time when, in ticks
     * @param results the variables of the formula, {@code null} when it failed
     * @param error what is wrong with it
     * @param dedicated the target number of dedicated nodes
     * @param lowPriority the target number of low-priority nodes
     * @param deallocationOption what happens to tasks on nodes that leave
     */
    record Run(
            long time,
            @Nullable String results,
            @Nullable String error,
            int dedicated,
            int lowPriority,
            String deallocationOption) {

        ObjectNode write() {
            ObjectNode node = Trees.object();
            node.put("timestamp", Ticks.text(time));
            if (results != null) {
                node.put("results", results);
            }
            if (error != null) {
                ObjectNode failure = node.putObject("error");
                failure.put("code", "AutoScalingFormulaEvaluationError");
                failure.put("message", "The formula could not be evaluated");
                failure.putArray("values").addObject().put("name", "Message").put("value", error);
            }
            return node;
        }
    }

    static Run evaluate(Pool pool, String formula) {
        long now = pool.account.now();
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put(DEDICATED, (double) pool.targetDedicated);
        variables.put(LOW_PRIORITY, (double) pool.targetLowPriority);
        variables.put(OPTION, "requeue");
        try {
            new Formula(formula, metrics(pool), variables, now).run();
        } catch (Formula.Wrong wrong) {
            return new Run(now, null, wrong.getMessage(), pool.targetDedicated, pool.targetLowPriority, "requeue");
        }
        StringBuilder results = new StringBuilder();
        variables.forEach((name, value) -> results.append(results.isEmpty() ? "" : ";")
                .append(name)
                .append('=')
                .append(Formula.text(value)));
        return new Run(
                now,
                results.toString(),
                null,
                target(variables, DEDICATED),
                target(variables, LOW_PRIORITY),
                Formula.text(variables.getOrDefault(OPTION, "requeue")));
    }

    private static int target(Map<String, Object> variables, String name) {
        return variables.get(name) instanceof Double number ? (int) Math.max(0, Math.floor(number)) : 0;
    }

    /** What the service samples, as it is now. */
    private static Map<String, Double> metrics(Pool pool) {
        int active = 0;
        int running = 0;
        int succeeded = 0;
        int failed = 0;
        for (Job job : pool.account.jobsOn(pool.key)) {
            active += job.book.counts.of(Counts.Group.ACTIVE);
            running += job.book.counts.of(Counts.Group.RUNNING);
            succeeded += job.book.counts.of(Counts.Group.SUCCEEDED);
            failed += job.book.counts.of(Counts.Group.FAILED);
        }
        long idle = pool.nodes.values().stream()
                .filter(node -> node.states.is(NodeState.IDLE))
                .count();
        int slots = Math.max(1, pool.slotsPerNode() * pool.nodes.size());
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("$ActiveTasks", (double) active);
        metrics.put("$RunningTasks", (double) running);
        metrics.put("$PendingTasks", (double) active + running);
        metrics.put("$SucceededTasks", (double) succeeded);
        metrics.put("$FailedTasks", (double) failed);
        metrics.put("$TaskSlotsPerNode", (double) pool.slotsPerNode());
        metrics.put("$CurrentDedicatedNodes", (double) pool.current(true));
        metrics.put("$CurrentLowPriorityNodes", (double) pool.current(false));
        metrics.put("$PreemptedNodeCount", (double) pool.nodes.values().stream()
                .filter(node -> node.states.is(NodeState.PREEMPTED))
                .count());
        metrics.put("$UsableNodeCount", (double) pool.open.size());
        metrics.put("$SampleNodeCount", (double) pool.nodes.size());
        metrics.put("$IdleNodeCount", (double) idle);
        metrics.put("$CPUPercent", 100.0 * Math.min(running, slots) / slots);
        return metrics;
    }
}
