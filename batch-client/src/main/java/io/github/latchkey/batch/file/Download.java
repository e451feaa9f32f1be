package io.github.latchkey.batch.file;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchInvalidInputException;
import io.github.latchkey.batch.BatchProtocolException;
import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.http.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Writes a file of the service to a file of this machine. When the connection breaks it goes on where it was; it gives
 * up when several tries in a row bring not a byte.
 *
 * <p>Disk work runs on the bounded elastic scheduler, never on an event loop, and what has begun runs to its end: to
 * interrupt a write would close the file. So a break of the connection is looked at when all that came before it is
 * written, and a cancelled download closes its file after the last write.
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
                        .flatMap(size -> {
                            initial = size;
                            position = size;
                            return fetch(file);
                        })
                        .then(Mono.fromSupplier(() -> position)),
                file -> onDisk(file::close));
    }

    private Mono<Void> fetch(Target file) {
        return position == 0 ? copy(file, store.download(path, null, options)) : rest(file);
    }

    /**
     * A range that starts at the end is an error to the service, so the length is asked for first; where it is not
     * told, the error says that nothing is left.
     */
    private Mono<Void> rest(Target file) {
        certain = certain < 0 ? position : certain;
        return store.properties(path, options).flatMap(properties -> {
            Long length = properties.contentLength();
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
                return part(file, ByteRange.from(position), true)
                        .onErrorResume(Download::isAtTheEnd, end -> Mono.empty());
            }
            return length == position
                    ? Mono.empty()
                    : part(file, ByteRange.of(position, length - 1), false).then(Mono.defer(() -> wholeOf(length)));
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

    private Mono<Void> part(Target file, ByteRange range, boolean proven) {
        return copy(file, store.download(path, range, options, proven))
                .onErrorResume(
                        BatchProtocolException.class,
                        failure -> onDisk(() -> file.truncate(certain)).then(Mono.error(failure)));
    }

    private Mono<Void> copy(Target file, Flux<ByteBuffer> buffers) {
        long before = position;
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        return buffers.onErrorResume(broken -> {
                    failure.set(broken);
                    return Flux.empty();
                })
                .concatMap(buffer -> onDisk(() -> position += file.write(buffer, position)), 1)
                .then(Mono.defer(() -> {
                    Throwable broken = failure.get();
                    return broken == null ? Mono.empty() : again(file, broken, before);
                }));
    }

    private Mono<Void> again(Target file, Throwable failure, long before) {
        fruitless = position > before ? 0 : fruitless + 1;
        boolean mayPass = failure instanceof BatchException batch && batch.isTransient();
        // What failed before the first byte was tried often enough by the pipeline.
        if (!mayPass || position == 0 || fruitless >= FRUITLESS_TRIES) {
            return Mono.error(failure);
        }
        return Mono.delay(pipeline.jittered(LONGEST_WAIT), pipeline.scheduler()).then(Mono.defer(() -> fetch(file)));
    }

    /** Does work where threads may wait; a cancel does not interrupt it. */
    private <T> Mono<T> onDisk(DiskWork<T> work) {
        return Mono.create(result -> Schedulers.boundedElastic().schedule(() -> {
            try {
                result.success(work.call());
            } catch (IOException e) {
                result.error(new UncheckedIOException(path + " could not be written to " + target + ": " + e, e));
            } catch (RuntimeException | Error e) {
                result.error(e);
            }
        }));
    }

    private interface DiskWork<T> {

        T call() throws IOException;
    }

    /**
     * The file of this machine. It is closed once, in the end; a cancel may have left work behind, which finds it
     * closed and does nothing.
     */
    private static final class Target {

        // Guarded by this, on threads that may wait.
        private @Nullable FileChannel channel;
        private boolean closed;

        /** Returns how long the file is. */
        synchronized long open(Path path, Set<OpenOption> how) throws IOException {
            if (closed) {
                return 0;
            }
            FileChannel opened = FileChannel.open(path, how);
            channel = opened;
            return opened.size();
        }

        /** Returns how much was written. */
        synchronized int write(ByteBuffer buffer, long position) throws IOException {
            int written = 0;
            while (channel != null && buffer.hasRemaining()) {
                written += channel.write(buffer, position + written);
            }
            return written;
        }

        synchronized boolean truncate(long length) throws IOException {
            if (channel != null) {
                channel.truncate(length);
            }
            return true;
        }

        synchronized boolean close() throws IOException {
            closed = true;
            FileChannel open = channel;
            channel = null;
            if (open != null) {
                open.close();
            }
            return true;
        }
    }
}
