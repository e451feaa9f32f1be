package io.github.latchkey.testkit.http;

import io.github.latchkey.testkit.http.Fault.Delivery;
import io.github.latchkey.testkit.http.RecordedRequest.Outcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * One request on its way through the server: the plan decides, the fault waits, the handler answers, the answer is
 * delivered.
 */
final class Exchange {

    private static final Logger LOG = Loggers.getLogger(Exchange.class);

    /** Marks that nothing was decided, so that the journal does not name a fault. */
    private static final Fault NO_FAULT = Fault.pass();

    private static final byte[] NO_BYTES = {};

    private final ServerRequest request;
    private final Handler handler;
    private final FaultPlan plan;
    private final Journal.Slot slot;
    private final HttpServerResponse outbound;
    private final Scheduler workers;

    Exchange(
            ServerRequest request,
            Handler handler,
            FaultPlan plan,
            Journal.Slot slot,
            HttpServerResponse outbound,
            Scheduler workers) {
        this.request = request;
        this.handler = handler;
        this.plan = plan;
        this.slot = slot;
        this.outbound = outbound;
        this.workers = workers;
    }

    /** Runs on subscription; completes when the answer is written, never when none will be. */
    Mono<Void> run() {
        return run(Mono.fromCallable(() -> decided(() -> plan.decide(request)).orElse(NO_FAULT))
                .subscribeOn(workers));
    }

    /** Runs with a fault that is decided already. */
    Mono<Void> run(Fault fault) {
        return run(Mono.just(fault));
    }

    /** Whatever way it ends, the journal tells: an error is a 500 of the server's, unless an answer had begun. */
    private Mono<Void> run(Mono<Fault> decision) {
        return decision.doOnNext(this::meet)
                .flatMap(fault -> fault.prelude().over().then(answer(fault)).flatMap(answer -> deliver(answer, fault)))
                .doOnError(failure -> slot.outcome(500, failure.getClass().getName()))
                .doOnCancel(() -> slot.outcome(0, Outcome.GONE));
    }

    private void meet(Fault fault) {
        if (fault != NO_FAULT) {
            slot.meets(fault.name());
        }
    }

    /** Takes a decision; that of a plan which fails is that nothing goes wrong. */
    static Optional<Fault> decided(Supplier<Optional<Fault>> decision) {
        try {
            return decision.get();
        } catch (RuntimeException failure) {
            LOG.error("the fault plan failed", failure);
            return Optional.empty();
        }
    }

    /** Emits the answer, or an empty one where there is none. */
    private Mono<Optional<ServerResponse>> answer(Fault fault) {
        return Mono.fromCallable(() -> Optional.ofNullable(produce(fault)).map(response -> changed(response, fault)))
                .subscribeOn(workers);
    }

    private @Nullable ServerResponse produce(Fault fault) {
        return switch (fault.source()) {
            case HANDLER -> handle();
            case HANDLER_TWICE -> {
                handle();
                yield handle();
            }
            case PREPARED -> fault.prepared();
            case NOBODY -> null;
        };
    }

    private ServerResponse handle() {
        if (HostHeader.of(request.headers()).isMalformed()) {
            return HostHeader.refusal();
        }
        try {
            return handler.handle(request);
        } catch (RuntimeException | Error failure) { // a client that gets no answer learns less than by this one
            return failed("fake", failure);
        }
    }

    private ServerResponse changed(ServerResponse response, Fault fault) {
        try {
            return fault.change().apply(response);
        } catch (RuntimeException | Error failure) {
            return failed("fault '" + fault.name() + "'", failure);
        }
    }

    private ServerResponse failed(String who, Throwable failure) {
        LOG.error("the " + who + " failed on " + request, failure);
        return ServerResponse.text(
                500,
                "The " + who + " failed on " + request + ": "
                        + failure.getClass().getName());
    }

