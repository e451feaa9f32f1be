package io.github.latchkey.batch.jobschedule;

import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Decoders;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import reactor.core.publisher.Mono;

/** The job schedules of the account. Ids share one namespace with jobs. */
public final class JobSchedules {

    private final Pipeline pipeline;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     */
    public JobSchedules(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Creates a schedule. Repeated after a lost answer; "exists" then counts as success.
     *
     * @param schedule the schedule
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(JobScheduleCreate schedule) {
        return create(schedule, RequestOptions.defaults());
    }

    /**
     * Creates a schedule. Repeated after a lost answer; "exists" then counts as success.
     *
     * @param schedule the schedule
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(JobScheduleCreate schedule, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.JOB_SCHEDULE_ADD).body(schedule).with(options));
    }

    /**
     * Reads a schedule.
     *
     * @param jobScheduleId the job schedule's id
     * @return a cold {@code Mono} of the schedule
     */
    public Mono<JobSchedule> get(String jobScheduleId) {
        return get(jobScheduleId, RequestOptions.defaults());
    }

    /**
     * Reads a schedule.
     *
     * @param jobScheduleId the job schedule's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the schedule
     */
    public Mono<JobSchedule> get(String jobScheduleId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.JOB_SCHEDULE_GET, Checks.id("jobScheduleId", jobScheduleId))
                        .with(options),
                JobSchedule.class);
    }

    /**
     * Tells whether there is such a schedule.
     *
     * @param jobScheduleId the job schedule's id
     * @return a cold {@code Mono}
     */
    public Mono<Boolean> exists(String jobScheduleId) {
        return exists(jobScheduleId, RequestOptions.defaults());
    }

    /**
     * Tells whether there is such a schedule.
     *
     * @param jobScheduleId the job schedule's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono}
     */
    public Mono<Boolean> exists(String jobScheduleId, RequestOptions options) {
        return pipeline.single(
                Call.of(Operation.JOB_SCHEDULE_EXISTS, Checks.id("jobScheduleId", jobScheduleId))
                        .with(options),
                Decoders.EXISTS);
    }

    /**
     * Lists the schedules.
     *
     * @return a cold list
     */
    public PagedFlux<JobSchedule> list() {
        return list(ListOptions.defaults());
    }

    /**
     * Lists the schedules.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<JobSchedule> list(ListOptions options) {
        return pipeline.list(Call.of(Operation.JOB_SCHEDULE_LIST), options, JobSchedule.class);
    }

    /**
     * Changes what is set and leaves the rest. An object that is set replaces the stored one whole. Reaches jobs made
     * later.
     *
     * @param jobScheduleId the job schedule's id
     * @param patch the change
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> patch(String jobScheduleId, JobSchedulePatch patch) {
        return patch(jobScheduleId, patch, RequestOptions.defaults());
    }

    /**
     * Changes what is set and leaves the rest. An object that is set replaces the stored one whole. Reaches jobs made
     * later.
     *
     * @param jobScheduleId the job schedule's id
     * @param patch the change
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> patch(String jobScheduleId, JobSchedulePatch patch, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_SCHEDULE_PATCH, Checks.id("jobScheduleId", jobScheduleId))
                .body(patch)
                .with(options));
    }

    /**
     * Replaces a schedule: what is left out is reset or removed.
     *
     * @param jobScheduleId the job schedule's id
     * @param update the new schedule
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> update(String jobScheduleId, JobScheduleUpdate update) {
        return update(jobScheduleId, update, RequestOptions.defaults());
    }

    /**
     * Replaces a schedule: what is left out is reset or removed.
     *
     * @param jobScheduleId the job schedule's id
     * @param update the new schedule
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> update(String jobScheduleId, JobScheduleUpdate update, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_SCHEDULE_UPDATE, Checks.id("jobScheduleId", jobScheduleId))
                .body(update)
                .with(options));
    }

    /**
     * Lets a disabled schedule make jobs again.
     *
     * @param jobScheduleId the job schedule's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enable(String jobScheduleId) {
        return enable(jobScheduleId, RequestOptions.defaults());
    }

    /**
     * Lets a disabled schedule make jobs again.
     *
     * @param jobScheduleId the job schedule's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enable(String jobScheduleId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_SCHEDULE_ENABLE, Checks.id("jobScheduleId", jobScheduleId))
                .with(options));
    }

    /**
     * Lets a schedule make no more jobs until it is enabled.
     *
     * @param jobScheduleId the job schedule's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disable(String jobScheduleId) {
        return disable(jobScheduleId, RequestOptions.defaults());
    }

    /**
     * Lets a schedule make no more jobs until it is enabled.
     *
     * @param jobScheduleId the job schedule's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disable(String jobScheduleId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_SCHEDULE_DISABLE, Checks.id("jobScheduleId", jobScheduleId))
                .with(options));
    }

    /**
     * Ends a schedule and its active job.
     *
     * @param jobScheduleId the job schedule's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String jobScheduleId) {
        return terminate(jobScheduleId, RequestOptions.defaults());
    }

    /**
     * Ends a schedule and its active job.
     *
     * @param jobScheduleId the job schedule's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String jobScheduleId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_SCHEDULE_TERMINATE, Checks.id("jobScheduleId", jobScheduleId))
                .with(options));
    }

    /**
     * Starts to delete a schedule with all its jobs and tasks.
     *
     * @param jobScheduleId the job schedule's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String jobScheduleId) {
        return delete(jobScheduleId, RequestOptions.defaults());
    }

    /**
     * Starts to delete a schedule with all its jobs and tasks.
     *
     * @param jobScheduleId the job schedule's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String jobScheduleId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.JOB_SCHEDULE_DELETE, Checks.id("jobScheduleId", jobScheduleId))
                .with(options));
    }
}
