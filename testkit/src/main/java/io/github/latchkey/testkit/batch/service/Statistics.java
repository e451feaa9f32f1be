package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The lifetime statistics that {@code $expand=stats} shows, computed from what really happened where that is known. */
final class Statistics {

    private Statistics() {}

    static ObjectNode task(Task task, View view) {
        TaskRun run = task.run;
        long wall = run == null || run.start == 0 ? 0 : (run.end == 0 ? task.job.account.now() : run.end) - run.start;
        long wait = run == null || run.start == 0 ? task.job.account.now() - task.created : run.start - task.created;
        return work(view, lifetime(task.path()), task.created, task.job.account, wall, wait);
    }

    static ObjectNode job(Job job, View view) {
        return outcomes(view, lifetime(job.path()), job.created, job.account, Tally.NONE.plus(job));
    }

    static ObjectNode schedule(JobSchedule schedule, View view) {
        return outcomes(
                view,
                lifetime(schedule.path()),
                schedule.created,
                schedule.account,
                Tally.NONE.plus(schedule.jobs.values()));
    }

    static ObjectNode pool(Pool pool, View view) {
        long ticks = pool.nodes(true)
                .mapToLong(node -> (pool.account.now() - node.allocated) * pool.cores())
                .sum();
        return usage(view, lifetime(pool.path()), pool.created, pool.account, ticks);
    }

    /** What all jobs of the account have done, those that are gone included. */
    static ObjectNode jobs(BatchAccount account, View view) {
        return outcomes(
                view,
                "/lifetimejobstats",
                account.opened(),
                account,
                account.formerJobs().plus(account.jobs.values()));
    }

    /** How long the nodes of all pools of the account were there, those that are gone included. */
    static ObjectNode pools(BatchAccount account, View view, List<Usage> usage) {
        long ticks = usage.stream()
                .mapToLong(used -> (used.end() - used.start()) * used.cores())
                .sum();
        return usage(view, "/lifetimepoolstats", account.opened(), account, ticks);
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

        Tally plus(Collection<Job> jobs) {
            Tally all = this;
            for (Job job : jobs) {
                all = all.plus(job);
            }
            return all;
        }
    }

    private static String lifetime(String path) {
        return path + "/lifetimestats";
    }

    private static ObjectNode frame(View view, String path, long start, BatchAccount account) {
        return Trees.object()
                .put("url", view.base() + path)
                .put("startTime", Ticks.text(start))
                .put("lastUpdateTime", Ticks.text(account.now()));
    }

    private static ObjectNode usage(View view, String path, long start, BatchAccount account, long ticks) {
        ObjectNode stats = frame(view, path, start, account);
        stats.putObject("usageStats")
                .put("startTime", Ticks.text(start))
                .put("lastUpdateTime", Ticks.text(account.now()))
                .put("dedicatedCoreTime", duration(ticks));
        return stats;
    }

    private static ObjectNode outcomes(View view, String path, long start, BatchAccount account, Tally all) {
        ObjectNode stats = work(view, path, start, account, all.wall(), 0);
        account.putLong(stats, "numSucceededTasks", all.succeeded());
        account.putLong(stats, "numFailedTasks", all.failed());
        account.putLong(stats, "numTaskRetries", all.retries());
        return stats;
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

    private static String duration(long ticks) {
        return Duration.ofSeconds(ticks / Ticks.PER_SECOND, ticks % Ticks.PER_SECOND * 100)
                .toString();
    }
}
