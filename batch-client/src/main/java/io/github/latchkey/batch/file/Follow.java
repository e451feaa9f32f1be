package io.github.latchkey.batch.file;

import io.github.latchkey.batch.BatchConflictException;
import io.github.latchkey.batch.BatchInvalidInputException;
import io.github.latchkey.batch.BatchNotFoundException;
import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.http.Pipeline;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One subscription that follows a growing file. It is <i>growing</i> until its writer has ended; the round after that reads
 * what is left and is the last one. The end is asked for before the file is read, so that nothing written before it is missed.
 */
final class Follow {

    private final Pipeline pipeline;
    private final FileStore store;
    private final String path;
    private final Polling polling;
    private final Mono<Boolean> ended;
    // One signal after the other: no guard needed.
    private long position;
    private long idle;
    private boolean last;

    Follow(Pipeline pipeline, FileStore store, String path, Polling polling, Mono<Boolean> ended) {
        this.pipeline = pipeline;
        this.store = store;
        this.path = path;
        this.polling = polling;
        this.ended = ended;
    }

    Flux<ByteBuffer> run() {
        return Flux.defer(this::round)
                .repeatWhen(rounds -> rounds.takeWhile(count -> !last).concatMap(count -> {
                    idle = count > 0 ? 1 : idle + 1;
                    return Mono.delay(polling.interval(idle), pipeline.scheduler());
                }));
    }

    private Flux<ByteBuffer> round() {
        return ended.doOnNext(end -> last = end)
                .thenMany(Flux.defer(() -> store.properties(path)
                        .flatMapMany(file -> more(file.contentLength()))
                        .onErrorResume(BatchServiceException.class, this::notThereYet)));
    }

    private Flux<ByteBuffer> more(@Nullable Long length) {
        if (length != null && length <= position) {
            return Flux.empty();
        }
        ByteRange range = length == null ? ByteRange.from(position) : ByteRange.of(position, length - 1);
        return store.download(path, range, RequestOptions.defaults())
                .doOnNext(buffer -> position += buffer.remaining());
    }

    private Flux<ByteBuffer> notThereYet(BatchServiceException failure) {
        boolean early = failure instanceof BatchNotFoundException || failure instanceof BatchConflictException;
        boolean nothingNew = failure instanceof BatchInvalidInputException && failure.status() == 416;
        return (early && !last) || nothingNew ? Flux.empty() : Flux.error(failure);
    }
}
