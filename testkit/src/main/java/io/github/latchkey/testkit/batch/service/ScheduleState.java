package io.github.latchkey.testkit.batch.service;

/** The states of a job schedule. */
enum ScheduleState {
    ACTIVE,
    COMPLETED,
    DISABLED,
    TERMINATING,
    DELETING
}
