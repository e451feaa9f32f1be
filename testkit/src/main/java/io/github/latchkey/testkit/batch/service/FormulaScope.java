package io.github.latchkey.testkit.batch.service;

import java.util.Map;

/**
 * What a formula sees while it is evaluated.
 *
 * @param pool the pool that it is for
 * @param variables what has been assigned so far
 */
record FormulaScope(Pool pool, Map<String, Object> variables) {

    long now() {
        return pool.account.now();
    }

    Object variable(String name, String place) {
        Object value = variables.get(name);
        if (value == null) {
            throw new Formula.Wrong(place + "The variable '" + name + "' has no value");
        }
        return value;
    }
}
