package io.github.latchkey.batch.file;

import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.JobEnd;
import io.github.latchkey.batch.internal.http.Answer;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Decoder;
import io.github.latchkey.batch.internal.http.Decoders;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.model.TaskState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The files of one task or one node. Names are paths below the folder of the task or node, as {@code stdout.txt} or
 * {@code wd/result.csv}.
 */
public final class FileStore {

    private final Pipeline pipeline;
    private final Operations operations;
    private final String owner;
    private final String name;
    private final boolean ofTask;

    FileStore(Pipeline pipeline, Operations operations, String owner, String name, boolean ofTask) {
        this.pipeline = pipeline;
        this.operations = operations;
        this.owner = owner;
        this.name = name;
        this.ofTask = ofTask;
    }

    /**
     * Lists the files.
     *
     * @param recursive whether to list the contents of directories too
     * @return a cold list
     */
    public PagedFlux<NodeFile> list(boolean recursive) {
        return list(recursive, ListOptions.defaults());
    }

    /**
     * Lists the files.
     *
     * @param recursive whether to list the contents of directories too
     * @param options what this call sets for itself; the filter knows {@code startswith(name,...)} only
     * @return a cold list
     */
    public PagedFlux<NodeFile> list(boolean recursive, ListOptions options) {
        Call call = Call.of(operations.list, owner, name).query("recursive", recursive ? "true" : null);
        return pipeline.list(call, options, NodeFile.class);
    }

    /**
     * Reads what the service knows of a file, without its content.
     *
     * @param path the file
     * @return a cold {@code Mono}; {@link io.github.latchkey.batch.BatchNotFoundException} if there is no such file
     */
    public Mono<RemoteFile> properties(String path) {
        return properties(path, RequestOptions.defaults());
    }

    /**
     * Reads what the service knows of a file, without its content.
     *
     * @param path the file
     * @param options what this call sets for itself; conditions on time only
     * @return a cold {@code Mono}; {@link io.github.latchkey.batch.BatchNotFoundException} if there is no such file
     */
    public Mono<RemoteFile> properties(String path, RequestOptions options) {
        Decoder<RemoteFile> decoder = (answer, bytes) -> bytes.then(Mono.fromSupplier(() -> describe(answer)));
        return pipeline.single(call(operations.properties, path).with(options), decoder);
    }

    /**
     * Downloads a file.
     *
     * @param path the file
     * @return see {@link #download(String, ByteRange, RequestOptions)}
     */
    public Flux<ByteBuffer> download(String path) {
        return download(path, null, RequestOptions.defaults());
    }

    /**
     * Downloads a file or a part of it as it arrives, no faster than it is requested. The buffers are on the heap and
     * belong to the subscriber; nothing has to be released. A failure after the first buffer ends the download.
     *
     * @param path the file
     * @param range the part; {@code null} for the whole
     * @param options what this call sets for itself; conditions on time only
     * @return a cold {@code Flux}, empty for an empty file; {@link io.github.latchkey.batch.BatchNotFoundException} if
     *     there is no such file, {@link io.github.latchkey.batch.BatchConflictException} while the task has not run,
     *     {@link io.github.latchkey.batch.BatchProtocolException} if another part comes than was asked for. Cancelling
     *     closes the connection
     */
    public Flux<ByteBuffer> download(String path, @Nullable ByteRange range, RequestOptions options) {
        return download(path, range, options, false);
    }

    /**
     * Downloads a part.
     *
     * @param proven whether the answer must say that it is the part which was asked for, where its length cannot
     */
    Flux<ByteBuffer> download(String path, @Nullable ByteRange range, RequestOptions options, boolean proven) {
        Decoder<ByteBuffer> decoder = Decoders.stream(
                (answer, buffers) -> range == null ? buffers : new Part(path, range).of(answer, buffers, proven));
        return pipeline.stream(call(operations.download, path).range(range).with(options), decoder);
    }

    /**
     * Reads a file as UTF-8 text, as a task's {@code stdout.txt} or {@code stderr.txt}. Holds it in memory, up to 32
     * MiB; for larger files use {@link #download(String)}.
     *
     * @param path the file
     * @return a cold {@code Mono} of the whole text; {@link io.github.latchkey.batch.BatchProtocolException} if it is
     *     longer
     */
    public Mono<String> text(String path) {
        return text(path, RequestOptions.defaults());
    }

