package io.github.latchkey.batch;

import io.github.latchkey.batch.account.Account;
import io.github.latchkey.batch.application.Applications;
import io.github.latchkey.batch.certificate.Certificates;
import io.github.latchkey.batch.file.Files;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.job.Jobs;
import io.github.latchkey.batch.jobschedule.JobSchedules;
import io.github.latchkey.batch.node.Nodes;
import io.github.latchkey.batch.pool.Pools;
import io.github.latchkey.batch.task.Tasks;
import reactor.core.publisher.Mono;

/**
 * Talks to one Batch account. Immutable and thread-safe; meant to live as long as the program. The operations are
 * grouped by resource; the groups hold no state and may be kept or asked for again.
 *
 * <p>Everything is cold: a request is sent when somebody subscribes, and again at each further subscription. No thread
 * waits; results are signalled on the event loop of the connection, so what is done with them must not block.
 *
 * <p><b>Errors.</b> Wrong arguments are told at once, by {@link io.github.latchkey.auth.InvalidOptionException}. What
 * goes wrong later is a {@link BatchException}, split by what the caller can do, or an
 * {@link io.github.latchkey.auth.AuthenticationException} when no token could be had. Transient failures are retried
 * first, within the call's time, as far as the operation is safe to repeat.
 */
public final class BatchClient {

    private final Pipeline pipeline;
    private final Mono<Void> afterwards;
    private final Jobs jobs;
    private final Pools pools;
    private final JobSchedules jobSchedules;
    private final Files files;
    private final Applications applications;
    private final Account account;
    private final Certificates certificates;

    BatchClient(Pipeline pipeline, Mono<Void> afterwards) {
        this.pipeline = pipeline;
        this.afterwards = afterwards.cache(); // once, and to its end whoever stops waiting for it
        this.jobs = new Jobs(pipeline);
        this.pools = new Pools(pipeline);
        this.jobSchedules = new JobSchedules(pipeline);
        this.files = new Files(pipeline);
        this.applications = new Applications(pipeline);
        this.account = new Account(pipeline);
        this.certificates = new Certificates(pipeline);
    }

    /**
     * Starts a client.
     *
     * @return a builder
     */
    public static BatchClientBuilder builder() {
        return new BatchClientBuilder();
    }

    /**
     * Returns the operations on jobs.
     *
     * @return the jobs of the account
     */
    public Jobs jobs() {
        return jobs;
    }

    /**
     * Returns the operations on the tasks of a job.
     *
     * @param jobId the job's id; the job need not exist yet
     * @return the tasks of the job
     * @throws io.github.latchkey.auth.InvalidOptionException if it can be no job's id
     */
    public Tasks tasks(String jobId) {
        return new Tasks(pipeline, jobId);
    }

    /**
     * Returns the operations on pools.
     *
     * @return the pools of the account
     */
    public Pools pools() {
        return pools;
    }

    /**
     * Returns the operations on the nodes of a pool.
     *
     * @param poolId the pool's id; the pool need not exist yet
     * @return the nodes of the pool
     * @throws io.github.latchkey.auth.InvalidOptionException if it can be no pool's id
     */
    public Nodes nodes(String poolId) {
        return new Nodes(pipeline, poolId);
    }

    /**
     * Returns the operations on job schedules.
     *
     * @return the job schedules of the account
     */
    public JobSchedules jobSchedules() {
        return jobSchedules;
    }

    /**
     * Returns the operations on the files of tasks and nodes.
     *
     * @return the files
     */
    public Files files() {
        return files;
    }

    /**
     * Returns the operations on applications.
     *
     * @return the applications of the account
     */
    public Applications applications() {
        return applications;
    }

    /**
     * Returns the operations on the account itself.
     *
     * @return the account
     */
    public Account account() {
        return account;
    }

    /**
     * Returns the operations on certificates.
     *
     * @return the certificates of the account
     * @deprecated {@link ServiceVersion#V2025_06_01} does not have them any more; nodes get certificates by the Key
     *     Vault extension
     */
    @Deprecated
    public Certificates certificates() {
        return certificates;
    }

    /**
     * Closes the client: new calls are refused with {@link BatchClientClosedException}, calls under way go on to their
     * end. A bulk add ends after the requests that it has under way, and says what was not sent; a waiter ends at its
     * next question; a list is under way from the first element that is requested to its end. Then what the client made
     * for itself, a token provider or a connection pool, is closed; what it was given stays open. Idempotent.
     *
     * <p>Who does not want to wait any longer cancels, as {@code close().timeout(limit)} does: the calls under way end
     * at once with {@link BatchClientClosedException}, a list once the elements that it has read were taken, and then
     * everything is closed as above, behind the caller's back.
     *
     * @return a {@code Mono} that closes at subscription and completes when everything has ended
     */
    public Mono<Void> close() {
        return pipeline.close().then(afterwards).doOnCancel(() -> {
            pipeline.breakOff();
            afterwards.subscribe();
        });
    }
}
