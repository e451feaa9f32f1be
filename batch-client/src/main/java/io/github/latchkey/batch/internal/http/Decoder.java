package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchServiceException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * The last step: turns an answer that means success into what the caller gets.
 *
 * @param <R> what the caller gets
 */
public interface Decoder<R> {

    /**
     * Reads the answer.
     *
     * @param answer its head
     * @param bytes its body as it arrives; must be read to the end or cancelled. Each buffer is good until its signal
     *     has returned
     * @return the result
     */
    Publisher<R> decode(Answer answer, Flux<ByteBuf> bytes);

    /**
     * Tells whether an answer means success although the operation does not list its status.
     *
     * @param status the status
     * @return {@code false} unless the decoder knows better, as for 404 of an existence check
     */
    default boolean accepts(int status) {
        return false;
    }

    /**
     * Tells whether the body is handed on as it arrives and as fast as it is requested, so that it may take any time.
     *
     * @return {@code false} for a body that is needed as a whole, within the time of the call
     */
    default boolean streams() {
        return false;
    }

    /**
     * Makes the result of a call that had taken effect at an earlier try.
     *
     * @param said the answer that said so
     * @return the result, {@code null} if there is none to be made
     */
    default @Nullable R alreadyDone(BatchServiceException said) {
        return null;
    }
}
