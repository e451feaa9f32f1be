package io.github.latchkey.samples.client;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchConditionNotMetException;
import io.github.latchkey.batch.BatchConflictException;
import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchNotFoundException;
import io.github.latchkey.batch.Conditions;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.JobPatch;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Changes that may collide with others', and what becomes of errors. */
final class Changes {

    private Changes() {}

    static Mono<Void> ensure(BatchClient batch, JobCreate job) {
        // tag::exists[]
        Mono<Void> there = batch.jobs()
                .create(job)
                .onErrorResume(
                        BatchConflictException.class,
                        conflict -> conflict.code().filter("JobExists"::equals).isPresent()
                                ? Mono.empty()
                                : Mono.error(conflict))
                .then();
        // end::exists[]
        return there;
    }

    static Mono<Job> find(BatchClient batch, String jobId) {
        // tag::missing[]
        Mono<Job> job = batch.jobs().get(jobId).onErrorResume(BatchNotFoundException.class, missing -> Mono.empty());
        // end::missing[]
        return job;
    }

    static Mono<Receipt> raisePriority(BatchClient batch, String jobId) {
        // tag::ifMatch[]
        Mono<Receipt> raised = batch.jobs()
                .get(jobId)
                .flatMap(job -> batch.jobs()
                        .patch(
                                jobId,
                                JobPatch.builder()
                                        .priority(requireNonNullElse(job.priority(), 0) + 1)
                                        .build(),
                                RequestOptions.when(Conditions.ifMatch(requireNonNull(job.eTag())))))
                .retryWhen(Retry.max(5).filter(BatchConditionNotMetException.class::isInstance));
        // end::ifMatch[]
        return raised;
    }

    static Mono<Job> ifChanged(BatchClient batch, String jobId, Job known) {
        // tag::ifNoneMatch[]
        Mono<Job> job = batch.jobs()
                .get(jobId, RequestOptions.when(Conditions.ifNoneMatch(requireNonNull(known.eTag()))))
                .onErrorReturn(BatchConditionNotMetException.class, known);
        // end::ifNoneMatch[]
        return job;
    }

    // tag::again[]
    static boolean mayBeSentAgain(Throwable failure) {
        return failure instanceof BatchException batch && batch.isTransient() && !batch.mayHaveActed();
    }
    // end::again[]
}
