package io.github.latchkey.batch.node;

/** The body of a request with one member. */
record NodeDisableScheduling(DisableComputeNodeSchedulingOption nodeDisableSchedulingOption) {}
