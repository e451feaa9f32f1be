package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.internal.json.MalformedJsonException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Collects a body that is needed as a whole. */
final class Bodies {

    /** No object of the service comes near this, and a file that does should not be in memory as a whole. */
    static final int MAX_WHOLE = 32 << 20;

    private Bodies() {}

    /** Returns all bytes; {@link MalformedJsonException} if there are more than can be held. */
    static Mono<byte[]> whole(Answer answer, Flux<ByteBuf> bytes) {
        return bytes.collect(() -> new Collected(MAX_WHOLE, answer.number("Content-Length")), (body, part) -> {
                    if (!body.add(part)) {
                        throw new MalformedJsonException("it is longer than the " + (MAX_WHOLE >> 20)
                                + " MiB that are read into memory; a file of that length has to be downloaded");
                    }
                })
                .map(Collected::bytes);
    }

    /** Returns the first bytes, reads the rest and throws it away; a body that breaks ends where it broke. */
    static Mono<byte[]> atMost(Flux<ByteBuf> bytes, int most) {
        return bytes.onErrorComplete()
                .collect(() -> new Collected(most, null), Collected::add)
                .map(Collected::bytes);
    }

    /** Bytes up to a limit, in an array that has the announced length from the start, if that is one to be believed. */
    private static final class Collected {

        private static final int BELIEVED = 1 << 20;
        private static final int USUAL = 1 << 10;

        private final int most;
        private byte[] bytes;
        private int length;

        Collected(int most, @Nullable Long announced) {
            this.most = most;
            this.bytes = new byte
                    [announced != null && announced >= 0 && announced <= BELIEVED ? announced.intValue() : USUAL];
        }

        /** Takes what is below the limit; returns whether that was all. */
        boolean add(ByteBuf part) {
            int taken = Math.min(part.readableBytes(), most - length);
            if (taken > bytes.length - length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + taken, Math.min(2 * length, most)));
            }
            boolean all = taken == part.readableBytes();
            part.readBytes(bytes, length, taken);
            length += taken;
            return all;
        }

        byte[] bytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }
}
