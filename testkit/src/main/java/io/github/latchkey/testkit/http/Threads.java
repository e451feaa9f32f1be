package io.github.latchkey.testkit.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/**
 * The daemon threads that all servers of this JVM share. All but those for sockets end when they have had nothing to do
 * for a while.
 */
final class Threads {

    /** Sockets. */
    static final LoopResources LOOPS = LoopResources.create("latchkey-testkit", 1, 2, true);

    /** Handlers and delays: few threads, since nothing on them waits. */
    static final Scheduler WORKERS = Schedulers.fromExecutorService(workers(), "latchkey-testkit-worker");

    /**
     * What may wait, for another server of this JVM too: as many threads as wait, or they would wait for each other.
     */
    static final Scheduler WAITING = Schedulers.fromExecutorService(waiting(), "latchkey-testkit-waiting");

    private static final int IDLE_SECONDS = 5;

    private Threads() {}

    private static ScheduledThreadPoolExecutor workers() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(8, named("latchkey-testkit-worker-"));
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static ExecutorService waiting() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("latchkey-testkit-waiting-"));
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
