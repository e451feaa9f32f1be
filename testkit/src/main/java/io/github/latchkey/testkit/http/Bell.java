package io.github.latchkey.testkit.http;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Wakes the threads that wait for something to become true. Those who ring take no lock, because event loops do it.
 * Safe for use by many threads.
 */
public final class Bell {

    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    /** Makes a bell for which nobody waits. */
    public Bell() {}

    /** Lets all who wait look again; to be called after each change that may matter to them. */
    public void ring() {
        waiting.forEach(LockSupport::unpark);
    }

    /**
     * Waits until something is true. Do not call it on an event loop.
     *
     * @param condition looked at once, and after each ringing
     * @param limit how long to wait at most, in real time
     * @return whether it became true in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        Thread self = Thread.currentThread();
        // Added before the condition is looked at, so that no change in between goes unnoticed.
        waiting.add(self);
        try {
            while (!condition.getAsBoolean()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting");
                }
                Duration left = limit.minusNanos(System.nanoTime() - start);
                if (left.isNegative() || left.isZero()) {
                    return false;
                }
                LockSupport.parkNanos(this, nanos(left));
            }
            return true;
        } finally {
            waiting.remove(self);
        }
    }

    /** A wait that fits into nanoseconds; whoever wakes too early looks again and goes on waiting. */
    private static long nanos(Duration left) {
        Duration day = Duration.ofDays(1);
        return (left.compareTo(day) < 0 ? left : day).toNanos();
    }
}
