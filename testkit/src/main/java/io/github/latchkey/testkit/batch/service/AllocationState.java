package io.github.latchkey.testkit.batch.service;

/** Whether the number of a pool's nodes is changing. */
enum AllocationState {
    STEADY,
    RESIZING,
    STOPPING
}
