package io.github.latchkey.batch;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** A server on a real socket of this machine whose answers a test writes down. It records what it was asked. */
final class ScriptedServer implements AutoCloseable {

    private final DisposableServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean recording = true;
    private volatile Function<Request, Reply> script = request -> Reply.status(500);

    ScriptedServer() {
        this(HttpServer.create());
    }

    ScriptedServer(HttpServer http) {
        server = http.host("127.0.0.1")
                .port(0)
                .doOnChannelInit((observer, channel, remote) -> {
                    connections.incrementAndGet();
                    open.incrementAndGet();
                    channel.closeFuture().addListener(closed -> open.decrementAndGet());
                })
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString(StandardCharsets.UTF_8)
                        .defaultIfEmpty("")
                        .flatMap(body -> {
                            Request seen =
                                    new Request(request.method().name(), request.uri(), request.requestHeaders(), body);
                            if (recording) {
                                requests.add(seen);
                            }
                            return Mono.from(script.apply(seen).send.apply(response));
                        }))
                .bindNow();
    }

    ScriptedServer answer(Function<Request, Reply> newScript) {
        script = newScript;
        return this;
    }

    /** Answers one after the other; the last one stays. */
    ScriptedServer answers(Reply... replies) {
        AtomicInteger next = new AtomicInteger();
        return answer(request -> replies[Math.min(next.getAndIncrement(), replies.length - 1)]);
    }

    /** Forgets what it is asked, for tests with very many requests. */
    ScriptedServer withoutRecord() {
        recording = false;
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    List<Request> requests() {
        return requests;
    }

    Request only() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request, got " + requests);
        }
        return requests.get(0);
    }

    int connectionsMade() {
        return connections.get();
    }

    int connectionsOpen() {
        return open.get();
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    record Request(String method, String uri, HttpHeaders headers, String body) {

        @Nullable
        String header(String name) {
            return headers.get(name);
        }

        String path() {
            int query = uri.indexOf('?');
            return query < 0 ? uri : uri.substring(0, query);
        }

        @Override
        public String toString() {
            return method + " " + uri;
        }
    }

    /** One answer. */
    record Reply(Function<HttpServerResponse, Publisher<Void>> send) {

        static Reply status(int status) {
            return new Reply(response ->
                    response.status(status).header("request-id", "r-1").send());
        }

        static Reply json(int status, String body) {
            return new Reply(response -> response.status(status)
                    .header("Content-Type", "application/json;odata=minimalmetadata")
                    .header("request-id", "r-1")
                    .sendString(Mono.just(body)));
        }

        static Reply ok(String body) {
            return json(200, body);
        }

        static Reply error(int status, String code) {
            return error(status, code, "because");
        }

        /** An error that repeats something of the request. */
        static Reply error(int status, String code, String reason) {
            String text = reason.replace("\\", "\\\\").replace("\"", "\\\"");
            return json(
                    status,
                    "{\"odata.metadata\":\"m\",\"code\":\"" + code + "\",\"message\":{\"lang\":\"en-US\",\"value\":\""
                            + code + " happened, " + text + ".\\nRequestId:r-1\\nTime:2026-01-01\"},\"values\":"
                            + "[{\"key\":\"Reason\",\"value\":\"" + text + "\"}]}");
        }

        static Reply text(int status, String type, String body) {
            return new Reply(response ->
                    response.status(status).header("Content-Type", type).sendString(Mono.just(body)));
        }

        /** The same, but not before a signal. */
        Reply after(Mono<Void> signal) {
            return new Reply(response -> signal.then(Mono.defer(() -> Mono.from(send.apply(response)))));
        }

        Reply header(String name, String value) {
            return new Reply(response -> send.apply(response.header(name, value)));
        }

        /** Sends the head and some of the body, then breaks the connection. */
        static Reply broken(int status, String part) {
            return broken(status, part, Mono.delay(Duration.ofMillis(50)).then());
        }

        /** Sends the head and some of the body, and breaks the connection at a signal. */
        static Reply broken(int status, String part, Mono<Void> signal) {
            return new Reply(response -> response.status(status)
                    .header("Content-Length", Integer.toString(part.length() + 1000))
                    .sendObject(
                            Flux.just(part)
                                    .map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
                                    .concatWith(signal.then(
                                            Mono.fromRunnable(() -> response.withConnection(Connection::dispose)))),
                            buffer -> true));
        }

        /** Sends a body as fast as the client takes it, and counts what was handed to the socket. */
        static Reply streamed(Flux<String> parts, AtomicLong sent) {
            return new Reply(response -> response.status(200)
                    .sendObject(
                            parts.map(part -> {
                                sent.addAndGet(part.length());
                                return Unpooled.copiedBuffer(part, StandardCharsets.UTF_8);
                            }),
                            buffer -> false));
        }

        /** Sends the head and some of the body, and then nothing more. */
        static Reply stalled(int status, String part) {
            return new Reply(response -> response.status(status)
                    .sendObject(
                            Flux.just(part)
                                    .map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
                                    .concatWith(Mono.never()),
                            buffer -> true));
        }

        /** Breaks the connection without an answer. */
        static Reply reset() {
            return new Reply(response -> Mono.fromRunnable(() -> response.withConnection(Connection::dispose)));
        }

        /** Never answers. */
        static Reply silence() {
            return new Reply(response -> Mono.never());
        }

        static Reply headers(int status, Map<String, String> headers) {
            return new Reply(response -> {
                headers.forEach(response::header);
                return response.status(status).send();
            });
        }
    }
}
