package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.config.BatchThrottling;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts requests, and refuses those that are too many. Guarded by the account's lock. */
final class Throttle {

    private final BatchThrottling options;
    private final Map<String, Long> changes = new HashMap<>();
    private long begun = Ticks.NEVER;
    private int counted;
    private int tasks;

    Throttle(BatchThrottling options) {
        this.options = options;
    }

    /** Refuses a request that is one too many, before it does anything. */
    void admit(Call call) {
        long now = call.account.now();
        if (options.most() > 0) {
            long end = begun + Ticks.of(options.per());
            if (begun == Ticks.NEVER || now >= end || now < begun) {
                begun = now;
                counted = 0;
            } else if (counted >= options.most()) {
                throw refusal(options.serverBusy() ? ErrorCode.SERVER_BUSY : ErrorCode.TOO_MANY_REQUESTS, end - now);
            }
            counted++;
        }
        Duration pause = options.poolPause();
        if (pause != null && call.operation.changesPool()) {
            String pool = Ids.key(call.path("poolId"));
            long next = changes.getOrDefault(pool, Ticks.NEVER) + Ticks.of(pause);
            if (changes.containsKey(pool) && now < next) {
                throw refusal(ErrorCode.TOO_MANY_REQUESTS, next - now);
            }
            changes.put(pool, now);
        }
    }

    /** Refuses a task of a collection that the service does not get round to. */
    void admitTask() {
        tasks++;
        if (options.busyTasks() > 0 && tasks % options.busyTasks() == 0) {
            throw ErrorCode.SERVER_BUSY.fault();
        }
    }

    private BatchFault refusal(ErrorCode error, long left) {
        BatchFault fault = error.fault();
        return options.retryAfter() ? fault.retryAfter(-Math.floorDiv(-left, Ticks.PER_SECOND)) : fault;
    }

    void clear() {
        begun = Ticks.NEVER;
        counted = 0;
        tasks = 0;
        changes.clear();
    }
}
