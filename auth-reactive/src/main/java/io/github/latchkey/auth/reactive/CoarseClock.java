package io.github.latchkey.auth.reactive;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Time as a field that one thread keeps up to date, so that the hot path compares two numbers and asks no clock:
 * {@code System.nanoTime()} alone costs three times {@code Mono.just}.
 *
 * <p>The time is that of the clock which has moved further since the last look, the monotonic or the wall clock: the
 * monotonic one stands still while a virtual machine is suspended, the wall clock may be set back. Small differences
 * are drift and slewing, and there the monotonic clock is right.
 *
 * <p>It ticks only while somebody holds a lease. A lease refers to its holder weakly, so that a forgotten provider can
 * be collected and the last one takes the thread with it.
 */
final class CoarseClock {

    private static final Logger LOG = Loggers.getLogger(TokenProvider.class);

    /** How far {@link #now} may lag behind. */
    static final Duration TICK = Duration.ofMillis(100);

    private static final long DRIFT_NANOS = Duration.ofMillis(50).toNanos();

    private static final CoarseClock SYSTEM =
            new CoarseClock(Clock.systemUTC(), System::nanoTime, CoarseClock::tickOnDaemonThread);

    /** Nanoseconds since some start; never goes back; at most a tick old while a lease is held. */
    volatile long now;

    private final Clock wall;
    private final LongSupplier monotonic;
    private final Ticks ticks;
    private final Set<WeakReference<Object>> leases = new HashSet<>();
    private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
    private long lastWallNanos;
    private long lastMonotonicNanos;
    private @Nullable Disposable ticking;

    CoarseClock(Clock wall, LongSupplier monotonic, Ticks ticks) {
        this.wall = wall;
        this.monotonic = monotonic;
        this.ticks = ticks;
        this.lastWallNanos = wallNanos(wall.instant());
        this.lastMonotonicNanos = monotonic.getAsLong();
    }

    /** Returns the clock that all providers on system time share: one thread for the whole JVM. */
    static CoarseClock system() {
        return SYSTEM;
    }

    /** Reads both clocks and returns the exact time. For all but the hot path. */
    synchronized long sample() {
        long wallNanos = wallNanos(wall.instant());
        long monotonicNanos = monotonic.getAsLong();
        long wallMoved = wallNanos - lastWallNanos;
        long monotonicMoved = monotonicNanos - lastMonotonicNanos;
        lastWallNanos = wallNanos;
        lastMonotonicNanos = monotonicNanos;
        long moved = wallMoved - monotonicMoved > DRIFT_NANOS ? wallMoved : monotonicMoved;
        long sampled = now + Math.max(moved, 0);
        now = sampled;
        return sampled;
    }

    /** Returns the wall-clock time. */
    Instant instant() {
        return wall.instant();
    }

    /**
     * Keeps the clock ticking until the lease is disposed of or its holder is garbage.
     *
     * @param holder who needs the time; held weakly
     * @return the lease
     */
    synchronized Disposable lease(Object holder) {
        WeakReference<Object> lease = new WeakReference<>(holder, forgotten);
        leases.add(lease);
        if (ticking == null) {
            sample();
            ticking = ticks.every(TICK, this::tick);
        }
        return () -> release(lease);
    }

    /** Must not throw: an executor drops a periodic task that does, and time would stand still for everybody. */
    private void tick() {
        try {
            sample();
            removeForgotten();
        } catch (Throwable e) {
            LOG.warn("The clock of the token providers missed a tick", e);
        }
    }

    private synchronized void removeForgotten() {
        for (Object lease = forgotten.poll(); lease != null; lease = forgotten.poll()) {
            leases.remove(lease);
        }
        stopIfUnused();
    }

    private synchronized void release(WeakReference<Object> lease) {
        leases.remove(lease);
        stopIfUnused();
    }

    private void stopIfUnused() {
        if (leases.isEmpty() && ticking != null) {
            ticking.dispose();
            ticking = null;
        }
    }

    private static long wallNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    private static Disposable tickOnDaemonThread(Duration period, Runnable tick) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "latchkey-clock");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> future =
                executor.scheduleAtFixedRate(tick, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            future.cancel(false);
            executor.shutdown();
        };
    }

    /** What runs a task periodically. */
    @FunctionalInterface
    interface Ticks {

        /**
         * Runs the task at once after each period.
         *
         * @param period the time between two runs
         * @param task the task
         * @return what stops it
         */
        Disposable every(Duration period, Runnable task);
    }
}
