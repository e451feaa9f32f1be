package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.internal.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Collects a body that is needed as a whole. */
final class Bodies {

    /** No object of the service comes near this, and a file that does should not be in memory as a whole. */
    static final int MAX_WHOLE = 32 << 20;

    private Bodies() {}

    /** Returns all bytes; {@link MalformedJsonException} if there are more than can be held. */
    static Mono<byte[]> whole(Flux<byte[]> bytes) {
        return bytes.collect(ByteArrayOutputStream::new, Bodies::append).map(ByteArrayOutputStream::toByteArray);
    }

    private static void append(ByteArrayOutputStream out, byte[] part) {
        if (part.length > MAX_WHOLE - out.size()) {
            throw new MalformedJsonException("it is longer than the " + (MAX_WHOLE >> 20)
                    + " MiB that are read into memory; a file of that length has to be downloaded");
        }
        out.writeBytes(part);
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
