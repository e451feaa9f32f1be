package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.internal.json.MalformedJsonException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The decoders that many operations share. */
public final class Decoders {

    /** Reads the headers of an answer without a body. */
    static final Decoder<Receipt> RECEIPT = new Decoder<>() {
        @Override
        public Publisher<Receipt> decode(Answer answer, Flux<ByteBuf> bytes) {
            // A body that nobody asked for is read to its end, so that the connection can serve the next request.
            return bytes.then(Mono.fromSupplier(() -> new Receipt(
                    answer.status(),
                    answer.header("request-id"),
                    answer.header("client-request-id"),
                    answer.header("ETag"),
                    answer.date("Last-Modified"),
                    false)));
        }

        @Override
        public Receipt alreadyDone(BatchServiceException said) {
            return new Receipt(
                    said.status(),
                    said.requestId().orElse(null),
                    said.clientRequestId().orElse(null),
                    null,
                    null,
                    true);
        }
    };

    /** Tells whether a resource exists: 200 and 404 are both answers, not errors. */
    public static final Decoder<Boolean> EXISTS = new Decoder<>() {
        @Override
        public Publisher<Boolean> decode(Answer answer, Flux<ByteBuf> bytes) {
            return bytes.then(Mono.just(answer.status() != 404));
        }

        @Override
        public boolean accepts(int status) {
            return status == 404;
        }
    };

    /** Reads a small file as a whole. */
    public static final Decoder<byte[]> BYTES = (answer, bytes) -> Bodies.whole(answer, bytes);

    private Decoders() {}

    /**
     * Hands a file on as it arrives, whole or in part.
     *
     * @param step looks at the head and at the buffers, which are on the heap and the subscriber's
     * @return the decoder
     */
    public static Decoder<ByteBuffer> stream(BiFunction<Answer, Flux<ByteBuffer>, Publisher<ByteBuffer>> step) {
        return new Decoder<>() {
            @Override
            public Publisher<ByteBuffer> decode(Answer answer, Flux<ByteBuf> bytes) {
                return step.apply(answer, bytes.map(part -> ByteBuffer.wrap(ByteBufUtil.getBytes(part))));
            }

            @Override
            public boolean accepts(int status) {
                return status == 206;
            }

            @Override
            public boolean streams() {
                return true;
            }
        };
    }

    static <T> Decoder<T> json(Class<T> type) {
        return (answer, bytes) -> Bodies.whole(answer, bytes).map(body -> {
            @Nullable T value = Json.read(body, type);
            if (value == null) {
                throw new MalformedJsonException("it is empty");
            }
            return value;
        });
    }
}
