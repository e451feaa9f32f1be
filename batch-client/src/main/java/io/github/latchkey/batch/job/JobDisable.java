package io.github.latchkey.batch.job;

/** The body of a request with one member. */
record JobDisable(DisableJobOption disableTasks) {}
