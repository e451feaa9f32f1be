package io.github.latchkey.batch.task;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchInvalidInputException;
import io.github.latchkey.batch.BatchLimits;
import io.github.latchkey.batch.BatchProtocolException;
import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.BatchThrottledException;
import io.github.latchkey.batch.BulkAddException;
import io.github.latchkey.batch.BulkSummary;
import io.github.latchkey.batch.internal.Nanos;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Outage;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.ErrorMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

/**
 * One subscription of a bulk add. Tasks become entries, entries become chunks, each chunk is sent until each of its
 * entries has an outcome. The call is <i>running</i> until the service refuses a chunk for a reason that is not in the
 * chunk, or does not answer at all any more; then it is <i>stopping</i>: nothing more is taken or sent, what is under
 * way goes on to its answer, and what was taken but not sent is told so. A publisher that fails ends the call like one
 * that completes, but for the error at its end: what it gave is sent.
 *
 * <p>A chunk takes one of as many places as requests may be under way, and keeps it until its first outcomes were
 * delivered. Entries that have to wait for another try then do so aside, up to as many bytes as the places hold, so
 * that they do not hold up the rest.
 */
final class BulkAdd {

    /** How many parts a chunk becomes that failed as a whole again and again. */
    private static final int PARTS = 5;
    /**
     * How many requests for one task alone may be refused in a row, while the service has answered none with results:
     * with more than a whole collection of them it must be the call that is wrong.
     */
    private static final int REFUSALS_AT_FIRST = BatchLimits.TASKS_PER_REQUEST;
    /** The same once the call has been right: a long run of bad tasks is more likely then. */
    private static final int REFUSALS = 10 * BatchLimits.TASKS_PER_REQUEST;

    private final Pipeline pipeline;
    private final String jobId;
    private final BulkOptions options;
    private final Pace places;
    private final Pace pace;
    private final BulkTally tally = new BulkTally();
    private final AtomicLong aside = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger(); // in a row
    private final AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile @Nullable Throwable broken; // the publisher's failure; what it gave before is still sent
    private volatile int tasksPerRequest;

    BulkAdd(Pipeline pipeline, String jobId, BulkOptions options) {
        this.pipeline = pipeline;
        this.jobId = jobId;
        this.options = options;
        this.places = new Pace(options.concurrency(), pipeline.scheduler());
        this.pace = new Pace(options.concurrency(), pipeline.scheduler());
        this.tasksPerRequest = options.tasksPerRequest();
    }

    Flux<TaskAddOutcome> run(Publisher<TaskCreate> tasks) {
        Flux<BulkEntry> entries = Flux.from(tasks)
                .takeUntilOther(stopping.asMono())
                .map(this::entry)
                .onErrorResume(error -> {
                    broken = error;
                    return Flux.empty();
                });
        return new BulkCutter(() -> tasksPerRequest, options.bytesPerRequest())
                .cut(entries, options.linger(), pipeline.scheduler())
                .concatMap(chunk -> places.enter().thenReturn(chunk), 0)
                .flatMap(this::place, Integer.MAX_VALUE, 1)
                .concatWith(Flux.defer(this::end))
                .doOnTerminate(this::report)
                .doFinally(signal -> {
                    if (signal == SignalType.CANCEL) {
                        report(); // now that what is under way was cancelled
                    }
                });
    }

    private BulkEntry entry(TaskCreate task) {
        try {
            return new BulkEntry(tally, task.id(), pipeline.encode(task));
        } catch (InvalidOptionException unwritable) {
            return BulkEntry.unwritable(tally, task.id(), unwritable);
        }
    }

    private void report() {
        if (reported.compareAndSet(false, true)) {
            options.onEnd().accept(tally.close());
        }
    }

