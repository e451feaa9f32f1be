package io.github.latchkey.auth.entra;

import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** Reads a small body whole, and not a byte more than a small body has. */
final class BoundedBody {

    /** Tokens with many groups reach some tens of kilobytes; anything beyond this is not an answer of Entra ID. */
    static final int LARGEST = 1 << 20;

    private BoundedBody() {}

    /**
     * Collects the body.
     *
     * @param body the body as it arrives
     * @return emits all bytes, also when there are none, or {@link TooLargeException}, which closes the connection
     */
    static Mono<byte[]> collect(ByteBufFlux body) {
        return body.asByteArray()
                .collect(ByteArrayOutputStream::new, (all, part) -> {
                    if (all.size() + part.length > LARGEST) {
                        throw new TooLargeException();
                    }
                    all.writeBytes(part);
                })
                .map(ByteArrayOutputStream::toByteArray);
    }

    /** The body is larger than {@link #LARGEST}. */
    static final class TooLargeException extends RuntimeException {

        TooLargeException() {
            super("The answer is larger than " + LARGEST + " bytes", null, false, false);
        }
    }
}
