package io.github.latchkey.testkit.batch.service;

/** The states of a task. */
enum TaskState {
    ACTIVE,
    PREPARING,
    RUNNING,
    COMPLETED
}
