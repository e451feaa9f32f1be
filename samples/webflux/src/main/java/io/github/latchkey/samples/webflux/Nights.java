package io.github.latchkey.samples.webflux;

import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchNotFoundException;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.TaskCounts;
import io.github.latchkey.batch.job.TaskCountsResult;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.task.TaskCreate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A night is a job with tasks. No thread waits for Batch. */
@RestController
class Nights {

    private final BatchClient batch;

    Nights(BatchClient batch) {
        this.batch = batch;
    }

    @PutMapping("/nights/{night}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> start(@PathVariable String night, @RequestParam int tasks) {
        JobCreate job = JobCreate.builder()
                .id(night)
                .poolInfo(PoolInformation.builder().poolId("night-shift").build())
                .build();
        Flux<TaskCreate> all = Flux.range(1, tasks)
                .map(number -> TaskCreate.builder()
                        .id("task-" + number)
                        .commandLine("/bin/sh -c 'echo " + number + "'")
                        .build());
        return batch.jobs().create(job).thenMany(batch.tasks(night).addAll(all)).then();
    }

    @GetMapping("/nights/{night}")
    Mono<TaskCounts> progress(@PathVariable String night) {
        return batch.jobs().taskCounts(night).map(TaskCountsResult::taskCounts);
    }

    @ExceptionHandler
    ProblemDetail failed(BatchException failure) {
        HttpStatus status = failure instanceof BatchNotFoundException
                ? HttpStatus.NOT_FOUND
                : failure.isTransient() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
        return ProblemDetail.forStatus(status);
    }
}
