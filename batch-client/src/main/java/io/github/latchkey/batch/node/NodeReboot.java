package io.github.latchkey.batch.node;

/** The body of a request with one member. */
record NodeReboot(ComputeNodeRebootOption nodeRebootOption) {}
