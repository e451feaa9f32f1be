package io.github.latchkey.batch;

import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import io.github.latchkey.batch.task.TaskCreate;
import java.time.Duration;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The program that {@link MillionTasksTest} starts: adds a million tasks, lists them, and says what it saw. */
final class MillionTasksClient {

    /** How long the adding may take, and the listing. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private MillionTasksClient() {}

    public static void main(String[] arguments) {
        BatchClient client = BatchClient.builder()
                .accountUrl(arguments[0])
                .allowInsecureLoopback(true)
                .tokenSupplier(() -> Mono.just("t"))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(10))
                .maxAttempts(20)
                .attemptTimeout(Duration.ofMillis(500)) // some requests are never answered
                .build();
        AtomicReference<BulkSummary> summary = new AtomicReference<>();
        BulkOptions options = BulkOptions.builder()
                .maxAttempts(20)
                .firstBackoff(Duration.ofMillis(1))
                .onEnd(summary::set)
                .build();
        BitSet outcomes = new BitSet(MillionTasksTest.TASKS);
        client.tasks("j")
                .addAll(
                        Flux.range(0, MillionTasksTest.TASKS)
                                .map(i -> TaskCreate.builder()
                                        .id("t" + i)
                                        .commandLine("/bin/true")
                                        .build()),
                        options)
                .doOnNext(outcome -> {
                    if (outcome.status() != Status.ADDED) {
                        throw new IllegalStateException("not added: " + outcome);
                    }
                    once(outcomes, outcome.taskId());
                })
                .blockLast(PATIENCE);

        BitSet listed = new BitSet(MillionTasksTest.TASKS);
        client.tasks("j")
                .list()
                .doOnNext(task -> once(listed, Objects.requireNonNull(task.id())))
                .blockLast(PATIENCE);
        client.close().block(PATIENCE);
        Runtime jvm = Runtime.getRuntime();
        System.out.println("Million: " + summary.get() + ", outcomes=" + outcomes.cardinality() + ", listed="
                + listed.cardinality() + ", heap limit " + (jvm.maxMemory() >> 20) + " MiB");
    }

    private static void once(BitSet seen, String taskId) {
        int number = Integer.parseInt(taskId.substring(1));
        synchronized (seen) {
            if (seen.get(number)) {
                throw new IllegalStateException("twice: " + taskId);
            }
            seen.set(number);
        }
    }
}
