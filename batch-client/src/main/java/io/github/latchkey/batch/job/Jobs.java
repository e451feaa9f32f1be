package io.github.latchkey.batch.job;

import io.github.latchkey.batch.BatchWaitException;
import io.github.latchkey.batch.Filter;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.JobEnd;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.internal.http.Polls;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** The jobs of the account. */
public final class Jobs {

    private final Pipeline pipeline;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     */
    public Jobs(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Creates a job. Repeated after a lost answer; "exists" then counts as success.
     *
     * @param job the job
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(JobCreate job) {
        return create(job, RequestOptions.defaults());
    }

    /**
     * Creates a job. Repeated after a lost answer; "exists" then counts as success.
     *
     * @param job the job
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(JobCreate job, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_ADD).body(job).with(options));
    }

    /**
     * Reads a job.
     *
     * @param jobId the job's id
     * @return a cold {@code Mono} of the job; {@link io.github.latchkey.batch.BatchNotFoundException} if there is none
     */
    public Mono<Job> get(String jobId) {
        return get(jobId, RequestOptions.defaults());
    }

    /**
     * Reads a job.
     *
     * @param jobId the job's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the job; {@link io.github.latchkey.batch.BatchNotFoundException} if there is none
     */
    public Mono<Job> get(String jobId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.JOB_GET, Checks.id("jobId", jobId)).with(options), Job.class);
    }

    /**
     * Lists the jobs of the account.
     *
     * @return a cold list
     */
    public PagedFlux<Job> list() {
        return list(ListOptions.defaults());
    }

    /**
     * Lists the jobs of the account.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<Job> list(ListOptions options) {
        return pipeline.list(Call.of(Operation.JOB_LIST), options, Job.class);
    }

    /**
     * Lists the jobs that a schedule has made.
     *
     * @param jobScheduleId the job schedule's id
     * @return a cold list
     */
    public PagedFlux<Job> listFromJobSchedule(String jobScheduleId) {
        return listFromJobSchedule(jobScheduleId, ListOptions.defaults());
    }

    /**
     * Lists the jobs that a schedule has made.
     *
     * @param jobScheduleId the job schedule's id
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<Job> listFromJobSchedule(String jobScheduleId, ListOptions options) {
        return pipeline.list(
                Call.of(Operation.JOB_LIST_FROM_JOB_SCHEDULE, Checks.id("jobScheduleId", jobScheduleId)),
                options,
                Job.class);
    }

    /**
     * Changes what is set and leaves the rest. An object that is set replaces the stored one whole: to change one
     * constraint, send all of them.
     *
     * @param jobId the job's id
     * @param patch the change
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> patch(String jobId, JobPatch patch) {
        return patch(jobId, patch, RequestOptions.defaults());
    }

    /**
     * Changes what is set and leaves the rest. An object that is set replaces the stored one whole: to change one
     * constraint, send all of them.
     *
     * @param jobId the job's id
     * @param patch the change
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> patch(String jobId, JobPatch patch, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_PATCH, Checks.id("jobId", jobId))
                .body(patch)
                .with(options));
    }

    /**
     * Replaces a job's properties: what is left out is reset or removed.
     *
     * @param jobId the job's id
     * @param update the new properties
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> update(String jobId, JobUpdate update) {
        return update(jobId, update, RequestOptions.defaults());
    }

    /**
     * Replaces a job's properties: what is left out is reset or removed.
     *
     * @param jobId the job's id
     * @param update the new properties
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> update(String jobId, JobUpdate update, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_UPDATE, Checks.id("jobId", jobId))
                .body(update)
                .with(options));
    }

    /**
     * Lets a disabled job run its tasks again.
     *
     * @param jobId the job's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enable(String jobId) {
        return enable(jobId, RequestOptions.defaults());
    }

    /**
     * Lets a disabled job run its tasks again.
     *
     * @param jobId the job's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enable(String jobId, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.JOB_ENABLE, Checks.id("jobId", jobId)).with(options));
    }

    /**
     * Starts to disable a job: no new task begins until it is enabled.
     *
     * @param jobId the job's id
     * @param disableTasks what becomes of tasks that run
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disable(String jobId, DisableJobOption disableTasks) {
        return disable(jobId, disableTasks, RequestOptions.defaults());
    }

    /**
     * Starts to disable a job: no new task begins until it is enabled.
     *
     * @param jobId the job's id
     * @param disableTasks what becomes of tasks that run
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disable(String jobId, DisableJobOption disableTasks, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_DISABLE, Checks.id("jobId", jobId))
                .body(new JobDisable(disableTasks))
                .with(options));
    }

    /**
     * Starts to end a job: running tasks are killed, waiting ones stay as they are, no new ones are taken.
     *
     * @param jobId the job's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String jobId) {
        return terminate(jobId, RequestOptions.defaults());
    }

    /**
     * Starts to end a job: running tasks are killed, waiting ones stay as they are, no new ones are taken.
     *
     * @param jobId the job's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String jobId, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.JOB_TERMINATE, Checks.id("jobId", jobId)).with(options));
    }

    /**
     * Starts to end a job and says why.
     *
     * @param jobId the job's id
     * @param terminateReason text that the job shows as its reason
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String jobId, String terminateReason) {
        return terminate(jobId, terminateReason, RequestOptions.defaults());
    }

    /**
     * Starts to end a job and says why.
     *
     * @param jobId the job's id
     * @param terminateReason text that the job shows as its reason
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String jobId, String terminateReason, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_TERMINATE, Checks.id("jobId", jobId))
                .body(new JobTerminate(terminateReason))
                .with(options));
    }

    /**
     * Starts to delete a job with its tasks and their files. Any other change of it fails from now on.
     *
     * @param jobId the job's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String jobId) {
        return delete(jobId, RequestOptions.defaults());
    }

    /**
     * Starts to delete a job with its tasks and their files. Any other change of it fails from now on.
     *
     * @param jobId the job's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String jobId, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.JOB_DELETE, Checks.id("jobId", jobId)).with(options));
    }

    /**
     * Counts the tasks of a job by state. Preparing tasks count as running. The numbers may lag behind the list of
     * tasks.
     *
     * @param jobId the job's id
     * @return a cold {@code Mono} of the counts
     */
    public Mono<TaskCountsResult> taskCounts(String jobId) {
        return taskCounts(jobId, RequestOptions.defaults());
    }

    /**
     * Counts the tasks of a job by state. Preparing tasks count as running. The numbers may lag behind the list of
     * tasks.
     *
     * @param jobId the job's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the counts
     */
    public Mono<TaskCountsResult> taskCounts(String jobId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.JOB_GET_TASK_COUNTS, Checks.id("jobId", jobId))
                        .with(options),
                TaskCountsResult.class);
    }

    /**
     * Lists how the job preparation and release tasks went on each node. A conflict if the job has no such tasks.
     *
     * @param jobId the job's id
     * @return a cold list
     */
    public PagedFlux<JobPreparationAndReleaseTaskStatus> preparationAndReleaseTaskStatus(String jobId) {
        return preparationAndReleaseTaskStatus(jobId, ListOptions.defaults());
    }

    /**
     * Lists how the job preparation and release tasks went on each node. A conflict if the job has no such tasks.
     *
     * @param jobId the job's id
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<JobPreparationAndReleaseTaskStatus> preparationAndReleaseTaskStatus(
            String jobId, ListOptions options) {
        return pipeline.list(
                Call.of(Operation.JOB_LIST_PREPARATION_AND_RELEASE_TASK_STATUS, Checks.id("jobId", jobId)),
                options,
                JobPreparationAndReleaseTaskStatus.class);
    }

    /**
     * Waits until all tasks of a job are completed, well or badly, or the job itself has ended. Counts are cheap but
     * may lag behind, so that the end is checked against the list of tasks.
     *
     * @param jobId the job's id
     * @param polling how often to ask and how long to wait
     * @return a cold {@code Flux} of the progress at each question, the last one at the end;
     *     {@link io.github.latchkey.batch.BatchNotFoundException} if the job goes away, {@link BatchWaitException} if
     *     it is being deleted or could not be scheduled
     */
    public Flux<JobProgress> awaitTasks(String jobId, Polling polling) {
        Mono<JobProgress> question = get(jobId, JobEnd.question(polling.question()))
                .flatMap(Jobs::requireAlive)
                .flatMap(job -> taskCounts(jobId, polling.question())
                        .flatMap(counts -> counts.taskCounts() == null || isLeft(counts.taskCounts())
                                ? Mono.just(JobProgress.of(job, counts.taskCounts(), false))
                                : unfinished(jobId, polling)
                                        .map(left -> JobProgress.of(job, counts.taskCounts(), !left))));
        return Polls.until(
                pipeline,
                polling,
                "The end of all tasks of job " + jobId,
                question,
                progress -> progress.finished() || JobState.COMPLETED.equals(progress.state()));
    }

    /**
     * Waits until a job is completed. A job ends when it is terminated, or by itself if {@code onAllTasksComplete} or
     * its job manager says so.
     *
     * @param jobId the job's id
     * @param polling how often to ask and how long to wait
     * @return a cold {@code Flux} of the job at each question, the last one completed;
     *     {@link io.github.latchkey.batch.BatchNotFoundException} if the job goes away, {@link BatchWaitException} if
     *     it is being deleted, could not be scheduled, or ended because a task failed or its time was over
     */
    public Flux<Job> awaitCompleted(String jobId, Polling polling) {
        return Polls.until(
                        pipeline,
                        polling,
                        "The end of job " + jobId,
                        get(jobId, polling.question()).flatMap(Jobs::requireAlive),
                        job -> JobState.COMPLETED.equals(job.state()))
                .handle(Jobs::requireGoodEnd);
    }

    private static boolean isLeft(TaskCounts counts) {
        return counts.active() + counts.running() > 0;
    }

    private Mono<Boolean> unfinished(String jobId, Polling polling) {
        ListOptions one = ListOptions.builder()
                .like(polling.question())
                .filter(Filter.where("state").ne("completed"))
                .select("id")
                .maxResults(1)
                .build();
        return pipeline.list(Call.of(Operation.TASK_LIST, jobId), one, TaskName.class)
                .hasElements();
    }

    private static Mono<Job> requireAlive(Job job) {
        JobExecutionInformation info = job.executionInfo();
        if (info != null && info.schedulingError() != null) {
            JobSchedulingError error = info.schedulingError();
            return Mono.error(
                    failure(job, "could not be scheduled: " + error.code() + ", " + error.message(), error.code()));
        }
        return JobState.DELETING.equals(job.state())
                ? Mono.error(failure(job, "is being deleted", null))
                : Mono.just(job);
    }

    private static void requireGoodEnd(Job job, SynchronousSink<Job> sink) {
        String reason = !JobState.COMPLETED.equals(job.state()) || job.executionInfo() == null
                ? null
                : job.executionInfo().terminateReason();
        if ("TaskFailed".equals(reason)) {
            sink.error(failure(job, "ended because a task failed", reason));
        } else if ("MaxWallClockTimeExpiry".equals(reason)) {
            sink.error(failure(job, "ended because its time was over", reason));
        } else {
            sink.next(job);
        }
    }

    private static BatchWaitException failure(Job job, String how, @Nullable String code) {
        return new BatchWaitException("Job " + job.id() + " " + how + ".", code);
    }

    /** A task of which only the name is read. */
    private record TaskName(@Nullable String id) {}
}
