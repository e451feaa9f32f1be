package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.file.FileStore;
import io.github.latchkey.batch.task.TaskCreate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * Whatever an answer is, and whenever its reader leaves: a typed error, no call that is stuck, no buffer that is lost.
 */
@NullUnmarked // a null where none should be is a failed test
class LeaksTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PAGE =
            "{\"odata.metadata\":\"m\",\"value\":[{\"id\":\"a\",\"priority\":1,\"metadata\":[{\"name\":\"n\",\"value\":\"ü\"}]},"
                    + "{\"id\":\"b\",\"state\":\"active\"}],\"odata.nextLink\":null}";
    private static final String JOB = "{\"id\":\"a\",\"priority\":1,\"poolInfo\":{\"poolId\":\"p\"},\"metadata\":[]}";

    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.builder(server)
            .tokenSupplier(() -> Mono.just("t"))
            .maxAttempts(1)
            .build();
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final Random random = new Random(seed);

    @AfterEach
    void close() {
        client.close().block(SOON);
        server.close();
    }

    @Test
    void garbage_isATypedErrorOrAnAnswerAndLeaksNothing() {
        List<Function<BatchClient, Publisher<?>>> calls = calls();
        for (int i = 0; i < 600; i++) {
            byte[] body = garbage();
            int status = random.nextInt(4) == 0 ? 400 + random.nextInt(130) : 200;
            server.answers(pieces(status, body));
            String what = "seed " + seed + ", round " + i + ", status " + status + ", body "
                    + new String(body, StandardCharsets.ISO_8859_1);
            run(calls.get(i % calls.size()), what);
        }
        nothingLeaks();
    }

    @Test
    void truncatedAnswers_areATypedErrorAndLeakNothing() {
        for (int i = 0; i < 300; i++) {
            boolean list = random.nextBoolean();
            byte[] whole = (list ? PAGE : JOB).getBytes(StandardCharsets.UTF_8);
            byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
            server.answers(pieces(200, cut));
            Publisher<?> call = !list
                    ? client.jobs().get("j")
                    : random.nextBoolean()
                            ? client.jobs().list()
                            : client.jobs().list().pages();
            try {
                Flux.from(call).blockLast(SOON);
                fail("an answer out of %s", new String(cut, StandardCharsets.UTF_8));
            } catch (BatchException expected) {
                assertThat(typed(expected)).isInstanceOf(BatchProtocolException.class);
            }
        }
        nothingLeaks();
    }

    @Test
    void readersThatLeave_leakNothing() {
        FileStore files = client.files().ofTask("j", "t");
        server.answer(request -> switch (request.path()) {
            case "/jobs" -> endless("{\"value\":[{\"id\":\"a\"}", ",{\"id\":\"b\"}");
            case "/jobs/slow" -> endless("{\"id\":\"", "x");
            case "/jobs/refused" -> endless(409, "{\"code\":\"", "x");
            default -> endless("", "0123456789");
        });
        for (int i = 0; i < 25; i++) {
            client.jobs().list().take(1 + random.nextInt(50)).blockLast(SOON);
            StepVerifier.create(client.jobs().list(), 0)
                    .thenRequest(random.nextInt(20) + 1)
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(SOON);
            files.download("f").take(1 + random.nextInt(5)).blockLast(SOON);
            StepVerifier.create(files.download("f"), 1)
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(SOON);
            for (String id : List.of("slow", "refused")) {
                int before = server.requests().size();
                Disposable call = client.jobs().get(id).subscribe();
                Waiting.until(() -> server.requests().size() > before);
                call.dispose();
            }
            List<Disposable> pages = new ArrayList<>();
            pages.add(client.jobs().list().pages().subscribe());
            pages.add(client.tasks("j").addAll(Flux.just(task(i))).subscribe());
            pages.forEach(Disposable::dispose);
        }
        nothingLeaks();
    }

    @Test
    void answersThatStall_leakNothing() {
        BatchClient impatient = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .maxAttempts(1)
                .attemptTimeout(Duration.ofMillis(20))
                .build();
        server.answer(request -> new Reply(response -> response.status(200)
                .sendObject(
                        Flux.just(request.path().equals("/jobs") ? "{\"value\":[{\"id\":\"a\"},{" : "{\"id\":")
                                .map(LeaksTest::buffer)
                                .concatWith(Mono.never()),
                        buffer -> true)));
        for (int i = 0; i < 10; i++) {
            for (Publisher<?> call : List.<Publisher<?>>of(
                    impatient.jobs().list(),
                    impatient.jobs().list().pages(),
                    impatient.jobs().get("j"),
                    impatient.files().ofTask("j", "t").download("f"))) {
                StepVerifier.create(Flux.from(call).onErrorMap(LeaksTest::typed).then())
                        .expectError(BatchTimeoutException.class)
                        .verify(SOON);
            }
        }
        impatient.close().block(SOON);
        nothingLeaks();
    }

    private static List<Function<BatchClient, Publisher<?>>> calls() {
        return List.of(
                client -> client.jobs().get("j"),
                client -> client.jobs().list(),
                client -> client.jobs().list().pages(),
                client -> client.jobs().list().take(1),
                client -> client.jobs().delete("j"),
                client -> client.pools().exists("p"),
                client -> client.files().ofTask("j", "t").download("f"),
                client -> client.files().ofTask("j", "t").properties("f"),
                client -> client.tasks("j").create(task(1)));
    }

    private void run(Function<BatchClient, Publisher<?>> call, String what) {
        try {
            Flux.from(call.apply(client)).blockLast(SOON);
        } catch (BatchException expected) {
            assertThat(expected).as(what).hasMessageNotContaining("null pointer");
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    /** Random bytes, or JSON with some bytes changed, doubled or left out. */
    private byte[] garbage() {
        if (random.nextInt(3) == 0) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return bytes;
        }
        StringBuilder text = new StringBuilder(random.nextBoolean() ? PAGE : JOB);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(128));
                case 1 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(10)));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a body in pieces of any size. */
    private Reply pieces(int status, byte[] body) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < body.length; ) {
            int to = Math.min(body.length, at + 1 + random.nextInt(60));
            pieces.add(Arrays.copyOfRange(body, at, to));
            at = to;
        }
        return new Reply(response -> response.status(status)
                .sendObject(Flux.fromIterable(pieces).map(Unpooled::wrappedBuffer), buffer -> true));
    }

    private static Reply endless(String start, String more) {
        return endless(200, start, more);
    }

    private static Reply endless(int status, String start, String more) {
        return new Reply(response -> response.status(status)
                .sendObject(
                        Flux.concat(
                                        Flux.just(start),
                                        Flux.just(more.repeat(1000)).repeat())
                                .map(LeaksTest::buffer),
                        buffer -> true));
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static TaskCreate task(int i) {
        return TaskCreate.builder().id("t" + i).commandLine("true").build();
    }

    /** The failure itself where a list says that a page broke after an element. */
    private static Throwable typed(Throwable error) {
        return error instanceof BatchListException && error.getCause() != null ? error.getCause() : error;
    }

    /**
     * Lets a buffer go missing on purpose and waits until its loss is reported: then all that were lost before are,
     * too. Each loss is reported where it is unlike all before, so what other tests of this JVM have lost counts as
     * well.
     */
    private void nothingLeaks() {
        client.close().block(SOON);
        Waiting.until(() -> server.connectionsOpen() == 0);
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        String canary = LeakLog.CANARY + seed + "-" + System.nanoTime();
        lose(canary);
        Waiting.until(() -> {
            System.gc();
            PooledByteBufAllocator.DEFAULT.heapBuffer(16).release(); // reports what was found
            return LeakLog.reports().stream().anyMatch(report -> report.contains(canary));
        });
        assertThat(LeakLog.reports().stream().filter(report -> !report.contains(LeakLog.CANARY)))
                .isEmpty();
    }

    private static void lose(String hint) {
        PooledByteBufAllocator.DEFAULT.heapBuffer(16).touch(hint);
    }
}
