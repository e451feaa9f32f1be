package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.entra.HttpClients;
import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchTransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** The step "send": one request over the network. Repeats nothing, follows no redirect. */
final class Transport {

    private final HttpClient http;

    Transport(HttpClient http) {
        // A client that follows redirects would carry the credentials along, and one that repeats on its own could do a
        // thing twice: both are decided here and nowhere else. A wire-tap would write tokens, keys and bodies to the
        // log.
        this.http = HttpClients.forCredentials(http).disableRetry(true);
    }

    /**
     * Sends a request.
     *
     * @param request the request, signed
     * @param sent set as soon as the service may have seen any of it
     * @param reader gets the head and the body; each buffer is released when its signal has returned
     * @param <R> what the reader makes of it
     * @return what the reader returned; transport failures as {@link BatchTransportException}. Cancelling closes the
     *     connection unless the answer was read to its end
     */
    <R> Flux<R> exchange(Prepared request, AtomicBoolean sent, BiFunction<Answer, Flux<ByteBuf>, Publisher<R>> reader) {
        HttpClient.RequestSender sender = http.headers(headers -> headers.set(request.headers())) // all there are
                .doOnRequest((outgoing, connection) -> sent.set(true))
                .request(request.method())
                .uri(request.uri());
        byte[] body = request.body();
        HttpClient.ResponseReceiver<?> receiver =
                body == null ? sender : sender.send(Mono.<ByteBuf>fromSupplier(() -> Unpooled.wrappedBuffer(body)));
        return receiver.response((head, content) ->
                        reader.apply(new Answer(head.status().code(), head.responseHeaders()), content))
                .onErrorMap(error -> !(error instanceof BatchException), error -> failure(request, sent.get(), error));
    }

    private static BatchTransportException failure(Prepared request, boolean sent, Throwable error) {
        return new BatchTransportException(
                request.operation().id() + " (" + request.target() + ") got no whole answer: " + describe(error, sent),
                error,
                sent);
    }

    private static String describe(Throwable error, boolean sent) {
        if (error instanceof PoolAcquireTimeoutException || error instanceof PoolAcquirePendingLimitException) {
            return "all connections are busy; allow more connections or waiting requests in the ConnectionProvider of the"
                    + " HttpClient, or send fewer requests at a time.";
        }
        if (error instanceof UnknownHostException) {
            return "the host is unknown; check the account URL and the network's DNS.";
        }
        if (error instanceof SSLException) {
            return "TLS failed (" + error.getMessage() + "); check which certificate authorities are trusted.";
        }
        String reason = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return reason + (sent ? "; the service may have acted on the request." : "; the request was not sent.");
    }
}
