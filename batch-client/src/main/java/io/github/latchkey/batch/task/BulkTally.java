package io.github.latchkey.batch.task;

import io.github.latchkey.batch.BulkSummary;
import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of one bulk add, from any thread. */
final class BulkTally {

    private final LongAdder taken = new LongAdder();
    private final LongAdder underWay = new LongAdder();
    private final LongAdder added = new LongAdder();
    private final LongAdder existed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder notSent = new LongAdder();

    void taken() {
        taken.increment();
    }

    void sending(int tasks) {
        underWay.add(tasks);
    }

    void answered(int tasks) {
        underWay.add(-tasks);
    }

    void count(TaskAddOutcome outcome) {
        LongAdder counter = switch (outcome.status()) {
            case ADDED -> added;
            case EXISTED -> existed;
            case REFUSED -> refused;
            case UNKNOWN -> unknown;
            case NOT_SENT -> notSent;
        };
        counter.increment();
    }

    /** The numbers; after a cancel, what is under way is unknown and what else has no outcome was not sent. */
    BulkSummary summary() {
        long all = taken.sum();
        long lost = unknown.sum() + underWay.sum();
        long here = added.sum() + existed.sum() + refused.sum();
        return new BulkSummary(all, added.sum(), existed.sum(), refused.sum(), lost, all - here - lost);
    }
}