    private Flux<TaskAddOutcome> end() {
        Throwable refused = refusal.get();
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

    private void stop(Throwable failure) {
        if (refusal.compareAndSet(null, failure)) {
            stopping.tryEmitEmpty();
        }
    }

    /** Sends a chunk that has a place; returns an outcome for each of its entries. */
    private Flux<TaskAddOutcome> place(List<BulkEntry> chunk) {
        List<BulkEntry> written = chunk.stream().filter(BulkEntry::isWritten).toList();
        Mono<Round> sent = written.isEmpty() ? Mono.fromSupplier(Round::new) : send(new Part(written, null));
        return sent.doOnNext(round ->
                        chunk.stream().filter(entry -> !entry.isWritten()).forEach(round::giveUp))
                .flatMapMany(round -> Flux.fromIterable(round.outcomes).concatWith(Flux.defer(() -> makeRoom(round))));
    }

    private Flux<TaskAddOutcome> makeRoom(Round round) {
        if (round.again.isEmpty()) {
            places.left();
            return Flux.empty();
        }
        long bytes =
                round.again.stream().mapToLong(entry -> entry.json().length).sum();
        long room = (long) options.concurrency() * options.bytesPerRequest();
        boolean leaves = aside.addAndGet(bytes) <= room && !round.wait.isZero();
        if (leaves) {
            places.left();
        }
        return again(round).concatWith(Flux.defer(() -> {
            aside.addAndGet(-bytes);
            if (!leaves) {
                places.left();
            }
            return Flux.empty();
        }));
    }

    private Flux<TaskAddOutcome> again(Round round) {
        if (round.again.isEmpty()) {
            return Flux.empty();
        }
        Flux<TaskAddOutcome> parts = Flux.fromIterable(round.parts())
                .flatMap(
                        part -> send(part)
                                .flatMapMany(next ->
                                        Flux.fromIterable(next.outcomes).concatWith(Flux.defer(() -> again(next)))),
                        Integer.MAX_VALUE,
                        1);
        return round.wait.isZero()
                ? parts
                : Nanos.after(round.wait, pipeline.scheduler())
                        .then()
                        .takeUntilOther(stopping.asMono())
                        .thenMany(parts);
    }

    private Mono<Round> send(Part part) {
        return pace.enter()
                .takeUntilOther(stopping.asMono())
                .defaultIfEmpty(false)
                .flatMap(entered -> {
                    if (refusal.get() != null) {
                        return Mono.just(unsent(part.entries)); // its turn is not given back: nobody takes one any more
                    }
                    return part.entries.size() > tasksPerRequest ? Mono.just(cut(part.entries)) : request(part);
                });
    }

    /** Cuts a chunk that was made before the limit shrank. */
    private Round cut(List<BulkEntry> chunk) {
        pace.left();
        Round round = new Round();
        round.again.addAll(chunk);
        round.partSize = tasksPerRequest;
        return round;
    }

    private Round unsent(List<BulkEntry> chunk) {
        Round round = new Round();
        chunk.forEach(round::giveUp);
        return round;
    }

    private Mono<Round> request(Part part) {
        List<BulkEntry> chunk = part.entries;
        return Mono.defer(() -> {
                    if (!tally.sending(() -> chunk.forEach(BulkEntry::sent))) {
                        return Mono.empty(); // cancelled meanwhile, and the caller was told that these were not sent
                    }
                    return pipeline.one(
                            Call.of(Operation.TASK_ADD_COLLECTION, jobId)
                                    .written(BulkBody.of(chunk))
                                    .with(options.request()),
                            TaskAddCollectionResult.class);
                })
                .map(answer -> {
                    Round round = sort(chunk, answer);
                    part.taken();
                    pace.succeeded();
                    return round;
                })
                .onErrorResume(failure -> Mono.just(failed(chunk, failure)));
    }

    /** Sorts the entries of an answered chunk: those with an outcome, those to be sent again. */
    private Round sort(List<BulkEntry> chunk, TaskAddCollectionResult answer) {
        answered.incrementAndGet();
        refusals.set(0);
        Results results = new Results(answer);
        Round round = new Round();
        for (int i = 0; i < chunk.size(); i++) {
            BulkEntry entry = chunk.get(i);
            TaskAddResult result = results.of(entry, i);
            if (result == null || isSilent(result)) {
                entry.lost(); // the service forgot to say
                round.retry(entry);
            } else if (TaskAddStatus.SERVER_ERROR.equals(result.status())) {
                entry.turnedAway(result.error());
                round.retry(entry);
            } else if (result.error() == null && TaskAddStatus.SUCCESS.equals(result.status())) {
                round.outcomes.add(entry.added(result));
            } else if (result.error() == null) {
                entry.refused(null);
                round.giveUp(entry);
            } else if ("TaskExists".equalsIgnoreCase(result.error().code())) {
                round.outcomes.add(entry.exists());
            } else {
                if (isOfTheJob(result.error())) {
                    entry.turnedAway(result.error());
                } else {
                    entry.refused(result.error());
                }
                round.giveUp(entry);
            }
        }
        round.alone();
        return round;
    }

    /** Whether a result says neither that the task was taken nor that it was not. */
    private static boolean isSilent(TaskAddResult result) {
        return result.error() == null
                && !TaskAddStatus.SUCCESS.equals(result.status())
                && !TaskAddStatus.CLIENT_ERROR.equals(result.status());
    }

    /** Decides what becomes of the entries of a chunk that was not answered with results. */
    private Round failed(List<BulkEntry> chunk, Throwable failure) {
        note(chunk, failure);
        Round round = new Round();
        Duration asked = failure instanceof BatchServiceException said
                ? said.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        boolean tooLong = asked.compareTo(options.maxRetryAfter()) > 0;
        if (failure instanceof BatchThrottledException && !tooLong) {
            pace.throttled(asked);
        } else {
            pace.left();
        }
        if (failure instanceof BatchInvalidInputException invalid) {
            refused(chunk, invalid, round);
        } else if (mayWorkLater(failure) && !tooLong) {
            chunk.forEach(round::retry);
            if (round.again.isEmpty() && chunk.get(0).firstFailure() == answered.get()) {
                stop(failure); // all this time the service has answered nobody: it is not for these entries
            }
            if (!(failure instanceof BatchThrottledException)) {
                round.split();
            }
            round.waitAtLeast(asked);
        } else {
            chunk.forEach(round::giveUp);
            stop(failure);
        }
        return round;
    }

    /**
     * The chunk is at fault, for its size or for what is in one of its entries: it is halved until that one is alone.
     */
    private void refused(List<BulkEntry> chunk, BatchInvalidInputException failure, Round round) {
        boolean tooLarge = failure.status() == 413;
        if (chunk.size() > 1) {
            round.again.addAll(chunk);
            round.partSize = (chunk.size() + 1) / 2;
            round.halves = tooLarge ? new AtomicInteger() : null;
            return;
        }
        if (tooLarge || failure.status() == 400) {
            chunk.get(0).refused(error(failure)); // others need not be the service's, and may follow a try that it took
        }
        round.giveUp(chunk.get(0));
        int most = answered.get() == 0 ? REFUSALS_AT_FIRST : REFUSALS;
        if (!tooLarge && refusals.incrementAndGet() > most) {
            stop(failure);
        }
    }

    /** Says of each entry what the failure tells about it. */
    private static void note(List<BulkEntry> chunk, Throwable failure) {
        for (BulkEntry entry : chunk) {
            if (failure instanceof BatchException batch && batch.mayHaveActed()) {
                entry.lost();
            } else if (failure instanceof BatchServiceException said) {
                entry.turnedAway(error(said));
            } else {
                entry.notSent();
            }
        }
    }

    /** Asking again does no harm here, so an answer that cannot be read counts as one that was lost. */
    private static boolean mayWorkLater(Throwable failure) {
        return failure instanceof BatchProtocolException || Outage.mayPass(failure);
    }

    /**
     * Whether a task was not taken for the state of its job or account, so that an earlier try may have had another
     * end.
     */
    private static boolean isOfTheJob(BatchError error) {
        String code = error.code();
        return code == null || code.startsWith("Job") || code.contains("Quota") || code.contains("CurrentState");
    }

    private static BatchError error(BatchServiceException said) {
        return new BatchError(
                said.code().orElse(null),
                new ErrorMessage(null, said.serviceMessage().orElse(said.getMessage())),
                null);
    }

    /**
     * Entries that are sent together. Where a chunk was too large and both halves of it are taken, it was for their
     * number, and later chunks are cut to it; where only one is, it was for something in the other.
     */
    private final class Part {

        private final List<BulkEntry> entries;
        private final @Nullable AtomicInteger halves; // how many were taken

        Part(List<BulkEntry> entries, @Nullable AtomicInteger halves) {
            this.entries = entries;
            this.halves = halves;
        }

        void taken() {
            if (halves != null && halves.incrementAndGet() == 2) {
                tasksPerRequest = Math.min(tasksPerRequest, entries.size());
            }
        }
    }

    /** What one request led to. */
    private final class Round {

        private final List<TaskAddOutcome> outcomes = new ArrayList<>();
        private final List<BulkEntry> again = new ArrayList<>();
        private int partSize = options.tasksPerRequest();
        private @Nullable AtomicInteger halves;
        private Duration wait = Duration.ZERO;

        void giveUp(BulkEntry entry) {
            outcomes.add(entry.givenUp());
        }

        void retry(BulkEntry entry) {
            entry.failed(answered.get());
            if (entry.failures() >= options.maxAttempts()) {
                giveUp(entry);
                return;
            }
            if (again.isEmpty()) {
                wait = pipeline.jittered(options.backoff(entry.failures()));
            }
            again.add(entry);
        }

        void waitAtLeast(Duration asked) {
            if (asked.compareTo(wait) > 0) {
                wait = asked;
            }
        }

        /** Entries that failed in two requests are sent one by one. */
        void alone() {
            if (!again.isEmpty() && (again.get(0).failures() > 1 || isLastTry())) {
                partSize = 1;
            }
        }

        /**
         * A chunk that failed twice as a whole may hold an entry that the service cannot bear: it is cut up to find it.
         */
        void split() {
            if (!again.isEmpty() && again.get(0).failures() > 1) {
                partSize = (again.size() + PARTS - 1) / PARTS;
            }
            if (!again.isEmpty() && isLastTry()) {
                partSize = 1;
            }
        }

        List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            for (int from = 0; from < again.size(); from += partSize) {
                parts.add(new Part(again.subList(from, Math.min(from + partSize, again.size())), halves));
            }
            return parts;
        }

        private boolean isLastTry() {
            return again.get(0).failures() == options.maxAttempts() - 1;
        }
    }

    /** Finds the result of a task: where the task was in the request, as a rule, else anywhere. */
    private static final class Results {

        private final List<@Nullable TaskAddResult> all;
        private @Nullable Map<String, TaskAddResult> byKey;

        Results(TaskAddCollectionResult answer) {
            this.all = answer.value() == null ? List.of() : answer.value();
        }

        @Nullable
        TaskAddResult of(BulkEntry entry, int place) {
            TaskAddResult there = place < all.size() ? all.get(place) : null;
            return there != null && entry.taskId().equals(there.taskId()) ? there : byKey().get(entry.key());
        }

        private Map<String, TaskAddResult> byKey() {
            if (byKey == null) {
                byKey = new HashMap<>();
                for (TaskAddResult result : all) {
                    if (result != null && result.taskId() != null) {
                        byKey.put(BulkEntry.key(result.taskId()), result);
                    }
                }
            }
            return byKey;
        }
    }

    /** The answer to a collection. */
    private record TaskAddCollectionResult(@Nullable List<@Nullable TaskAddResult> value) {}
}
