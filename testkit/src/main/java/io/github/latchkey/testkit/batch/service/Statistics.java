package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** The lifetime statistics that {@code $expand=stats} shows, computed from what really happened where that is known. */
final class Statistics {

    private Statistics() {}

    static ObjectNode task(Task task, View view) {
        TaskRun run = task.run;
        long wall = run == null || run.start == 0 ? 0 : (run.end == 0 ? task.job.account.now() : run.end) - run.start;
        long wait = run == null || run.start == 0 ? task.job.account.now() - task.created : run.start - task.created;
        return work(view, task.path(), task.created, task.job.account, wall, wait);
    }

    static ObjectNode job(Job job, View view) {
        ObjectNode stats = work(view, job.path(), job.created, job.account, wall(job), 0);
        return outcomes(
                stats,
                job.account,
                job.book.counts.of(Counts.Group.SUCCEEDED),
                job.book.counts.of(Counts.Group.FAILED),
                job.book.retries);
    }

    static ObjectNode schedule(JobSchedule schedule, View view) {
        long wall = 0;
        long succeeded = 0;
        long failed = 0;
        long retries = 0;
        for (Job job : schedule.jobs.values()) {
            wall += wall(job);
            succeeded += job.book.counts.of(Counts.Group.SUCCEEDED);
            failed += job.book.counts.of(Counts.Group.FAILED);
            retries += job.book.retries;
        }
        ObjectNode stats = work(view, schedule.path(), schedule.created, schedule.account, wall, 0);
        return outcomes(stats, schedule.account, succeeded, failed, retries);
    }

    static ObjectNode pool(Pool pool, View view) {
        ObjectNode stats = frame(view, pool.path(), pool.created, pool.account);
        ObjectNode usage = stats.putObject("usageStats");
        usage.put("startTime", Ticks.text(pool.created)).put("lastUpdateTime", Ticks.text(pool.account.now()));
        long ticks = pool.nodes(true)
                .mapToLong(node -> (pool.account.now() - node.allocated) * pool.cores())
                .sum();
        usage.put("dedicatedCoreTime", duration(ticks));
        return stats;
    }

    private static long wall(Job job) {
        return job.book.wallTicks;
    }

    private static ObjectNode frame(View view, String path, long start, BatchAccount account) {
        return Trees.object()
                .put("url", view.base() + path + "/lifetimestats")
                .put("startTime", Ticks.text(start))
                .put("lastUpdateTime", Ticks.text(account.now()));
    }

    private static ObjectNode work(View view, String path, long start, BatchAccount account, long wall, long wait) {
        ObjectNode stats = frame(view, path, start, account);
        stats.put("userCPUTime", duration(wall));
        stats.put("kernelCPUTime", "PT0S");
        stats.put("wallClockTime", duration(wall));
        account.putLong(stats, "readIOps", 0);
        account.putLong(stats, "writeIOps", 0);
        stats.put("readIOGiB", 0.0);
        stats.put("writeIOGiB", 0.0);
        stats.put("waitTime", duration(wait));
        return stats;
    }

    private static ObjectNode outcomes(
            ObjectNode stats, BatchAccount account, long succeeded, long failed, long retries) {
        account.putLong(stats, "numSucceededTasks", succeeded);
        account.putLong(stats, "numFailedTasks", failed);
        account.putLong(stats, "numTaskRetries", retries);
        return stats;
    }

    private static String duration(long ticks) {
        return Duration.ofSeconds(ticks / Ticks.PER_SECOND, ticks % Ticks.PER_SECOND * 100)
                .toString();
    }
}
