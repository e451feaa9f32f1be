package io.github.latchkey.batch.file;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchInvalidInputException;
import io.github.latchkey.batch.BatchProtocolException;
import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.http.Pipeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Writes a file of the service to a file of this machine. When the connection breaks it goes on where it was; it gives up
 * when several tries in a row bring not a byte. Disk work runs on the bounded elastic scheduler, never on an event loop.
 */
final class Download {

    private static final int FRUITLESS_TRIES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Pipeline pipeline;
    private final FileStore store;
    private final String path;
    private final Path target;
    private final RequestOptions options;
    // One signal after the other: no guard needed.
    private long initial; // what was there at first
    private long position;
    private long certain = -1; // what was there before a range was asked for first
    private int fruitless;

    Download(Pipeline pipeline, FileStore store, String path, Path target, RequestOptions options) {
        this.pipeline = pipeline;
        this.store = store;
        this.path = path;
        this.target = target;
        this.options = options;
    }

    /** Returns how long the file is in the end. */
    Mono<Long> run(boolean resume) {
        Set<OpenOption> how = resume
                ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        return Mono.usingWhen(
                Mono.fromSupplier(Target::new),
                file -> onDisk(() -> file.open(target, how))
                        .flatMap(channel -> start(channel).then(Mono.defer(() -> fetch(channel))))
                        .then(Mono.fromSupplier(() -> position)),
                file -> onDisk(file::close));
    }

    private Mono<Void> start(FileChannel channel) {
        return onDisk(channel::size)
                .doOnNext(size -> {
                    initial = size;
                    position = size;
                })
                .then();
    }

    private Mono<Void> fetch(FileChannel channel) {
        return position == 0 ? copy(channel, store.download(path, null, options)) : rest(channel);
    }

    /**
     * A range that starts at the end is an error to the service, so the length is asked for first; where it is not told, the
     * error says that nothing is left.
     */
    private Mono<Void> rest(FileChannel channel) {
        certain = certain < 0 ? position : certain;
        return store.properties(path, options).flatMap(file -> {
            Long length = file.contentLength();
            if (length != null && length < position && position > initial) {
                return Mono.error(new BatchProtocolException(
                        path + " has " + length + " bytes now, fewer than the " + position
                                + " that have come; it was changed meanwhile.",
                        null));
            }
            if (length != null && length < position) {
                return Mono.error(new InvalidOptionException(
                        "target",
                        target,
                        "it is longer (" + position + " bytes) than the file to resume (" + length
                                + "); delete it or download to another place."));
            }
            if (length == null) {
                return part(channel, ByteRange.from(position), true)
                        .onErrorResume(Download::isAtTheEnd, end -> Mono.empty());
            }
            return length == position
                    ? Mono.empty()
                    : part(channel, ByteRange.of(position, length - 1), false).then(Mono.defer(() -> wholeOf(length)));
        });
    }

    private Mono<Void> wholeOf(long length) {
        return position >= length
                ? Mono.empty()
                : Mono.error(new BatchProtocolException(
                        path + " ended after " + position + " of its " + length + " bytes; it was changed meanwhile.",
                        null));
    }

    private static boolean isAtTheEnd(Throwable failure) {
        return failure instanceof BatchInvalidInputException invalid && invalid.status() == 416;
    }

    private Mono<Void> part(FileChannel channel, ByteRange range, boolean proven) {
        return copy(channel, store.download(path, range, options, proven))
                .onErrorResume(
                        BatchProtocolException.class,
                        failure -> onDisk(() -> channel.truncate(certain)).then(Mono.error(failure)));
    }

    private Mono<Void> copy(FileChannel channel, Flux<ByteBuffer> buffers) {
        long before = position;
        return buffers.concatMap(buffer -> onDisk(() -> write(channel, buffer)), 1)
                .then()
                .onErrorResume(BatchException.class, failure -> again(channel, failure, before));
    }

    private Mono<Void> again(FileChannel channel, BatchException failure, long before) {
        fruitless = position > before ? 0 : fruitless + 1;
        // What failed before the first byte was tried often enough by the pipeline.
        if (!failure.isTransient() || position == 0 || fruitless >= FRUITLESS_TRIES) {
            return Mono.error(failure);
        }
        return Mono.delay(pipeline.jittered(LONGEST_WAIT), pipeline.scheduler()).then(Mono.defer(() -> fetch(channel)));
    }

    private int write(FileChannel channel, ByteBuffer buffer) throws IOException {
        int written = 0;
        while (buffer.hasRemaining()) {
            int n = channel.write(buffer, position);
            position += n;
            written += n;
        }
        return written;
    }

    /** The open file. Closed for good, also by a cancel that comes while it is being opened. */
    private static final class Target {

        // Guarded by this, on threads that may wait.
        private @Nullable FileChannel channel;
        private boolean closed;

        synchronized FileChannel open(Path path, Set<OpenOption> how) throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
            FileChannel opened = FileChannel.open(path, how);
            channel = opened;
            return opened;
        }

        synchronized boolean close() throws IOException {
            closed = true;
            if (channel != null) {
                channel.close();
            }
            return true;
        }
    }

    private static <T> Mono<T> onDisk(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }
}