    private Mono<Void> deliver(Optional<ServerResponse> answer, Fault fault) {
        Delivery delivery = fault.delivery();
        if (answer.isEmpty() || delivery == Delivery.RESET || delivery == Delivery.HANG) {
            slot.outcome(0, "");
            if (delivery == Delivery.RESET || delivery == Delivery.RESET_BEFORE_BODY) {
                outbound.withConnection(connection -> reset(connection.channel()));
            }
            return Mono.never();
        }
        ServerResponse response = answer.get();
        slot.outcome(
                response.status(),
                delivery.needsBody() && !(hasBody(response) && sendsBody(response)) ? "the answer has no body" : "");
        return switch (delivery) {
            case HALF ->
                collect(response).flatMap(body -> sendAndEnd(response, body.length, half(body), Exchange::close));
            case MISSTATED ->
                collect(response).flatMap(body -> sendAndEnd(response, statedLength(response), body, Exchange::close));
            case RESET_AFTER_HEAD ->
                collect(response).flatMap(body -> sendAndEnd(response, body.length, NO_BYTES, Exchange::resetSoon));
            case RESET_AFTER_HALF_BODY ->
                collect(response).flatMap(body -> sendAndEnd(response, body.length, half(body), Exchange::resetSoon));
            case DRIP -> collect(response).flatMap(body -> send(response, body.length, drip(body, fault.drip())));
            default -> sendWhole(response);
        };
    }

    private static boolean hasBody(ServerResponse response) {
        return response.stream() != null || response.body().length > 0;
    }

    private Mono<Void> sendWhole(ServerResponse response) {
        Publisher<byte[]> stream = response.stream();
        if (stream != null) {
            return send(response, -1, stream);
        }
        return send(response, response.body().length, Mono.just(response.body()));
    }

    /** Sends the regular way; a length below zero means that it is not known. */
    private Mono<Void> send(ServerResponse response, long length, Publisher<byte[]> body) {
        outbound.status(response.status());
        response.headers().forEach(outbound::addHeader);
        outbound.responseHeaders().set("Date", Answers.httpDate(request.receivedAt()));
        response.headers()
                .first("Date")
                .ifPresent(date -> outbound.responseHeaders().set("Date", date));
        if (mayHaveBody(response) && length >= 0) {
            outbound.header("Content-Length", Long.toString(length));
        }
        return sendsBody(response)
                ? outbound.sendByteArray(body).then()
                : outbound.send().then();
    }

    private static boolean mayHaveBody(ServerResponse response) {
        return response.status() != 204 && response.status() != 304;
    }

    private boolean sendsBody(ServerResponse response) {
        return mayHaveBody(response) && !request.method().equals("HEAD");
    }

    /**
     * Writes past reactor-netty, which would rightly refuse to state a wrong length, and ends the connection once that
     * is sent.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A write that fails ends the connection, which is the aim anyway.
    private Mono<Void> sendAndEnd(ServerResponse response, long statedLength, byte[] body, Consumer<Channel> end) {
        HttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        HttpHeaders headers = head.headers();
        response.headers().forEach(headers::add);
        headers.set("Content-Length", Long.toString(statedLength));
        outbound.withConnection(connection -> {
            Channel channel = connection.channel();
            channel.write(head);
            channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(sendsBody(response) ? body : NO_BYTES)))
                    .addListener(written -> end.accept(channel));
        });
        return Mono.never();
    }

    /** Says goodbye in good order. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody is left to be told that a goodbye failed.
    private static void close(Channel channel) {
        channel.close();
    }

    /** Resets when clients have had time to read what was sent; some lose it when the reset comes together with it. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody is left to be told that a reset failed.
    private static void resetSoon(Channel channel) {
        channel.eventLoop().schedule(() -> reset(channel), 100, TimeUnit.MILLISECONDS);
    }

    /** Closes the socket below the TLS layer, so that the client sees a reset and not an orderly goodbye. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody is left to be told that a reset failed.
    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.eventLoop().execute(() -> {
            if (channel.pipeline().firstContext() != null) {
                channel.pipeline().firstContext().close();
            } else {
                channel.close();
            }
        });
    }

    private static long statedLength(ServerResponse response) {
        return Long.parseLong(response.headers().text("Content-Length"));
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }

    private static Mono<byte[]> collect(ServerResponse response) {
        Publisher<byte[]> stream = response.stream();
        if (stream == null) {
            return Mono.just(response.body());
        }
        return Flux.from(stream)
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static Flux<byte[]> drip(byte[] body, Fault.Drip drip) {
        // No larger than the body, so that the sums cannot overflow.
        int size = Math.min(drip.bytes(), Math.max(body.length, 1));
        int pieces = (body.length + size - 1) / size;
        return Flux.range(0, pieces)
                .map(i -> Arrays.copyOfRange(body, i * size, Math.min(body.length, (i + 1) * size)))
                .concatMap(piece -> Mono.just(piece).delayElement(drip.pause(), Threads.WORKERS), 1);
    }
}
