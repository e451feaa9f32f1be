package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.internal.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The decoders that many operations share. */
public final class Decoders {

    /** Reads the headers of an answer without a body. */
    static final Decoder<Receipt> RECEIPT = new Decoder<>() {
        @Override
        public Publisher<Receipt> decode(Answer answer, Flux<byte[]> bytes) {
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
        public Publisher<Boolean> decode(Answer answer, Flux<byte[]> bytes) {
            return bytes.then(Mono.just(answer.status() != 404));
        }

        @Override
        public boolean accepts(int status) {
            return status == 404;
        }
    };

    /** Reads a small file as a whole. */
    public static final Decoder<byte[]> BYTES = (answer, bytes) -> Bodies.whole(bytes);

    private Decoders() {}

    static <T> Decoder<T> json(Class<T> type) {
        return (answer, bytes) -> Bodies.whole(bytes).map(body -> {
            @Nullable T value = Json.read(body, type);
            if (value == null) {
                throw new MalformedJsonException("it is empty");
            }
            return value;
        });
    }
}
