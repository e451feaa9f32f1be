package io.github.latchkey.batch.job;

import org.jspecify.annotations.Nullable;

/**
 * How far the tasks of a job are.
 *
 * @param jobId the job's id
 * @param state the job's state
 * @param active tasks that wait
 * @param running tasks that run or prepare to run
 * @param succeeded tasks that ended well
 * @param failed tasks that ended badly
 * @param finished whether no task is left, checked against the list of tasks
 */
public record JobProgress(
        @Nullable String jobId,
        @Nullable JobState state,
        int active,
        int running,
        int succeeded,
        int failed,
        boolean finished) {

    static JobProgress of(Job job, @Nullable TaskCounts counts, boolean finished) {
        return counts == null
                ? new JobProgress(job.id(), job.state(), 0, 0, 0, 0, finished)
                : new JobProgress(
                        job.id(),
                        job.state(),
                        counts.active(),
                        counts.running(),
                        counts.succeeded(),
                        counts.failed(),
                        finished);
    }

    /**
     * Returns how many tasks have ended.
     *
     * @return well and badly
     */
    public int completed() {
        return succeeded + failed;
    }

    /**
     * Returns how many tasks there are.
     *
     * @return all of them
     */
    public int total() {
        return active + running + completed();
    }
}
