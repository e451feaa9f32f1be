package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

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
        Tally all = Tally.NONE;
        for (Job job : schedule.jobs.values()) {
            all = all.plus(job);
        }
        ObjectNode stats = work(view, schedule.path(), schedule.created, schedule.account, all.wall(), 0);
        return outcomes(stats, schedule.account, all.succeeded(), all.failed(), all.retries());
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

    /** What all jobs of the account have done, those that are gone included. */
    static ObjectNode jobs(BatchAccount account, View view) {
        Tally all = account.formerJobs();
        for (Job job : account.jobs.values()) {
            all = all.plus(job);
        }
        ObjectNode stats = work(view, "/lifetimejobstats", account.opened(), account, all.wall(), 0);
        stats.put("url", view.base() + "/lifetimejobstats");
        return outcomes(stats, account, all.succeeded(), all.failed(), all.retries());
    }

    /** How long the nodes of all pools of the account were there, those that are gone included. */
    static ObjectNode pools(BatchAccount account, View view, List<Usage> usage) {
        ObjectNode stats = frame(view, "/lifetimepoolstats", account.opened(), account);
        stats.put("url", view.base() + "/lifetimepoolstats");
        long ticks = usage.stream()
                .mapToLong(used -> (used.end() - used.start()) * used.cores())
                .sum();
        stats.putObject("usageStats")
                .put("startTime", Ticks.text(account.opened()))
                .put("lastUpdateTime", Ticks.text(account.now()))
                .put("dedicatedCoreTime", duration(ticks));
        return stats;
    }

    /**
     * What jobs have done together.
     *
     * @param wall how long their tasks ran, in ticks
     * @param succeeded how many tasks succeeded
     * @param failed how many failed
     * @param retries how often tasks were retried
     */
    record Tally(long wall, long succeeded, long failed, long retries) {

        static final Tally NONE = new Tally(0, 0, 0, 0);

        Tally plus(Job job) {
            return new Tally(
                    wall + job.book.wallTicks,
                    succeeded + job.book.counts.of(Counts.Group.SUCCEEDED),
                    failed + job.book.counts.of(Counts.Group.FAILED),
                    retries + job.book.retries);
        }
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
