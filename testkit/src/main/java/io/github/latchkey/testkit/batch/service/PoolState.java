package io.github.latchkey.testkit.batch.service;

/** The states of a pool. */
enum PoolState {
    ACTIVE,
    DELETING
}
