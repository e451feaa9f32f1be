package io.github.latchkey.samples.client;

import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BulkSummary;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskCreate;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many tasks at once. */
final class Adding {

    private Adding() {}

    static Mono<List<TaskAddOutcome>> addAll(BatchClient batch, Flux<String> inputs, Consumer<BulkSummary> report) {
        // tag::bulk[]
        Flux<TaskCreate> tasks = inputs.map(input -> TaskCreate.builder()
                .id("render-" + input)
                .commandLine("/bin/bash -c 'render " + input + "'")
                .build());
        BulkOptions options = BulkOptions.builder().concurrency(8).onEnd(report).build();
        Mono<List<TaskAddOutcome>> missing = batch.tasks("nightly")
                .addAll(tasks, options)
                .filter(outcome -> !outcome.isPresent())
                .collectList();
        // end::bulk[]
        return missing;
    }
}
