package io.github.latchkey.samples.quickstart;

import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.ImageReference;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.model.VirtualMachineConfiguration;
import io.github.latchkey.batch.pool.PoolCreate;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskCreate;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gets a token, creates a pool and a job, adds 300 tasks, watches them finish, prints the output of one of them, lists
 * the jobs, deletes what it made, and says how many requests Entra ID saw.
 */
public final class Quickstart {

    private static final int TASKS = 300;

    private final BatchClient batch;
    private final PrintStream out;
    private final String poolId;
    private final String jobId;

    private Quickstart(BatchClient batch, PrintStream out, String name) {
        this.batch = batch;
        this.out = out;
        this.poolId = name + "-pool";
        this.jobId = name + "-job";
    }

    /**
     * Runs on the fakes, or in Azure when {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID}, {@code AZURE_CLIENT_SECRET}
     * and {@code BATCH_ACCOUNT_URL} are set.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(System.getenv(), System.out);
    }

    /**
     * Runs where the variables say.
     *
     * @param environment the variables
     * @param out where to tell what happens
     */
    static void run(Map<String, String> environment, PrintStream out) {
        try (Target target = Target.from(environment)) {
            out.println("Running on " + target.name() + ": " + target.accountUrl());
            EntraClient entra = EntraClient.builder().httpClient(target.http()).build();
            TokenProvider tokens = TokenProvider.builder(
                            entra.source(target.credential()),
                            TokenRequest.forScopes(target.credential().cloud().batchScope()))
                    .build();
            BatchClient batch = BatchClient.builder()
                    .accountUrl(target.accountUrl())
                    .tokenProvider(tokens)
                    .httpClient(target.http())
                    .build();
            String name = "quickstart-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
            try {
                tokens.token()
                        .doOnNext(token -> out.println("Signed in; the token is good until " + token.expiresAt()))
                        .then(new Quickstart(batch, out, name).job())
                        .block();
                if (target.tokenRequests() != null) {
                    out.println(
                            "Entra ID saw " + requests(target.tokenRequests().getAsLong()) + " for a token.");
                }
            } finally {
                batch.close().block();
                tokens.dispose();
                entra.dispose();
            }
        }
    }

    private static String requests(long count) {
        return count == 1 ? "one request" : count + " requests";
    }

    /** The whole job as one chain; what it made is deleted, however it ends. */
    private Mono<Void> job() {
        return Mono.usingWhen(
                createPool().then(createJob()),
                created -> addTasks().then(watchTasks()).then(printOutput()).then(listJobs()),
                created -> deleteBoth());
    }

    private Mono<String> createPool() {
        PoolCreate pool = PoolCreate.builder()
                .id(poolId)
                .vmSize("STANDARD_D2S_V3")
                .virtualMachineConfiguration(VirtualMachineConfiguration.builder()
                        .imageReference(ImageReference.builder()
                                .publisher("microsoft-dsvm")
                                .offer("ubuntu-hpc")
                                .sku("2204")
                                .version("latest")
                                .build())
                        .nodeAgentSKUId("batch.node.ubuntu 22.04")
                        .build())
                .targetDedicatedNodes(2)
                .taskSlotsPerNode(4)
                .build();
        return batch.pools()
                .create(pool)
                .doOnSuccess(receipt -> out.println("Created pool " + poolId + " with two nodes"))
                .thenReturn(poolId);
    }

    private Mono<String> createJob() {
        return batch.jobs()
                .create(JobCreate.builder()
                        .id(jobId)
                        .poolInfo(PoolInformation.builder().poolId(poolId).build())
                        .build())
                .doOnSuccess(receipt -> out.println("Created job " + jobId))
                .thenReturn(jobId);
    }

    private Mono<Void> addTasks() {
        Flux<TaskCreate> tasks = Flux.range(1, TASKS)
                .map(number -> TaskCreate.builder()
                        .id("task-" + number)
                        .commandLine("/bin/bash -c 'echo Hello from task " + number + "'")
                        .build());
        return batch.tasks(jobId)
                .addAll(tasks)
                .filter(TaskAddOutcome::isPresent)
                .count()
                .doOnNext(added -> out.println("Added " + added + " tasks"))
                .then();
    }

    private Mono<Void> watchTasks() {
        Polling often = Polling.builder()
                .interval(Duration.ofMillis(100), Duration.ofSeconds(5))
                .timeout(Duration.ofMinutes(30))
                .build();
        return Mono.using(
                () -> Progress.of("Tasks", TASKS, out),
                progress -> batch.jobs()
                        .awaitTasks(jobId, often)
                        .doOnNext(progress::show)
                        .then(),
                Progress::close);
    }

    private Mono<Void> printOutput() {
        return batch.files()
                .ofTask(jobId, "task-1")
                .text("stdout.txt")
                .doOnNext(text -> out.println("Output of task-1: " + text.strip()))
                .then();
    }

    private Mono<Void> listJobs() {
        return batch.jobs()
                .list()
                .map(Job::id)
                .collectList()
                .doOnNext(ids -> out.println("Jobs in the account: " + ids))
                .then();
    }

    private Mono<Void> deleteBoth() {
        return batch.jobs()
                .delete(jobId)
                .then(batch.pools().delete(poolId))
                .doOnSuccess(receipt -> out.println("Deleted the job and the pool"))
                .then();
    }
}
