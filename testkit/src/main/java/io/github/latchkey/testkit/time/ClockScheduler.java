package io.github.latchkey.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reactor's timers on a {@link TestClock}: what is to run at once runs at once, on Reactor's parallel threads; what is
 * to run later is handed to them when the clock gets there.
 */
final class ClockScheduler implements Scheduler {

    private final TestClock clock;

    ClockScheduler(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return Schedulers.parallel().schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Worker worker = createWorker();
        worker.schedule(
                () -> {
                    try {
                        task.run();
                    } finally {
                        worker.dispose();
                    }
                },
                delay,
                unit);
        return worker;
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        Worker worker = createWorker();
        worker.schedulePeriodically(task, initialDelay, period, unit);
        return worker;
    }

    @Override
    public Worker createWorker() {
        return new ClockWorker(clock, Schedulers.parallel().createWorker());
    }

    @Override
    public long now(TimeUnit unit) {
        Instant now = clock.instant();
        return unit.convert(now.getEpochSecond(), TimeUnit.SECONDS) + unit.convert(now.getNano(), TimeUnit.NANOSECONDS);
    }

    @Override
    public String toString() {
        return "ClockScheduler[" + clock + "]";
    }

    /** Runs its tasks one after the other, on one thread. */
    private static final class ClockWorker implements Worker {

        private final TestClock clock;
        private final Worker thread;
        private final Disposable.Composite waiting = Disposables.composite();

        ClockWorker(TestClock clock, Worker thread) {
            this.clock = clock;
            this.thread = thread;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return thread.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            if (delay <= 0) {
                return schedule(task);
            }
            Disposable.Composite handle = Disposables.composite();
            waiting.add(handle);
            Scheduled due = clock.schedule(Duration.of(delay, unit.toChronoUnit()), () -> {
                waiting.remove(handle);
                thread.schedule(() -> {
                    if (!handle.isDisposed()) {
                        task.run();
                    }
                });
            });
            // Taken back at once when this worker was disposed meanwhile.
            handle.add(due::cancel);
            return handle;
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            Disposable.Swap all = Disposables.swap();
            repeat(all, task, initialDelay, period, unit);
            return all;
        }

        private void repeat(Disposable.Swap all, Runnable task, long delay, long period, TimeUnit unit) {
            Runnable andAgain = () -> {
                task.run();
                if (!all.isDisposed()) {
                    repeat(all, task, period, period, unit);
                }
            };
            all.replace(schedule(andAgain, delay, unit));
        }

        @Override
        public void dispose() {
            waiting.dispose();
            thread.dispose();
        }

        @Override
        public boolean isDisposed() {
            return thread.isDisposed();
        }
    }
}
