package io.github.latchkey.bench.client;

import io.github.latchkey.bench.process.Lines;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A Batch service made of bytes that are there already, on reactor-netty and TLS, in a process of its own, so that
 * nothing of it counts as the client's. Says where it listens, then answers each line on its input with the number of
 * connections that were opened since the last one.
 */
public final class CannedServer {

    static final String STORE_PASSWORD = "changeit";

    private final byte[] jobs = Canned.jobPage();
    private final byte[] job = Canned.job();
    private final byte[] tasks = Canned.taskPage();
    private final byte[] results = Canned.results();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    private CannedServer() {}

    /**
     * Serves until its input ends.
     *
     * @param args where to write the trust store for the clients
     */
    public static void main(String[] args) throws Exception {
        TestAuthority authority = TestAuthority.create();
        authority.writeTrustStore(Path.of(args[0]), STORE_PASSWORD);
        CannedServer canned = new CannedServer();
        DisposableServer server = HttpServer.create()
                .host("localhost")
                .port(0)
                .secure(spec -> spec.sslContext(
                        authority.issueServerCertificate(List.of()).serverContext()))
                .doOnChannelInit((observer, channel, address) -> canned.connections.incrementAndGet())
                .handle(canned::answer)
                .bindNow();
        Lines.say("port", server.port(), "listBytes", canned.jobs.length, "taskPageBytes", canned.tasks.length);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            Lines.say("connections", canned.connections.getAndSet(0), "requests", canned.requests.getAndSet(0));
        }
        server.disposeNow();
        System.exit(0);
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        requests.incrementAndGet();
        String uri = request.uri();
        response.header(HttpHeaderNames.CONTENT_TYPE, Canned.JSON)
                .header("request-id", "5f3e1a52-7a4b-4f0e-9a39-1d2b3c4d5e6f")
                .header("DataServiceVersion", "3.0");
        if (request.method().name().equals("POST")) {
            return request.receive().then(send(response, Unpooled.wrappedBuffer(results)));
        }
        if (uri.startsWith("/jobs?")) {
            return send(response, Unpooled.wrappedBuffer(jobs));
        }
        if (uri.contains("/tasks?")) {
            int total = number(uri, "/jobs/list-");
            int from = uri.contains("skip=") ? number(uri, "skip=") : 0;
            int next = from + Canned.TASKS_PAGE;
            String link = next >= total
                    ? ""
                    : "https://" + request.requestHeaders().get(HttpHeaderNames.HOST) + "/jobs/list-" + total
                            + "/tasks?api-version=" + Canned.API_VERSION + "&$skiptoken=skip=" + next;
            return send(response, Unpooled.wrappedBuffer(tasks, Canned.pageEnd(link)));
        }
        return send(response, Unpooled.wrappedBuffer(job));
    }

    private static Mono<Void> send(HttpServerResponse response, ByteBuf body) {
        response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        return response.sendObject(body).then();
    }

    private static int number(String uri, String before) {
        int from = uri.indexOf(before) + before.length();
        int to = from;
        while (to < uri.length() && Character.isDigit(uri.charAt(to))) {
            to++;
        }
        return Integer.parseInt(uri, from, to, 10);
    }
}
