package io.github.latchkey.testkit.batch.service;

/** The states of a node. */
enum NodeState {
    IDLE,
    REBOOTING,
    REIMAGING,
    RUNNING,
    UNUSABLE,
    CREATING,
    STARTING,
    WAITINGFORSTARTTASK,
    STARTTASKFAILED,
    UNKNOWN,
    LEAVINGPOOL,
    OFFLINE,
    PREEMPTED,
    UPGRADINGOS,
    DEALLOCATED,
    DEALLOCATING;

    /** Whether the node can run tasks. */
    boolean ready() {
        return this == IDLE || this == RUNNING;
    }

    /** Whether the machine runs and answers, so that its files can be read and release tasks can run there. */
    boolean reachable() {
        return ready() || this == OFFLINE || this == WAITINGFORSTARTTASK || this == STARTTASKFAILED;
    }
}
