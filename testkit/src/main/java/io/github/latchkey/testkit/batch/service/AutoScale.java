package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates autoscale formulas against what a pool and its jobs are doing and have done. */
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
                failure.put("message", "The specified autoscaling formula failed evaluation");
                failure.putArray("values").addObject().put("name", "Message").put("value", error);
            }
            return node;
        }
    }

    static Run evaluate(Pool pool, String formula) {
        long now = pool.account.now();
        Map<String, Object> initial = new LinkedHashMap<>();
        initial.put(DEDICATED, (double) pool.targetDedicated);
        initial.put(LOW_PRIORITY, (double) pool.targetLowPriority);
        initial.put(OPTION, "requeue");
        Map<String, Object> variables;
        try {
            variables = Formula.parse(formula).evaluate(pool, initial);
        } catch (Formula.Wrong wrong) {
            return new Run(now, null, wrong.getMessage(), pool.targetDedicated, pool.targetLowPriority, "requeue");
        }
        return new Run(
                now,
                variables.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + FormulaValues.text(variable.getValue()))
                        .collect(Collectors.joining(";")),
                null,
                target(variables, DEDICATED),
                target(variables, LOW_PRIORITY),
                FormulaValues.text(variables.getOrDefault(OPTION, "requeue")));
    }

    private static int target(Map<String, Object> variables, String name) {
        Object target = variables.getOrDefault(name, 0.0);
        return target instanceof Double || target instanceof double[]
                ? (int) Math.max(0, Math.floor(FormulaValues.number(target)))
                : 0;
    }
}
