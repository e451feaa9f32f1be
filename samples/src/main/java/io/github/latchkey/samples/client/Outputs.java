package io.github.latchkey.samples.client;

import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.file.FileStore;
import io.github.latchkey.batch.file.NodeFile;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What tasks write. */
final class Outputs {

    private Outputs() {}

    static Flux<String> names(BatchClient batch) {
        // tag::list[]
        FileStore files = batch.files().ofTask("nightly", "render-1");
        Flux<String> names = files.list(true)
                .filter(file -> !Boolean.TRUE.equals(file.isDirectory()))
                .map(NodeFile::name);
        // end::list[]
        return names;
    }

    static Mono<String> text(FileStore files) {
        // tag::text[]
        Mono<String> output = files.text("stdout.txt");
        // end::text[]
        return output;
    }

    static Flux<ByteBuffer> firstBytes(FileStore files) {
        // tag::range[]
        Flux<ByteBuffer> firstBytes = files.download("stdout.txt", ByteRange.of(0, 3), RequestOptions.defaults());
        // end::range[]
        return firstBytes;
    }

    static Mono<Long> download(FileStore files, Path target) {
        // tag::download[]
        Mono<Long> length =
                Files.exists(target) ? files.resumeTo("stdout.txt", target) : files.downloadTo("stdout.txt", target);
        // end::download[]
        return length;
    }

    static Mono<Void> tail(FileStore files, PrintStream out) {
        // tag::follow[]
        Mono<Void> shown = files.follow("stdout.txt", Polling.defaults())
                .publishOn(Schedulers.boundedElastic()) // a stream may block
                .doOnNext(bytes -> out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()))
                .then();
        // end::follow[]
        return shown;
    }
}
