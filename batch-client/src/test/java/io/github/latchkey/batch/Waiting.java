package io.github.latchkey.batch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what another thread or the other side of a socket will do, and gives up loudly. */
final class Waiting {

    private Waiting() {}

    /** Waits until a number that grows has stopped growing. */
    static void untilSteady(LongSupplier number) {
        AtomicLong seen = new AtomicLong(-1);
        AtomicInteger same = new AtomicInteger();
        until(() -> {
            long now = number.getAsLong();
            return same.updateAndGet(times -> seen.getAndSet(now) == now ? times + 1 : 0) == 300;
        });
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within 60 seconds");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
