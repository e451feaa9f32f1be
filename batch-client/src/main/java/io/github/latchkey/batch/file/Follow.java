package io.github.latchkey.batch.file;

import io.github.latchkey.batch.BatchConflictException;
import io.github.latchkey.batch.BatchInvalidInputException;
import io.github.latchkey.batch.BatchNotFoundException;
import io.github.latchkey.batch.BatchProtocolException;
import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.internal.Nanos;
import io.github.latchkey.batch.internal.http.Outage;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.internal.http.Polls;
import io.github.latchkey.batch.internal.http.WhenRequested;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One subscription that follows a growing file. It is <i>growing</i> until its writer has ended; the round after that
 * reads what is left and is the last one. The end is asked for before the file is read, so that nothing written before
 * it is missed. A round that fails for a reason that may pass is followed by another, which goes on where it was.
 */
final class Follow {

    private final Pipeline pipeline;
    private final FileStore store;
    private final String path;
    private final Polling polling;
    private final Mono<Boolean> ended;
    private final Outage outage;
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
        this.outage = new Outage(polling.outage(), pipeline.scheduler());
    }

    Flux<ByteBuffer> run() {
        Flux<ByteBuffer> contents = new WhenRequested<>(Flux.defer(this::round).onErrorResume(this::failed))
                .repeatWhen(rounds -> rounds.takeWhile(count -> !last).concatMap(count -> {
                    idle = count > 0 ? 1 : idle + 1;
                    return Nanos.after(polling.interval(idle), pipeline.scheduler());
                }));
        return Polls.within(pipeline, polling, "The end of " + path, contents);
    }

    private Flux<ByteBuffer> round() {
        return ended.doOnNext(end -> last = end)
                .thenMany(Flux.defer(() -> store.properties(path, polling.question())
                        .flatMapMany(file -> more(file.contentLength()))
                        .onErrorResume(BatchServiceException.class, this::notThereYet)))
                .doOnComplete(outage::ended);
    }

    private Flux<ByteBuffer> more(@Nullable Long length) {
        if (length == null) {
            return read(ByteRange.from(position), position > 0);
        }
        if (length == position) {
            return Flux.empty();
        }
        return length < position
                ? Flux.error(shorter(length))
                : read(ByteRange.of(position, length - 1), false)
                        .concatWith(Flux.defer(() -> position < length ? Flux.error(shorter(position)) : Flux.empty()));
    }

    private Flux<ByteBuffer> read(ByteRange range, boolean proven) {
        return store.download(path, range, polling.question(), proven).doOnNext(buffer -> {
            position += buffer.remaining();
            outage.ended();
        });
    }

    private BatchProtocolException shorter(long length) {
        return new BatchProtocolException(
                path + " has become shorter than it was, now " + length + " bytes; it is not the same file any more.",
                null);
    }

    private Flux<ByteBuffer> notThereYet(BatchServiceException failure) {
        boolean early = failure instanceof BatchNotFoundException || failure instanceof BatchConflictException;
        boolean nothingNew = failure instanceof BatchInvalidInputException && failure.status() == 416;
        return (early && !last) || nothingNew ? Flux.empty() : Flux.error(failure);
    }

    private Flux<ByteBuffer> failed(Throwable failure) {
        if (!outage.survives(failure)) {
            return Flux.error(failure);
        }
        last = false; // the end was seen, but not all that was written before it
        return Flux.empty();
    }
}
