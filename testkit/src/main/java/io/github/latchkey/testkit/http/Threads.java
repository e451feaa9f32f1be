package io.github.latchkey.testkit.http;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The few daemon threads that all servers of this JVM share. */
final class Threads {

    /** Sockets. */
    static final LoopResources LOOPS = LoopResources.create("latchkey-testkit", 1, 2, true);

    /** Handlers and delays. Threads that have nothing to do end after a while. */
    static final Scheduler WORKERS = Schedulers.fromExecutorService(workers(), "latchkey-testkit-worker");

    private Threads() {}

    private static ScheduledThreadPoolExecutor workers() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(8, task -> {
            Thread thread = new Thread(task, "latchkey-testkit-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
