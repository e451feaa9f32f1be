package io.github.latchkey.batch.task;

import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchInvalidInputException;
import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.BatchThrottledException;
import io.github.latchkey.batch.BulkAddException;
import io.github.latchkey.batch.BulkSummary;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.ErrorMessage;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One subscription of a bulk add. Tasks become entries, entries become chunks, each chunk is sent until each of its entries
 * has an outcome. The call is <i>running</i> until a chunk is refused as a whole; then it is <i>stopping</i>: nothing more is
 * taken, chunks under way go on to their outcomes, and what was taken but not sent is told so. A publisher that fails ends
 * the call like one that completes, but for the error at its end: what it gave is sent.
 */
final class BulkAdd {

    private static final byte[] OPEN = "{\"value\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "]}".getBytes(StandardCharsets.US_ASCII);

    private final Pipeline pipeline;
    private final String jobId;
    private final BulkOptions options;
    private final Pace pace;
    private final BulkTally tally = new BulkTally();
    private final AtomicReference<@Nullable Throwable> stopped = new AtomicReference<>();
    private volatile @Nullable Throwable broken; // the publisher's failure; what it gave before is still sent
    private volatile int tasksPerRequest;

    BulkAdd(Pipeline pipeline, String jobId, BulkOptions options) {
        this.pipeline = pipeline;
        this.jobId = jobId;
        this.options = options;
        this.pace = new Pace(options.concurrency());
        this.tasksPerRequest = options.tasksPerRequest();
    }

    Flux<TaskAddOutcome> run(Publisher<TaskCreate> tasks) {
        Cutter cutter = new Cutter();
        return Flux.from(tasks)
                .takeWhile(task -> stopped.get() == null)
                .map(this::entry)
                .onErrorResume(error -> {
                    broken = error;
                    return Flux.empty();
                })
                .bufferUntil(cutter::startsNext, true)
                .flatMap(this::chunk, options.concurrency(), 1)
                .doOnNext(tally::count)
                .concatWith(Flux.defer(this::end))
                .doOnTerminate(this::report)
                .doOnCancel(this::report);
    }

    private void report() {
        options.onEnd().accept(tally.summary());
    }

    private BulkEntry entry(TaskCreate task) {
        BulkEntry entry = new BulkEntry(task.id(), pipeline.encode(task));
        tally.taken();
        return entry;
    }

    private Flux<TaskAddOutcome> end() {
        Throwable refused = stopped.get();
        Throwable cause = refused != null ? refused : broken;
        if (cause == null) {
            return Flux.empty();
        }
        BulkSummary summary = tally.summary();
        return Flux.error(new BulkAddException(
                "Adding tasks to job " + jobId + " ended early: " + cause.getMessage() + " " + summary,
                cause,
                summary));
    }

    /** Sends a chunk and returns an outcome for each of its entries. */
    private Flux<TaskAddOutcome> chunk(List<BulkEntry> chunk) {
        int most = tasksPerRequest;
        if (chunk.size() > most) { // it was cut before the limit shrank
            List<List<BulkEntry>> parts = new ArrayList<>();
            for (int from = 0; from < chunk.size(); from += most) {
                parts.add(chunk.subList(from, Math.min(from + most, chunk.size())));
            }
            return Flux.fromIterable(parts).concatMap(this::chunk, 0);
        }
        return pace.enter().flatMapMany(entered -> stopped.get() == null ? request(chunk) : notSent(chunk));
    }

    private Flux<TaskAddOutcome> notSent(List<BulkEntry> chunk) {
        pace.left(false);
        return Flux.fromIterable(chunk)
                .map(entry -> entry.outcome(entry.isUnclear() ? Status.UNKNOWN : Status.NOT_SENT, null));
    }

    private Flux<TaskAddOutcome> request(List<BulkEntry> chunk) {
        chunk.forEach(BulkEntry::sent);
        tally.sending(chunk.size());
        return pipeline.one(
                        Call.of(Operation.TASK_ADD_COLLECTION, jobId)
                                .written(body(chunk))
                                .with(options.request()),
                        TaskAddCollectionResult.class)
                .map(answer -> sort(chunk, answer))
                .onErrorResume(RuntimeException.class, failure -> Mono.just(failed(chunk, failure)))
                .doOnNext(round -> {
                    tally.answered(chunk.size());
                    pace.left(round.throttled);
                })
                .flatMapMany(round -> Flux.fromIterable(round.outcomes).concatWith(next(round)));
    }

    private Flux<TaskAddOutcome> next(Round round) {
        if (round.again.isEmpty()) {
            return Flux.empty();
        }
        Flux<TaskAddOutcome> more = Flux.defer(() -> chunk(round.again));
        return round.wait.isZero()
                ? more
                : Mono.delay(round.wait, pipeline.scheduler()).thenMany(more);
    }

    /** Sorts the entries of an answered chunk: those with an outcome, those to be sent again. */
    private Round sort(List<BulkEntry> chunk, TaskAddCollectionResult answer) {
        Map<String, TaskAddResult> results = new HashMap<>();
        if (answer.value() != null) {
            for (TaskAddResult result : answer.value()) {
                if (result.taskId() != null) {
                    results.put(BulkEntry.key(result.taskId()), result);
                }
            }
        }
        Round round = new Round();
        for (BulkEntry entry : chunk) {
            TaskAddResult result = results.get(entry.key());
            if (result == null) {
                entry.lost(); // the service forgot to say
                round.retry(entry, Status.UNKNOWN, null);
            } else if (TaskAddStatus.SERVER_ERROR.equals(result.status())) {
                round.retry(entry, entry.isUnclear() ? Status.UNKNOWN : Status.REFUSED, result.error());
            } else if (result.error() == null) {
                round.outcomes.add(entry.added(result));
            } else if (isExists(result.error())) {
                round.outcomes.add(entry.outcome(entry.isUnclear() ? Status.ADDED : Status.EXISTED, null));
            } else {
                round.outcomes.add(entry.outcome(Status.REFUSED, result.error()));
            }
        }
        return round;
    }

    /** Decides what becomes of the entries of a chunk that was not answered with results. */
    private Round failed(List<BulkEntry> chunk, RuntimeException failure) {
        Round round = new Round();
        if (failure instanceof BatchInvalidInputException tooLarge && tooLarge.status() == 413) {
            if (chunk.size() == 1) {
                round.outcomes.add(chunk.get(0).outcome(Status.REFUSED, error(tooLarge)));
            } else {
                int half = (chunk.size() + 1) / 2;
                tasksPerRequest = Math.min(tasksPerRequest, half);
                round.again.addAll(chunk); // cut in two at the next turn
            }
            return round;
        }
        boolean acted = failure instanceof BatchException batch && batch.mayHaveActed();
        boolean repeat = failure instanceof BatchException batch && batch.isTransient();
        round.throttled = failure instanceof BatchThrottledException;
        for (BulkEntry entry : chunk) {
            if (acted) {
                entry.lost();
            }
            Status status = entry.isUnclear() ? Status.UNKNOWN : Status.REFUSED;
            BatchError error = failure instanceof BatchServiceException said ? error(said) : null;
            if (repeat) {
                round.retry(entry, status, error);
            } else {
                round.outcomes.add(entry.outcome(status, error));
            }
        }
        if (!repeat || round.again.isEmpty()) {
            stopped.compareAndSet(null, failure);
        }
        if (failure instanceof BatchServiceException said) {
            said.retryAfter().filter(asked -> asked.compareTo(round.wait) > 0).ifPresent(asked -> round.wait = asked);
        }
        return round;
    }

    private static boolean isExists(BatchError error) {
        return "TaskExists".equalsIgnoreCase(error.code());
    }

    private static BatchError error(BatchServiceException said) {
        return new BatchError(
                said.code().orElse(null),
                new ErrorMessage(null, said.serviceMessage().orElse(said.getMessage())),
                null);
    }

    private static byte[] body(List<BulkEntry> chunk) {
        int size = OPEN.length + CLOSE.length + chunk.size();
        for (BulkEntry entry : chunk) {
            size += entry.json().length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        out.writeBytes(OPEN);
        for (int i = 0; i < chunk.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(chunk.get(i).json());
        }
        out.writeBytes(CLOSE);
        return out.toByteArray();
    }

    /** Cuts the entries into chunks: by number, by bytes, and so that no id is in a chunk twice. */
    private final class Cutter {

        private final Set<String> keys = new HashSet<>();
        private int bytes = OPEN.length + CLOSE.length;

        /** Whether the entry starts a new chunk. */
        boolean startsNext(BulkEntry entry) {
            int more = entry.json().length + 1;
            boolean next = !keys.isEmpty()
                    && (keys.size() >= tasksPerRequest
                            || bytes + more > options.bytesPerRequest()
                            || keys.contains(entry.key()));
            if (next) {
                keys.clear();
                bytes = OPEN.length + CLOSE.length;
            }
            keys.add(entry.key());
            bytes += more;
            return next;
        }
    }

    /** What one request led to. */
    private final class Round {

        private final List<TaskAddOutcome> outcomes = new ArrayList<>();
        private final List<BulkEntry> again = new ArrayList<>();
        private Duration wait = Duration.ZERO;
        private boolean throttled;

        void retry(BulkEntry entry, Status otherwise, @Nullable BatchError error) {
            if (entry.attempts() >= options.maxAttempts()) {
                outcomes.add(entry.outcome(otherwise, error));
                return;
            }
            if (again.isEmpty()) {
                wait = pipeline.jittered(options.backoff(entry.attempts()));
            }
            again.add(entry);
        }
    }

    /** The answer to a collection. */
    private record TaskAddCollectionResult(@Nullable List<TaskAddResult> value) {}
}