    /**
     * Reads a file as UTF-8 text, as a task's {@code stdout.txt} or {@code stderr.txt}. Holds it in memory, up to 32
     * MiB; for larger files use {@link #download(String)}.
     *
     * @param path the file
     * @param options what this call sets for itself; conditions on time only
     * @return a cold {@code Mono} of the whole text; {@link io.github.latchkey.batch.BatchProtocolException} if it is
     *     longer
     */
    public Mono<String> text(String path, RequestOptions options) {
        Decoder<byte[]> whole = Decoders.BYTES;
        return pipeline.single(call(operations.download, path).with(options), whole)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Downloads a file to this machine.
     *
     * @param path the file
     * @param target where to
     * @return see {@link #downloadTo(String, Path, RequestOptions)}
     */
    public Mono<Long> downloadTo(String path, Path target) {
        return downloadTo(path, target, RequestOptions.defaults());
    }

    /**
     * Downloads a file to this machine. A connection that breaks is taken up where it broke. Disk work runs on
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()}.
     *
     * @param path the file; may grow, but must not be changed otherwise meanwhile
     * @param target where to; replaced if it exists. What was written stays there when the download fails or is
     *     cancelled; it is closed after the last write
     * @param options what each request sets for itself; conditions on time only. With
     *     {@link io.github.latchkey.batch.Conditions#ifUnmodifiedSince} a file that was changed between two of them
     *     ends the download
     * @return a cold {@code Mono} of the length in bytes;
     *     {@link io.github.latchkey.batch.BatchConditionNotMetException} if the file was changed,
     *     {@link io.github.latchkey.batch.BatchProtocolException} if the rest was asked for and something else came:
     *     the target then holds what is known to be right; {@link java.io.UncheckedIOException} if the target cannot be
     *     written
     */
    public Mono<Long> downloadTo(String path, Path target, RequestOptions options) {
        return Mono.defer(() -> new Download(pipeline, this, path, target, options).run(false));
    }

    /**
     * Goes on with a download that was not finished: what is in the target already is not asked for again.
     *
     * @param path the same file as before
     * @param target where to; made if it does not exist
     * @return a cold {@code Mono} of the length in bytes; {@link io.github.latchkey.auth.InvalidOptionException} if the
     *     target is longer than the file
     */
    public Mono<Long> resumeTo(String path, Path target) {
        return resumeTo(path, target, RequestOptions.defaults());
    }

    /**
     * Goes on with a download that was not finished: what is in the target already is not asked for again.
     *
     * @param path the same file as before
     * @param target where to; made if it does not exist
     * @param options as for {@link #downloadTo(String, Path, RequestOptions)}; give
     *     {@link io.github.latchkey.batch.Conditions#ifUnmodifiedSince} with the time of the last change as it was at
     *     first to be sure that it is the same file
     * @return a cold {@code Mono} of the length in bytes; fails as {@link #downloadTo(String, Path, RequestOptions)},
     *     and with {@link io.github.latchkey.auth.InvalidOptionException} if the target is longer than the file
     */
    public Mono<Long> resumeTo(String path, Path target, RequestOptions options) {
        return Mono.defer(() -> new Download(pipeline, this, path, target, options).run(true));
    }

    /**
     * Follows a file that grows, as {@code tail -f}: what is there first, then what comes. A file that is not there yet
     * is waited for. The file of a task ends with the task, or with its job if that ends while the task is active, for
     * then it will not run; a node's file goes on until the subscriber cancels. A connection that breaks, and any
     * failure that may pass, is followed by another look that goes on where it was.
     *
     * @param path the file
     * @param polling how often to look when nothing comes, how long to follow, and how long failures are survived
     * @return a cold {@code Flux} of buffers that belong to the subscriber;
     *     {@link io.github.latchkey.batch.BatchNotFoundException} if the task or its job has ended and there is no such
     *     file, {@link io.github.latchkey.batch.BatchConflictException} if the task never ran or its files were
     *     removed, {@link io.github.latchkey.batch.BatchProtocolException} if the file became shorter than what was
     *     read of it, or another part comes than was asked for
     */
    public Flux<ByteBuffer> follow(String path, Polling polling) {
        Mono<Boolean> ended = ofTask ? taskEnded(polling) : Mono.just(false);
        return Flux.defer(() -> new Follow(pipeline, this, path, polling, ended).run());
    }

    /**
     * Deletes a file or directory.
     *
     * @param path the file or directory
     * @param recursive whether to delete a directory that is not empty
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String path, boolean recursive) {
        return delete(path, recursive, RequestOptions.defaults());
    }

    /**
     * Deletes a file or directory.
     *
     * @param path the file or directory
     * @param recursive whether to delete a directory that is not empty
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String path, boolean recursive, RequestOptions options) {
        return pipeline.change(call(operations.delete, path)
                .query("recursive", recursive ? "true" : null)
                .with(options));
    }

    private Mono<Boolean> taskEnded(Polling polling) {
        Call call = Call.of(Operation.TASK_GET, owner, name)
                .with(RequestOptions.builder()
                        .like(polling.question())
                        .select("state")
                        .build());
        return pipeline.one(call, TaskEnd.class)
                .flatMap(task -> TaskState.ACTIVE.equals(task.state())
                        ? jobEnded(polling)
                        : Mono.just(TaskState.COMPLETED.equals(task.state())));
    }

    private Mono<Boolean> jobEnded(Polling polling) {
        Call call = Call.of(Operation.JOB_GET, owner).with(JobEnd.question(polling.question()));
        return pipeline.one(call, JobEnd.class).map(JobEnd::isOver);
    }

    private Call call(Operation operation, String path) {
        return Call.of(operation, owner, name, Checks.segment("path", path));
    }

    private static RemoteFile describe(Answer answer) {
        return new RemoteFile(
                answer.number("Content-Length"),
                answer.header("Content-Type"),
                answer.date("Last-Modified"),
                answer.date("ocp-creation-time"),
                "true".equalsIgnoreCase(answer.header("ocp-batch-file-isdirectory")),
                answer.decoded("ocp-batch-file-url"),
                answer.header("ocp-batch-file-mode"));
    }

    /** A task of which only the state is read. */
    private record TaskEnd(@Nullable TaskState state) {}

    /** The four operations of one kind of owner. */
    record Operations(Operation list, Operation properties, Operation download, Operation delete) {}
}
