package io.github.latchkey.samples.client;

import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchWaitException;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.job.JobProgress;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** What takes its time. */
final class Waits {

    private Waits() {}

    static Mono<JobProgress> finished(BatchClient batch, Consumer<String> show) {
        // tag::tasks[]
        Polling untilMorning = Polling.builder()
                .interval(Duration.ofMillis(500), Duration.ofSeconds(30))
                .timeout(Duration.ofHours(8))
                .build();
        Mono<JobProgress> end = batch.jobs()
                .awaitTasks("nightly", untilMorning)
                .doOnNext(progress -> show.accept(progress.completed() + " of " + progress.total()))
                .last();
        // end::tasks[]
        return end;
    }

    static Mono<Void> ready(BatchClient batch, Consumer<String> show) {
        // tag::nodes[]
        Mono<Void> ready = batch.nodes("pool")
                .awaitReady(2, Polling.defaults())
                .doOnError(BatchWaitException.class, failure -> show.accept(failure.getMessage()))
                .then();
        // end::nodes[]
        return ready;
    }
}
