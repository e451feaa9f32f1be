package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;

class TestServerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestAuthority authority = TestAuthority.shared();
    private final AtomicInteger handled = new AtomicInteger();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Faults faults = Faults.plain(1);
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(authority.sslContext()).build();
    private TestServer server;

    @BeforeEach
    void start() {
        Router router = Router.builder()
                .route("GET", "/hello", request -> {
                    handled.incrementAndGet();
                    return ServerResponse.json(
                            200, List.of("hello", request.query().text("name"), request.origin()));
                })
                .route("POST", "/echo", request -> {
                    handled.incrementAndGet();
                    return ServerResponse.text(201, request.text());
                })
                .route(
                        "GET",
                        "/stream",
                        request -> ServerResponse.status(200).stream(
                                "text/plain",
                                Flux.range(0, 1000).map(i -> (i + "\n").getBytes(StandardCharsets.US_ASCII))))
                .route(
                        "GET",
                        "/endless",
                        request -> ServerResponse.status(200).stream(
                                "text/plain",
                                Flux.interval(Duration.ofMillis(1))
                                        .onBackpressureDrop()
                                        .map(i -> (i + "\n").getBytes(StandardCharsets.US_ASCII))
                                        .doOnCancel(cancelled::countDown)))
                .route("GET", "/nothing", request -> ServerResponse.status(204))
                .route("GET", "/error", request -> {
                    throw new ServiceConfigurationError("wanted by a test");
                })
                .route("GET", "/overflow", request -> {
                    throw new StackOverflowError("wanted by a test");
                })
                .route("GET", "/broken", request -> {
                    throw new IllegalStateException("a secret");
                })
                .build();
        server = TestServer.builder(router)
                .certificate(authority.issueServerCertificate(List.of()))
                .faults(faults)
                .clock(TestClock.frozenAt(NOW))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void get_jdkClient_answersWithTheClientsOrigin() throws Exception {
        HttpResponse<String> response = get("/hello?name=you");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[\"hello\",\"you\",\"" + server.uri() + "\"]");
        assertThat(response.headers().firstValue("Date")).hasValue("Mon, 23 Nov 2026 10:00:00 GMT");
    }

    @Test
    void get_reactorNettyClient_answers() {
        String body = authority
                .httpClient()
                .get()
                .uri(server.uri() + "/hello")
                .responseSingle((response, content) -> content.asString())
                .block(SOON);

        assertThat(body).contains("hello");
    }

    @Test
    void post_body_arrivesWhole() {
        String large = "x".repeat(300_000);

        String body = authority
                .httpClient()
                .post()
                .uri(server.uri() + "/echo")
                .send(ByteBufMono.fromString(Mono.just(large)))
                .responseSingle((response, content) -> content.asString())
                .block(SOON);

        assertThat(body).isEqualTo(large);
    }

    @Test
    void get_endlessStream_isCancelledWhenItsListenerGoesAway() throws Exception {
        authority
                .httpClient()
                .get()
                .uri(server.uri() + "/endless")
                .responseContent()
                .take(2)
                .blockLast(SOON);

        assertThat(cancelled.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_whileSomebodyListensToAnEndlessStream_endsBoth() throws Exception {
        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(URI.create(server.uri() + "/endless")).build(), BodyHandlers.ofInputStream());
        assertThat(stream.body().read()).isPositive();

        server.close();

        assertThat(cancelled.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> stream.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost",
        "localhost, localhost",
        "0.0.0.0, localhost",
        "127.0.0.2, 127.0.0.2",
        "::1, [::1]"
    })
    @DisabledOnOs(
            value = {OS.MAC, OS.WINDOWS},
            disabledReason = "only Linux has all of 127.0.0.0/8")
    void uri_onOtherAddresses_isWhereItListens(String host, String shown) throws Exception {
        try (TestServer other = TestServer.builder(request -> ServerResponse.text(200, request.origin()))
                .host(host)
                .start()) {
            assertThat(other.uri()).isEqualTo(URI.create("http://" + shown + ":" + other.port()));
            assertThat(client.send(HttpRequest.newBuilder(other.uri()).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo(other.uri().toString());
        }
    }

    @Test
    void get_stream_arrivesWhole() throws Exception {
        assertThat(get("/stream").body()).startsWith("0\n1\n").endsWith("999\n");
    }

    @Test
    void close_startOnTheSamePortAtOnce_succeedsEachTime() {
        int port = server.port();
        server.close();
        for (int i = 0; i < 300; i++) {
            TestServer next = TestServer.builder(request -> ServerResponse.status(204))
                    .port(port)
                    .start();
            assertThat(next.port()).isEqualTo(port);
            next.close();
        }
    }

    @Test
    void head_getRoute_hasTheHeadersOnly() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(resolve("/hello"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("Content-Length")).isPresent();
    }

    @Test
    void get_noContent_hasNoBody() throws Exception {
        HttpResponse<String> response = get("/nothing");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void get_handlerThrows_is500WithoutTheMessage() throws Exception {
        HttpResponse<String> response = get("/broken");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("IllegalStateException").doesNotContain("a secret");
    }

    @Test
    void journal_afterRequests_knowsOutcomes() throws Exception {
        faults.on(Requests.path("/nothing")).respondStatus(503);
        get("/hello?code=hidden");
        get("/nothing");

        assertThat(server.journal().total()).isEqualTo(2);
        assertThat(server.journal().requests())
                .extracting(RecordedRequest::toString)
                .containsExactly("server #1 GET /hello?code=*** -> 200", "server #2 GET /nothing -> 503 (respond 503)");
        assertThat(server.journal().requests().get(0).query().text("code")).isEqualTo("***");
    }

    @Test
    void journal_clientThatGivesUp_isToldWithTheFaultThatHeldIt() throws Exception {
        Gate gate = Gate.closed();
        Faults.Rule held = faults.on(Requests.path("/hello")).heldAt(gate).pass();
        faults.on(Requests.path("/nothing")).delayed(Duration.ofHours(1)).respondStatus(503);
        List<CompletableFuture<HttpResponse<String>>> calls = List.of(getAsync("/hello"), getAsync("/nothing"));
        RecordedRequests met = server.journal().select().withFault().awaitCount(2, SOON);
        assertThat(held.hits()).isEqualTo(1);
        assertThat(met.path("/hello").list()).singleElement().asString().endsWith(" GET /hello -> no answer (pass)");

        calls.forEach(call -> call.cancel(true));

        met.matching("that are over", request -> !request.outcome().note().isEmpty())
                .awaitCount(2, SOON);
        assertThat(met.list())
                .extracting(request -> request.path() + " -> " + request.outcome())
                .containsExactlyInAnyOrder(
                        "/hello -> no answer (pass), connection gone",
                        "/nothing -> no answer (respond 503), connection gone");
        gate.open();
        assertThat(handled).hasValue(0);
    }

    @Test
    void journal_rewriteThatThrows_isA500LikeTheAnswer() throws Exception {
        faults.on(Requests.any()).rewrite(response -> {
            throw new IllegalStateException("a secret");
        });

        HttpResponse<String> response = get("/hello");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("'rewrite'", "IllegalStateException")
                .doesNotContain("a secret");
        assertThat(server.journal().requests()).hasToString("[server #1 GET /hello -> 500 (rewrite)]");
    }

    @Test
    void journal_handlerThatFailsBadly_isA500LikeTheAnswer() throws Exception {
        assertThat(get("/error").body()).contains("java.util.ServiceConfigurationError");
        assertThat(get("/overflow").body()).contains("java.lang.StackOverflowError");
        assertThat(server.journal().requests())
                .hasToString("[server #1 GET /error -> 500, server #2 GET /overflow -> 500]");
    }

    @Test
    void journal_listenerThatThrows_doesNotHarmTheRequest() throws Exception {
        server.journal().listen(request -> {
            throw new IllegalStateException("wanted by this test");
        });

        assertThat(get("/hello").statusCode()).isEqualTo(200);
    }

    @Test
    void fault_reset_failsTheRequestBeforeOrAfterItIsHandled() {
        faults.on(Requests.path("/echo")).nth(1).resetBefore();
        faults.on(Requests.path("/echo")).nth(2).resetAfter();

        // Not a GET: the JDK's client would silently repeat that.
        assertThatThrownBy(() -> post("/echo", "x")).isInstanceOf(IOException.class);
        assertThat(handled).hasValue(0);
        assertThatThrownBy(() -> post("/echo", "x")).isInstanceOf(IOException.class);
        assertThat(handled).hasValue(1);
    }

    @Test
    void fault_resetBeforeBody_doesNotWaitForTheBody() throws Exception {
        Faults plan = Faults.plain(1);
        plan.on(Requests.header("Content-Length", "1000")).resetBeforeBody();
        plan.on(Requests.any()).nth(1).respondStatus(418);
        try (TestServer plain = TestServer.builder(request -> ServerResponse.text(200, request.text()))
                        .faults(plan)
                        .start();
                Socket socket = new Socket("localhost", plain.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream()
                    .write("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nonly a part"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(plain.journal().requests())
                    .extracting(RecordedRequest::toString)
                    .containsExactly("server #1 POST /echo -> no answer (reset before body)");
            HttpRequest next = HttpRequest.newBuilder(URI.create(plain.uri() + "/echo"))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            assertThat(client.send(next, BodyHandlers.ofString()).statusCode())
                    .as("the first whose body is there")
                    .isEqualTo(418);
            assertThat(client.send(next, BodyHandlers.ofString()).body()).isEqualTo("x");
        }
    }

    @Test
    void fault_halfBody_endsEarly() {
        faults.on(Requests.any()).halfBody();

        assertThatThrownBy(() -> get("/hello")).isInstanceOf(IOException.class);
        assertThat(server.journal().requests().get(0).outcome().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fault_withinTheAnswer_endsInGoodOrderOrWithAReset(boolean tls) throws Exception {
        faults.on(Requests.any()).nth(1).halfBody();
        faults.on(Requests.any()).nth(2).resetAfterHalfBody();
        faults.on(Requests.any()).nth(3).resetAfterHead();
        TestServer.Builder hello =
                TestServer.builder(request -> ServerResponse.text(200, "hello")).faults(faults);
        if (tls) {
            hello.certificate(authority.issueServerCertificate(List.of()));
        }
        try (TestServer other = hello.start()) {
            Received half = receive(other, "GET", tls);
            Received halfAndReset = receive(other, "GET", tls);
            Received headAndReset = receive(other, "GET", tls);

            assertThat(List.of(half, halfAndReset, headAndReset))
                    .extracting(Received::head)
                    .allSatisfy(head ->
                            assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("Content-Length: 5"));
            assertThat(half.body()).isEqualTo("he");
            assertThat(half.failure()).isEmpty();
            assertThat(halfAndReset.body()).isEqualTo("he");
            assertThat(halfAndReset.failure()).containsInstanceOf(SocketException.class);
            assertThat(headAndReset.body()).isEmpty();
            assertThat(headAndReset.failure()).containsInstanceOf(SocketException.class);
        }
    }

    @Test
    void fault_withinTheAnswerToHead_sendsNoBody() throws Exception {
        faults.on(Requests.any()).nth(1).halfBody();
        faults.on(Requests.any()).nth(2).contentLength(7);
        faults.on(Requests.any()).nth(3).resetAfterHalfBody();
        try (TestServer other = TestServer.builder(request -> ServerResponse.text(200, "hello"))
                .faults(faults)
                .start()) {
            Received half = receive(other, "HEAD", false);
            Received misstated = receive(other, "HEAD", false);
            Received reset = receive(other, "HEAD", false);

            assertThat(List.of(half, misstated, reset))
                    .extracting(Received::body)
                    .containsOnly("");
            assertThat(half.head()).containsIgnoringCase("Content-Length: 5");
            assertThat(misstated.head()).containsIgnoringCase("Content-Length: 7");
            assertThat(reset.failure()).containsInstanceOf(SocketException.class);
        }
    }

    /** What came over a connection, and what broke it if it did not end in good order. */
    private record Received(String head, String body, Optional<IOException> failure) {}

    private Received receive(TestServer from, String method, boolean tls) throws IOException {
        SocketFactory sockets = tls ? authority.sslContext().getSocketFactory() : SocketFactory.getDefault();
        try (Socket socket = sockets.createSocket("localhost", from.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream()
                    .write((method + " /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder text = new StringBuilder();
            Optional<IOException> failure = Optional.empty();
            try {
                for (int next = socket.getInputStream().read();
                        next >= 0;
                        next = socket.getInputStream().read()) {
                    text.append((char) next);
                }
            } catch (IOException broken) {
                failure = Optional.of(broken);
            }
            int end = text.indexOf("\r\n\r\n");
            assertThat(end).isPositive();
            return new Received(text.substring(0, end), text.substring(end + 4), failure);
        }
    }

    @Test
    void fault_contentLengthTooLong_endsEarly() {
        faults.on(Requests.any()).contentLength(100_000);

        assertThatThrownBy(() -> get("/hello")).isInstanceOf(IOException.class);
    }

    @Test
    void fault_contentLengthTooShort_cutsTheBody() throws Exception {
        faults.on(Requests.any()).contentLength(5);

        assertThat(get("/hello").body()).isEqualTo("[\"hel");
    }

    @Test
    void fault_drip_arrivesWholeAndSlowly() throws Exception {
        faults.on(Requests.any()).drip(7, Duration.ofMillis(20));

        long start = System.nanoTime();
        String body = get("/hello").body();

        assertThat(body).startsWith("[\"hello\"").endsWith("]");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("a pause before each piece")
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).multipliedBy((body.length() + 6) / 7));
    }

    @Test
    void fault_dripOfMoreThanThereIs_comesInOnePiece() throws Exception {
        faults.on(Requests.any()).drip(Integer.MAX_VALUE, Duration.ZERO);

        String body = getAsync("/hello").get(SOON.toSeconds(), TimeUnit.SECONDS).body();

        assertThat(body).startsWith("[\"hello\"").endsWith("]");
        assertThat(get("/nothing").statusCode()).isEqualTo(204);
    }

    @Test
    void fault_garbage_keepsStatusAndType() throws Exception {
        faults.on(Requests.any()).garbage();

        HttpResponse<String> response = get("/hello");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThatThrownBy(() -> Json.read(response.body())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fault_actionsThatWait_holdUpNoOtherServer() throws Exception {
        int count = 20;
        CountDownLatch arrived = new CountDownLatch(count);
        CountDownLatch released = new CountDownLatch(1);
        faults.on(Requests.any()).run(() -> {
            arrived.countDown();
            awaitUninterrupted(released);
        });
        try (TestServer other =
                TestServer.builder(request -> ServerResponse.text(200, "here")).start()) {
            List<CompletableFuture<HttpResponse<String>>> waiting =
                    IntStream.range(0, count).mapToObj(i -> getAsync("/hello")).toList();
            assertThat(arrived.await(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("all of them wait")
                    .isTrue();

            HttpRequest request =
                    HttpRequest.newBuilder(other.uri()).timeout(SOON).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("here");

            released.countDown();
            for (CompletableFuture<HttpResponse<String>> one : waiting) {
                assertThat(one.get(SOON.toSeconds(), TimeUnit.SECONDS).statusCode())
                        .isEqualTo(200);
            }
        } finally {
            released.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void fault_contentType_liesAboutTheBody() throws Exception {
        faults.on(Requests.any()).contentType("image/png");

        assertThat(get("/hello").headers().firstValue("Content-Type")).hasValue("image/png");
    }

    @Test
    void fault_duplicate_isHandledTwice() throws Exception {
        faults.on(Requests.any()).duplicate();

        assertThat(get("/hello").statusCode()).isEqualTo(200);
        assertThat(handled).hasValue(2);
    }

    @Test
    void fault_rewrite_changesTheAnswer() throws Exception {
        faults.on(Requests.any()).rewrite(response -> response.withStatus(418).header("X-Seen", "yes"));

        HttpResponse<String> response = get("/hello");

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.headers().firstValue("X-Seen")).hasValue("yes");
    }

    @Test
    void fault_behindAGate_waitsForTheTest() throws Exception {
        Gate gate = Gate.closed();
        faults.on(Requests.any()).heldAt(gate).pass();

        CompletableFuture<HttpResponse<String>> response = getAsync("/hello");
        assertThat(gate.awaitArrivals(1, SOON)).isTrue();
        assertThat(response).isNotDone();
        assertThat(handled).hasValue(0);
        gate.open();

        assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void fault_delayed_answersAsUsualAndNotEarlier() throws Exception {
        Duration delay = Duration.ofMillis(300);
        get("/hello");
        faults.on(Requests.any()).delayed(delay).pass();

        long start = System.nanoTime();
        assertThat(get("/hello").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void fault_throttledPresets_areAsGatewaysSendThem() throws Exception {
        faults.on(Requests.any()).nth(1).respond(Answers.throttled(Duration.ofSeconds(60)));
        faults.on(Requests.any()).nth(2).respond(Answers.throttledUntil(NOW));
        faults.on(Requests.any()).nth(3).respond(Answers.throttled());
        faults.on(Requests.any()).nth(4).respond(Answers.gatewayPage(503));

        HttpResponse<String> seconds = get("/hello");
        HttpResponse<String> date = get("/hello");
        HttpResponse<String> absent = get("/hello");
        HttpResponse<String> page = get("/hello");

        assertThat(seconds.body()).isEqualTo("Too Many Requests");
        assertThat(seconds.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(date.headers().firstValue("Retry-After")).hasValue("Mon, 23 Nov 2026 10:00:00 GMT");
        assertThat(absent.headers().firstValue("Retry-After")).isEmpty();
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("<h1>Service Unavailable</h1>");
    }

    @Test
    void close_hangingRequest_endsIt() throws Exception {
        faults.on(Requests.any()).hang();
        CompletableFuture<HttpResponse<String>> response = getAsync("/hello");
        assertThat(server.journal().await(1, request -> true, SOON)).isTrue();

        server.close();

        assertThatThrownBy(() -> response.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void close_twice_freesThePort() {
        server.close();
        server.close();

        // Not always a refused connection: another process may have been given the port meanwhile.
        assertThatThrownBy(() -> get("/hello")).isInstanceOf(IOException.class);
    }

    @Test
    void threads_ofTheServer_areDaemonsWithAName() throws Exception {
        get("/hello");

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("latchkey-testkit"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @Test
    void port_outOfRange_isRefused() {
        assertThatThrownBy(() -> TestServer.builder(request -> ServerResponse.status(200))
                        .port(70000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70000");
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(resolve(target)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String target, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(resolve(target))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> getAsync(String target) {
        return client.sendAsync(HttpRequest.newBuilder(resolve(target)).build(), BodyHandlers.ofString());
    }

    private URI resolve(String target) {
        return URI.create(server.uri() + target);
    }
}
