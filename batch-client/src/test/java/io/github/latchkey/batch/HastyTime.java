package io.github.latchkey.batch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A scheduler that does not wait: a delay of less than an hour moves its clock and is over at once, and is written
 * down; a longer one, as a limit, is over when the clock has moved that far. So hours of polling over a real socket
 * take a moment.
 */
final class HastyTime implements Scheduler {

    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    // Guarded by this.
    private final PriorityQueue<Limit> limits = new PriorityQueue<>(Comparator.comparingLong(limit -> limit.due));
    private long now = 1;

    /** The delays in the order in which they were asked for. */
    List<Duration> waits() {
        return waits;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return Schedulers.parallel().schedule(task);
    }

    @Override
    public synchronized Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        long nanos = unit.toNanos(delay);
        if (nanos >= LONG) {
            Limit limit = new Limit(now + nanos, task);
            limits.add(limit);
            return () -> {
                synchronized (this) {
                    limits.remove(limit);
                }
            };
        }
        waits.add(Duration.ofNanos(nanos));
        now += nanos;
        while (!limits.isEmpty() && limits.peek().due <= now) {
            schedule(limits.remove().task);
        }
        return schedule(task);
    }

    @Override
    public synchronized long now(TimeUnit unit) {
        return unit.convert(now, TimeUnit.NANOSECONDS);
    }

    @Override
    public Worker createWorker() {
        return new Worker() {

            private final Disposable.Composite tasks = Disposables.composite();

            @Override
            public Disposable schedule(Runnable task) {
                Disposable running = HastyTime.this.schedule(task);
                tasks.add(running);
                return running;
            }

            @Override
            public void dispose() {
                tasks.dispose();
            }
        };
    }

    private record Limit(long due, Runnable task) {}
}
