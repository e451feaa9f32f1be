package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchAuthenticationException;
import io.github.latchkey.batch.BatchProtocolException;
import io.github.latchkey.batch.BatchTimeoutException;
import io.github.latchkey.batch.internal.http.Signer.Signature;
import io.github.latchkey.batch.internal.json.MalformedJsonException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One try: sign, send, classify, decode; after a 401 once more with a new proof of who we are. */
final class Attempt {

    private static final String NO_CONNECTION =
            "was not sent: no connection was free or could be opened; allow more connections in the ConnectionProvider of the"
                    + " HttpClient, or send fewer requests at a time. It waited for";

    private final Settings settings;
    private final Transport transport;
    private final Classifier classifier;
    private final WireLog log;

    Attempt(Settings settings) {
        this.settings = settings;
        this.transport = new Transport(settings.http());
        this.classifier = new Classifier(settings.clock());
        this.log = new WireLog(settings.wireLog());
    }

    /**
     * Tries once.
     *
     * @param request the request, not yet signed
     * @param number which try it is, from 1 on
     * @param time how long it may take
     * @param decoder reads an answer that means success
     * @param <R> what it becomes
     * @return the decoded answer, or a typed error
     */
    <R> Flux<R> run(Prepared request, int number, Time time, Decoder<R> decoder) {
        Signature now = settings.signer().signNow(request);
        return now != null
                ? send(request, now, number, time, decoder, true)
                : signed(
                        request,
                        settings.signer().signLater(request),
                        time,
                        signature -> send(request, signature, number, time, decoder, true));
    }

    /** Goes on with a signature that has to be waited for. */
    private <R> Flux<R> signed(
            Prepared request, Mono<Signature> signature, Time time, Function<Signature, Flux<R>> next) {
        long nanos = time.left(settings.scheduler());
        return signature
                .timeout(
                        Duration.ofNanos(nanos),
                        Mono.error(() -> new BatchTimeoutException(
                                request.operation().id() + " (" + request.target()
                                        + ") was not sent: no token came within " + nanos / 1_000_000 + " ms.",
                                null,
                                false)),
                        settings.scheduler())
                .flatMapMany(next);
    }

    private <R> Flux<R> send(
            Prepared request, Signature signature, int number, Time time, Decoder<R> decoder, boolean replay) {
        long nanos = time.left(settings.scheduler());
        AtomicBoolean sent = new AtomicBoolean();
        HeadTimeout.Watch watch = new HeadTimeout.Watch(
                settings.scheduler(),
                nanos,
                () -> sent.get()
                        ? late(request, "got no answer within", nanos, true)
                        : late(request, NO_CONNECTION, nanos, false));
        List<String> challenges = new ArrayList<>(); // of the refusal
        Flux<R> exchange = transport.exchange(request, sent, (answer, bytes) -> {
            if (!watch.begun()) {
                // The timer has won and cancels this; another try may be reading the same page by now.
                return Mono.never();
            }
            log.answered(request, answer);
            boolean good = request.operation().success().contains(answer.status()) || decoder.accepts(answer.status());
            long until = good && decoder.streams() ? StallTimeout.NEVER : time.deadline();
            // How little of the call's time was left for the head says nothing about a body that streams for hours.
            Flux<ByteBuf> guarded = new StallTimeout<>(
                    bytes,
                    settings.scheduler(),
                    time.patience(),
                    until,
                    () -> late(
                            request,
                            "got no more of its answer, or not the whole of it, within",
                            time.patience(),
                            sent.get()));
            if (good) {
                return decoded(request, answer, decoder.decode(answer, guarded));
            }
            if (answer.status() >= 200 && answer.status() < 300) {
                return unforeseen(request, answer, guarded);
            }
            challenges.addAll(answer.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE));
            return refused(request, answer, guarded, number);
        });
        log.sending(request);
        Flux<R> watched = new HeadTimeout<>(exchange, watch);
        return replay
                ? watched.onErrorResume(
                        BatchAuthenticationException.class,
                        refusal -> again(
                                request, signature, Challenges.claims(challenges), refusal, number, time, decoder))
                : watched;
    }

    private <R> Flux<R> again(
            Prepared request,
            Signature signature,
            @Nullable String claims,
            BatchAuthenticationException refusal,
            int number,
            Time time,
            Decoder<R> decoder) {
        return signed(
                request,
                settings.signer().signAgain(request, signature, claims).switchIfEmpty(Mono.error(refusal)),
                time,
                fresh -> send(request, fresh, number, time, decoder, false));
    }

    /**
     * How long a try may take.
     *
     * @param patience how long its answer may be waited for, and each further part of it
     * @param deadline when the call must be over, on the clock of the scheduler
     */
    record Time(long patience, long deadline) {

        long left(Scheduler scheduler) {
            return Math.max(Math.min(patience, deadline - Pipeline.now(scheduler)), 1);
        }
    }

    private static BatchTimeoutException late(Prepared request, String what, long nanos, boolean sent) {
        return new BatchTimeoutException(
                request.operation().id() + " (" + request.target() + ") " + what + " " + nanos / 1_000_000 + " ms.",
                null,
                sent);
    }

    private <R> Publisher<R> refused(Prepared request, Answer answer, Flux<ByteBuf> bytes, int number) {
        // A status is worth more than the body that belongs to it: a body that breaks or never ends changes nothing.
        return Bodies.atMost(bytes, Classifier.MAX_BODY)
                .flatMapMany(body -> Flux.error(classifier.classify(request, answer, body, number)));
    }

    /**
     * Something was done, but not said in the way of this operation. Read to its end, for the sake of the connection.
     */
    private static <R> Publisher<R> unforeseen(Prepared request, Answer answer, Flux<ByteBuf> bytes) {
        return bytes.onErrorComplete()
                .thenMany(Flux.error(() ->
                        misunderstood(request, answer, "that status is none of its answers that mean success", null)));
    }

    private static <R> Flux<R> decoded(Prepared request, Answer answer, Publisher<R> result) {
        return Flux.from(result)
                .onErrorMap(
                        MalformedJsonException.class,
                        error -> misunderstood(request, answer, error.getMessage(), error));
    }

    private static BatchProtocolException misunderstood(
            Prepared request, Answer answer, @Nullable String what, @Nullable Throwable cause) {
        return new BatchProtocolException(
                request.operation().id() + " (" + request.target() + ") was answered with " + answer.status() + ", but "
                        + what + " [request-id " + answer.header("request-id") + ", media type "
                        + answer.header("Content-Type") + "]",
                cause);
    }
}
