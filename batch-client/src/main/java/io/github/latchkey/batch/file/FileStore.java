package io.github.latchkey.batch.file;

import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.http.Answer;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Decoder;
import io.github.latchkey.batch.internal.http.Decoders;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
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

    FileStore(Pipeline pipeline, Operations operations, String owner, String name) {
        this.pipeline = pipeline;
        this.operations = operations;
        this.owner = owner;
        this.name = name;
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
     * Downloads a file or a part of it as it arrives, no faster than it is requested. The buffers are on the heap and belong
     * to the subscriber; nothing has to be released. A failure after the first buffer ends the download.
     *
     * @param path the file
     * @param range the part; {@code null} for the whole
     * @param options what this call sets for itself; conditions on time only
     * @return a cold {@code Flux}, empty for an empty file; {@link io.github.latchkey.batch.BatchNotFoundException} if there is
     *     no such file, {@link io.github.latchkey.batch.BatchConflictException} while the task has not run. Cancelling
     *     closes the connection
     */
    public Flux<ByteBuffer> download(String path, @Nullable ByteRange range, RequestOptions options) {
        Decoder<ByteBuffer> decoder = new Decoder<>() {
            @Override
            public Publisher<ByteBuffer> decode(Answer answer, Flux<byte[]> bytes) {
                return bytes.map(ByteBuffer::wrap);
            }

            @Override
            public boolean accepts(int status) {
                return status == 206;
            }
        };
        return pipeline.stream(call(operations.download, path).range(range).with(options), decoder);
    }

    /**
     * Reads a file as UTF-8 text, as a task's {@code stdout.txt} or {@code stderr.txt}. Holds it in memory; for large files
     * use {@link #download(String)}.
     *
     * @param path the file
     * @return a cold {@code Mono} of the whole text
     */
    public Mono<String> text(String path) {
        Decoder<byte[]> whole = Decoders.BYTES;
        return pipeline.single(call(operations.download, path), whole)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
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

    private Call call(Operation operation, String path) {
        return Call.of(operation, owner, name, Checks.segment("path", path));
    }

    private static RemoteFile describe(Answer answer) {
        String length = answer.header("Content-Length");
        String url = answer.header("ocp-batch-file-url");
        return new RemoteFile(
                length == null ? null : Long.valueOf(length),
                answer.header("Content-Type"),
                answer.date("Last-Modified"),
                answer.date("ocp-creation-time"),
                "true".equalsIgnoreCase(answer.header("ocp-batch-file-isdirectory")),
                url == null ? null : URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8),
                answer.header("ocp-batch-file-mode"));
    }

    /** The four operations of one kind of owner. */
    record Operations(Operation list, Operation properties, Operation download, Operation delete) {}
}
