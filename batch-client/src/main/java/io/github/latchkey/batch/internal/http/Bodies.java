package io.github.latchkey.batch.internal.http;

import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Collects a body that is needed as a whole. */
final class Bodies {

    private Bodies() {}

    /** Returns all bytes. */
    static Mono<byte[]> whole(Flux<byte[]> bytes) {
        return bytes.collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray);
    }

    /** Returns the first bytes, reads the rest and throws it away; a body that breaks ends where it broke. */
    static Mono<byte[]> atMost(Flux<byte[]> bytes, int most) {
        return bytes.onErrorComplete()
                .collect(
                        ByteArrayOutputStream::new,
                        (out, part) -> out.write(part, 0, Math.min(part.length, most - out.size())))
                .map(ByteArrayOutputStream::toByteArray);
    }
}
