package io.github.latchkey.batch.pool;

/** The body of a request with one member. */
record PoolEvaluateAutoScale(String autoScaleFormula) {}
