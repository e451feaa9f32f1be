package io.github.latchkey.batch;

import io.github.latchkey.batch.internal.json.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * A call to the Batch service failed. Split by what is known: {@link BatchServiceException} when the service said no,
 * {@link BatchTransportException} when no whole answer came, {@link BatchTimeoutException} when time ran out,
 * {@link BatchProtocolException} when the answer cannot be understood, {@link BatchClientClosedException} when the
 * client was closed.
 *
 * <p>That no token could be had is told by {@link io.github.latchkey.auth.AuthenticationException}; a wrong argument by
 * {@link io.github.latchkey.auth.InvalidOptionException}. No instance holds a token, a key, a password or the signature
 * of a URL, also where the service repeats them.
 */
public abstract class BatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BatchException(String message, @Nullable Throwable cause) {
        super(Secrets.hideSignatures(message), cause);
    }

    /**
     * Tells whether the same call may work later without anybody changing anything.
     *
     * @return {@code true} for outages, throttling and time-outs
     */
    public abstract boolean isTransient();

    /**
     * Tells whether the service may have acted on the request although it did not say so.
     *
     * @return {@code false} if it surely did not: no connection could be made, it refused the request, or it said by
     *     408, 429 or 503, with a code and a request id of its own, that it did not begin
     */
    public abstract boolean mayHaveActed();
}
