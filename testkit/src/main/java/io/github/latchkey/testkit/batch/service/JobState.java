package io.github.latchkey.testkit.batch.service;

/** The states of a job. */
enum JobState {
    ACTIVE,
    DISABLING,
    DISABLED,
    ENABLING,
    TERMINATING,
    COMPLETED,
    DELETING
}
