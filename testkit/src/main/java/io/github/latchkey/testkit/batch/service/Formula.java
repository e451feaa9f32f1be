package io.github.latchkey.testkit.batch.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An autoscale formula that is free of errors of form: a list of assignments. */
final class Formula {

    private final List<Assignment> assignments;

    private Formula(List<Assignment> assignments) {
        this.assignments = assignments;
    }

    /** A part of a formula that has a value. */
    @FunctionalInterface
    interface Expression {
        Object value(FormulaScope scope);
    }

    /**
     * A statement.
     *
     * @param variable what gets the value, {@code null} when it is for nothing
     * @param expression the value
     */
    record Assignment(@Nullable String variable, Expression expression) {}

    /** A formula that is not right, or cannot be evaluated now. The message says where and why. */
    static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    /** Ends an evaluation; what has been assigned so far counts. */
    static final class Stop extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    /**
     * Reads a formula.
     *
     * @throws Wrong if it is not right
     */
    static Formula parse(String text) {
        return new Formula(new FormulaParser(text).parse());
    }

    /**
     * Evaluates the formula.
     *
     * @param pool the pool that it is for
     * @param initial variables that have a value before
     * @return all variables and their values
     * @throws Wrong if that is not possible now
     */
    Map<String, Object> evaluate(Pool pool, Map<String, Object> initial) {
        Map<String, Object> variables = new LinkedHashMap<>(initial);
        FormulaScope scope = new FormulaScope(pool, variables);
        try {
            for (Assignment assignment : assignments) {
                Object value = assignment.expression().value(scope);
                if (assignment.variable() != null) {
                    variables.put(assignment.variable(), value);
                }
            }
        } catch (Stop stopped) {
            return variables;
        }
        return variables;
    }
}
