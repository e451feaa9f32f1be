package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.ScriptedServer.Request;
import io.github.latchkey.batch.file.FileStore;
import io.github.latchkey.batch.file.RemoteFile;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

@NullUnmarked // a null where none should be is a failed test
class FilesTest {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final Polling OFTEN = Polling.builder()
            .interval(Duration.ofMillis(1), Duration.ofMillis(5))
            .build();

    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.of(server);
    private final FileStore files = client.files().ofTask("j", "t");

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    @Test
    void text_ofATask_isReadWhole() {
        server.answers(Reply.text(200, "application/octet-stream", "grüße\n"));

        assertThat(files.text("stdout.txt").block()).isEqualTo("grüße\n");
        assertThat(server.only().path()).isEqualTo("/jobs/j/tasks/t/files/stdout.txt");
    }

    @Test
    void text_withOptions_sendsThem() {
        server.answers(Reply.text(200, "text/plain", "x"));
        RequestOptions options = RequestOptions.builder()
                .serverTimeout(Duration.ofSeconds(7))
                .conditions(Conditions.ifModifiedSince(Instant.EPOCH))
                .build();

        assertThat(files.text("stdout.txt", options).block()).isEqualTo("x");

        assertThat(server.only().uri()).contains("timeout=7");
        assertThat(server.only().header("If-Modified-Since")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @Test
    void path_withSlashesAndBlanks_isOneSegment() {
        server.answers(Reply.text(200, "text/plain", "x"));

        files.text("wd/a b+c%ü.txt").block();
        client.files().ofNode("p", "tvm-1").text("startup\\wd\\x.txt").block();

        assertThat(server.requests().get(0).path()).isEqualTo("/jobs/j/tasks/t/files/wd%2Fa%20b%2Bc%25%C3%BC.txt");
        assertThat(server.requests().get(1).path()).isEqualTo("/pools/p/nodes/tvm-1/files/startup%5Cwd%5Cx.txt");
        assertThatThrownBy(() -> files.text("..")).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void properties_areReadFromHeaders() {
        server.answers(Reply.headers(
                200,
                Map.of(
                        "Content-Length", "1234567890123",
                        "Content-Type", "text/plain",
                        "Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT",
                        "ocp-batch-file-isdirectory", "False",
                        "ocp-batch-file-mode", "0o100644",
                        "ocp-batch-file-url", "https%3A%2F%2Fh%2Fa%2Bb")));

        RemoteFile file = files.properties("stdout.txt").block();

        assertThat(file.contentLength()).isEqualTo(1234567890123L);
        assertThat(file.lastModified()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(file.creationTime()).isNull();
        assertThat(file.directory()).isFalse();
        assertThat(file.url()).isEqualTo("https://h/a+b");
        assertThat(server.only().method()).isEqualTo("HEAD");
    }

    @Test
    void properties_headersThatCannotBeRead_areAbsentOrAsTheyCame() {
        server.answers(Reply.headers(
                200,
                Map.of(
                        "Last-Modified", "yesterday",
                        "ocp-batch-file-url", "https%3A%2F%2Fh%2F100%%zz%2")));

        RemoteFile file = files.properties("stdout.txt").block();

        assertThat(file.lastModified()).isNull();
        assertThat(file.url()).isEqualTo("https://h/100%%zz%2");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void download_ofARange_asksForIt() {
        server.answers(Reply.text(206, "text/plain", "lo wo"));

        byte[] part = collect(files.download("f", ByteRange.of(3, 7), RequestOptions.defaults())
                .collectList()
                .block());

        assertThat(part).asString(StandardCharsets.UTF_8).isEqualTo("lo wo");
        assertThat(server.only().header("ocp-range")).isEqualTo("bytes=3-7");
    }

    @Test
    void download_subscriberThatTakesItsTime_holdsUpTheServer() {
        String part = "0123456789".repeat(1600);
        int parts = 5000;
        AtomicLong sent = new AtomicLong();
        server.answer(request -> Reply.streamed(Flux.range(0, parts).map(i -> part), sent));

        StepVerifier.create(files.download("f"), 1)
                .expectNextCount(1)
                .then(() -> Waiting.untilSteady(sent::get))
                .then(() -> assertThat(sent.get())
                        .as("what sockets and their writer hold, not the 80 MB of the file")
                        .isLessThan((long) parts * part.length() / 2))
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(buffer -> true)
                .verifyComplete();

        assertThat(sent).hasValue((long) parts * part.length());
    }

    @Test
    void downloadTo_connectionBreaks_goesOnWhereItWas() throws IOException {
        String content = "0123456789".repeat(1000);
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> serve(request, content, round.getAndIncrement() == 0));

        Path target = folder.resolve("out");
        assertThat(files.downloadTo("f", target).block(Duration.ofSeconds(20))).isEqualTo(content.length());

        assertThat(target).hasContent(content);
        assertThat(server.requests().stream()
                        .filter(r -> r.method().equals("GET"))
                        .toList()
                        .get(1)
                        .header("ocp-range"))
                .startsWith("bytes=5000-");
    }

    @Test
    void resumeTo_asksForTheRestOnly() throws IOException {
        String content = "0123456789".repeat(10);
        server.answer(request -> serve(request, content, false));
        Path target = Files.writeString(folder.resolve("out"), content.substring(0, 40));

        assertThat(files.resumeTo("f", target).block()).isEqualTo(100);
        assertThat(target).hasContent(content);
        assertThat(server.requests().get(1).header("ocp-range")).isEqualTo("bytes=40-99");
        assertThat(files.resumeTo("f", target).block()).as("nothing is left").isEqualTo(100);

        Path longer = Files.writeString(folder.resolve("longer"), content + "x");
        assertThatThrownBy(() -> files.resumeTo("f", longer).block()).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void resumeTo_lengthThatIsNotTold_endsWhereNothingIsLeft() throws IOException {
        String content = "0123456789".repeat(10);
        server.answer(request -> request.method().equals("HEAD")
                ? Reply.headers(200, Map.of("Transfer-Encoding", "chunked"))
                : serve(request, content, false));
        Path target = Files.writeString(folder.resolve("out"), content.substring(0, 40));

        assertThat(files.resumeTo("f", target).block()).isEqualTo(100);
        assertThat(files.resumeTo("f", target).block()).isEqualTo(100);

        assertThat(target).hasContent(content);
    }

    @Test
    void resumeTo_neitherLengthNorPartIsTold_isToldInsteadOfGuessed() throws IOException {
        server.answer(request -> request.method().equals("HEAD")
                ? Reply.headers(200, Map.of("Transfer-Encoding", "chunked"))
                : Reply.text(200, "text/plain", "0123456789"));
        Path target = Files.writeString(folder.resolve("out"), "0123");

        assertThatThrownBy(() -> files.resumeTo("f", target).block()).isInstanceOf(BatchProtocolException.class);
        assertThat(target).hasContent("0123");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void downloadTo_serverThatOverlooksRanges_leavesWhatIsRight(boolean chunked) {
        String content = "0123456789".repeat(1000);
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> request.method().equals("HEAD") || round.getAndIncrement() == 0
                ? serve(request, content, true)
                : whole(content, chunked));
        Path target = folder.resolve("out");

        assertThatThrownBy(() -> files.downloadTo("f", target).block(Duration.ofSeconds(20)))
                .isInstanceOf(BatchProtocolException.class)
                .hasMessageContaining("bytes=5000-9999 of f")
                .hasMessageContaining("ocp-range");
        assertThat(target).hasContent(content.substring(0, 5000));
    }

    @Test
    void downloadTo_fileThatBecomesShorterMeanwhile_isToldAsThat() {
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> round.getAndIncrement() == 0
                ? serve(request, "0123456789".repeat(1000), true)
                : serve(request, "0123456789", false));

        assertThatThrownBy(() -> files.downloadTo("f", folder.resolve("out")).block(Duration.ofSeconds(20)))
                .isInstanceOf(BatchProtocolException.class)
                .hasMessageContaining("f has 10 bytes now, fewer than the 5000")
                .hasMessageContaining("changed meanwhile");
    }

    @Test
    void downloadTo_connectionThatBreaksWhileTheDiskIsSlow_waitsForTheDisk() {
        String content = "0123456789";
        AtomicInteger round = new AtomicInteger();
        try (SlowDisk disk = new SlowDisk()) {
            server.answer(request -> {
                if (request.method().equals("HEAD") || round.getAndIncrement() > 0) {
                    return serve(request, content, false);
                }
                disk.holdsUpTheNext();
                return Reply.broken(200, content.substring(0, 4), disk.held());
            });
            Path target = folder.resolve("out");

            assertThat(behind(disk).downloadTo("f", target).block(Duration.ofSeconds(20)))
                    .isEqualTo(10);

            assertThat(target).hasContent(content);
            assertThat(disk.interrupted).isFalse();
            assertThat(server.requests().get(2).header("ocp-range")).isEqualTo("bytes=4-9");
        }
    }

    @Test
    void downloadTo_cancelledWhileTheDiskIsSlow_doesNotInterruptIt() {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Hooks.onErrorDropped(dropped::add);
        try (SlowDisk disk = new SlowDisk()) {
            server.answer(request -> {
                disk.holdsUpTheNext();
                return Reply.stalled(200, "0123");
            });
            Path target = folder.resolve("out");
            Disposable download = behind(disk).downloadTo("f", target).subscribe();
            disk.held().block(Duration.ofSeconds(20));

            download.dispose(); // closes the connection, which lets the disk go on

            Waiting.until(() -> disk.idle() && !isOpen(target));
            assertThat(disk.interrupted).isFalse();
            assertThat(dropped).isEmpty();
        } finally {
            Hooks.resetOnErrorDropped();
        }
    }

    @Test
    void downloadTo_connectionThatBreaksAgainAndAgain_losesNothing() throws IOException {
        String content = content(2_000_000);
        Random random = new Random(7);
        server.answer(request -> {
            if (request.method().equals("HEAD")) {
                return serve(request, content, false);
            }
            String range = request.header("ocp-range");
            Matcher matcher = RANGE.matcher(range == null ? "" : range);
            int from = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            int most = 10_000 + random.nextInt(20_000);
            return content.length() - from <= most + 1000
                    ? serve(request, content, false)
                    : Reply.broken(200, content.substring(from, from + most), Mono.empty());
        });
        Path target = folder.resolve("out");
        BatchClient hasty = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t0ken"))
                .jitter(() -> 0)
                .build();

        assertThat(hasty.files().ofTask("j", "t").downloadTo("f", target).block(Duration.ofSeconds(60)))
                .isEqualTo(content.length());

        assertThat(target).hasContent(content);
        assertThat(server.requests()).hasSizeGreaterThan(100);
        hasty.close().block();
    }

    @Test
    void downloadTo_placeThatCannotBeWritten_isToldAsThat() {
        server.answers(Reply.text(200, "text/plain", "x"));
        Path target = folder.resolve("missing").resolve("out");

        assertThatThrownBy(() -> files.downloadTo("f", target).block())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("f could not be written to " + target)
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThat(server.requests()).isEmpty();
    }

    private static String content(int length) {
        return new Random(1)
                .ints(length, ' ', 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether this process holds a file open, where the system tells. */
    private static boolean isOpen(Path file) {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return false;
        }
        try (Stream<Path> all = Files.list(open)) {
            return all.anyMatch(link -> {
                try {
                    return Files.readSymbolicLink(link).equals(file);
                } catch (IOException e) {
                    return false; // closed meanwhile
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files over connections that, once they are closed and all that follows is done, let a slow disk go on. */
    private FileStore behind(SlowDisk disk) {
        return Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t0ken"))
                .jitter(() -> 0)
                .httpClient(HttpClient.newConnection().doOnConnected(connection -> {
                    EventLoop loop = connection.channel().eventLoop();
                    connection
                            .channel()
                            .closeFuture()
                            .addListener(closed -> loop.execute(() -> loop.execute(disk::goOn)));
                }))
                .build()
                .files()
                .ofTask("j", "t");
    }

    /** Holds up one piece of work of the disk, on the thread that does it. */
    private static final class SlowDisk implements AutoCloseable {

        private final AtomicBoolean holding = new AtomicBoolean();
        private final Sinks.Empty<Void> held = Sinks.empty();
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger working = new AtomicInteger();
        private volatile boolean interrupted;

        SlowDisk() {
            Schedulers.onScheduleHook("slow disk", this::slowed);
        }

        void holdsUpTheNext() {
            holding.set(true);
        }

        /** Completes when it is held up. */
        Mono<Void> held() {
            return held.asMono();
        }

        void goOn() {
            goOn.countDown();
        }

        boolean idle() {
            return working.get() == 0;
        }

        private Runnable slowed(Runnable work) {
            return () -> {
                if (Schedulers.isInNonBlockingThread() || !holding.getAndSet(false)) {
                    work.run();
                    return;
                }
                working.incrementAndGet();
                held.tryEmitEmpty();
                hold();
                work.run();
                working.decrementAndGet();
            };
        }

        private void hold() {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            goOn();
            Schedulers.resetOnScheduleHook("slow disk");
        }
    }

    /** Opening a pipe takes until somebody reads from it. */
    @Test
    void downloadTo_cancelledWhileTheTargetIsOpened_closesIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(made(pipe), "skipped: there is no mkfifo on this machine");
        server.answers(Reply.text(200, "text/plain", "x"));
        Disposable download = files.downloadTo("f", pipe).subscribe();
        Waiting.until(() -> Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(FileChannel.class.getName())
                                && frame.getMethodName().equals("open"))));

        download.dispose();

        assertThat(CompletableFuture.supplyAsync(() -> {
                            try (InputStream reader = Files.newInputStream(pipe)) {
                                return reader.read();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                        .get(20, TimeUnit.SECONDS))
                .as("the end, since nobody holds it open")
                .isEqualTo(-1);
    }

    private static boolean made(Path pipe) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void resumeTo_anotherPartThanAskedFor_isRefused() throws IOException {
        server.answer(request -> request.method().equals("HEAD")
                ? serve(request, "0123456789", false)
                : Reply.text(206, "text/plain", "234567").header("Content-Range", "bytes 2-7/10"));
        Path target = Files.writeString(folder.resolve("out"), "0123");

        assertThatThrownBy(() -> files.resumeTo("f", target).block()).isInstanceOf(BatchProtocolException.class);
        assertThat(target).hasContent("0123");
    }

    @Test
    void resumeTo_partThatEndsEarly_isNoWholeFile() throws IOException {
        server.answer(request -> request.method().equals("HEAD")
                ? serve(request, "0123456789", false)
                : Reply.text(206, "text/plain", "45").header("Content-Range", "bytes 4-5/10"));
        Path target = Files.writeString(folder.resolve("out"), "0123");

        assertThatThrownBy(() -> files.resumeTo("f", target).block())
                .isInstanceOf(BatchProtocolException.class)
                .hasMessageContaining("6 of its 10 bytes");
        assertThat(target).hasContent("012345");
    }

    @Test
    void resumeTo_fileThatWasChanged_isToldByTheCondition() throws IOException {
        server.answer(request -> request.method().equals("HEAD")
                ? serve(request, "0123456789", false)
                : Reply.error(412, "ConditionNotMet"));
        Path target = Files.writeString(folder.resolve("out"), "0123");
        RequestOptions same = RequestOptions.when(Conditions.ifUnmodifiedSince(Instant.EPOCH));

        assertThatThrownBy(() -> files.resumeTo("f", target, same).block())
                .isInstanceOf(BatchConditionNotMetException.class);
        assertThat(server.requests())
                .hasSize(2)
                .allMatch(request -> "Thu, 01 Jan 1970 00:00:00 GMT".equals(request.header("If-Unmodified-Since")));
        assertThat(target).hasContent("0123");
    }

    @Test
    void follow_serverThatOverlooksRanges_passesNothingTwice() {
        List<String> contents = List.of("one ", "one two ");
        AtomicInteger round = new AtomicInteger(-1);
        server.answer(request -> {
            if (request.path().endsWith("/tasks/t")) {
                round.incrementAndGet();
                return Reply.ok("{\"state\":\"running\"}");
            }
            String content = contents.get(Math.min(round.get(), 1));
            return request.method().equals("HEAD") ? serve(request, content, false) : whole(content, false);
        });

        StepVerifier.create(files.follow("stdout.txt", OFTEN)
                        .map(buffer -> StandardCharsets.UTF_8.decode(buffer).toString()))
                .expectNext("one ")
                .expectError(BatchProtocolException.class)
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void follow_aFileThatBecameShorter_isNotFollowedOn() {
        AtomicInteger round = new AtomicInteger(-1);
        server.answer(request -> {
            if (request.path().endsWith("/tasks/t")) {
                round.incrementAndGet();
                return Reply.ok("{\"state\":\"running\"}");
            }
            return serve(request, round.get() == 0 ? "of the first try" : "of the second", false);
        });

        StepVerifier.create(files.follow("stdout.txt", OFTEN))
                .expectNextCount(1)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BatchProtocolException.class)
                        .hasMessageContaining("shorter"))
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void follow_aGrowingFile_endsWithItsTask() {
        List<String> states = List.of("running", "running", "running", "completed");
        List<String> contents = List.of("", "one ", "one two ", "one two three");
        AtomicInteger round = new AtomicInteger(-1);
        server.answer(request -> {
            if (request.path().endsWith("/tasks/t")) {
                return Reply.ok("{\"state\":\"" + states.get(round.incrementAndGet()) + "\"}");
            }
            return round.get() == 0
                    ? Reply.error(409, "TaskFilesUnavailable")
                    : serve(request, contents.get(round.get()), false);
        });

        byte[] all = collect(files.follow("stdout.txt", OFTEN).collectList().block(Duration.ofSeconds(10)));

        assertThat(all).asString(StandardCharsets.UTF_8).isEqualTo("one two three");
    }

    @Test
    void follow_connectionBreaks_goesOnWhereItWas() {
        String content = "0123456789".repeat(1000);
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> request.path().endsWith("/tasks/t")
                ? Reply.ok("{\"state\":\"completed\"}")
                : serve(request, content, request.method().equals("GET") && round.getAndIncrement() < 2));

        byte[] all = collect(files.follow("stdout.txt", OFTEN).collectList().block(Duration.ofSeconds(10)));

        assertThat(all).asString(StandardCharsets.UTF_8).isEqualTo(content);
    }

    @Test
    void follow_aFileThatNeverEnds_endsWithItsTime() {
        server.answer(request -> request.path().endsWith("/tasks/t")
                ? Reply.ok("{\"state\":\"running\"}")
                : serve(request, "all", false));
        BatchClient timeless = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t0ken"))
                .scheduler(new HastyTime())
                .timeout(Duration.ofDays(100))
                .attemptTimeout(Duration.ofDays(100))
                .build();
        Polling day = Polling.builder()
                .interval(Duration.ofMinutes(10), Duration.ofMinutes(10))
                .timeout(Duration.ofHours(3))
                .build();

        StepVerifier.create(timeless.files()
                        .ofTask("j", "t")
                        .follow("stdout.txt", day)
                        .map(ByteBuffer::remaining))
                .expectNext(3)
                .expectError(BatchTimeoutException.class)
                .verify(Duration.ofSeconds(20));
        Waiting.untilSteady(() -> server.requests().size());
        timeless.close().block();
    }

    @Test
    void follow_subscriberThatTakesItsTime_isNotReadAheadOf() {
        server.answer(request -> request.path().endsWith("/tasks/t")
                ? Reply.ok("{\"state\":\"running\"}")
                : serve(request, "all", false));

        StepVerifier.create(files.follow("stdout.txt", OFTEN), 0)
                .expectSubscription()
                .then(() -> assertThat(server.requests()).isEmpty())
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void follow_aFileThatNeverCame_isNotFoundOnceTheTaskHasEnded() {
        server.answer(request -> request.path().endsWith("/tasks/t")
                ? Reply.ok("{\"state\":\"completed\"}")
                : Reply.error(404, "FileNotFound"));

        assertThatThrownBy(() -> files.follow("nothing", OFTEN).blockLast(Duration.ofSeconds(10)))
                .isInstanceOf(BatchNotFoundException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "terminating,completed,404,FileNotFound",
        "active,completed,409,TaskFilesUnavailable",
        "active,deleting,404,TaskNotFound"
    })
    void follow_aFileThatNeverCame_endsWithTheJobOfATaskThatDidNotRun(
            String before, String after, int status, String code) {
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> switch (request.path()) {
            case "/jobs/j/tasks/t" -> Reply.ok("{\"state\":\"active\"}");
            case "/jobs/j" ->
                Reply.ok("{\"id\":\"j\",\"state\":\"" + (round.getAndIncrement() < 2 ? before : after) + "\"}");
            default -> Reply.error(status, code);
        });

        assertThatThrownBy(() -> files.follow("nothing", OFTEN).blockLast(Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        BatchServiceException.class,
                        error -> assertThat(error.status()).isEqualTo(status));
        assertThat(round).hasValue(3);
    }

    @Test
    void follow_aTaskThatRanAndWaitsWhenItsJobEnds_readsWhatItLeft() {
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> switch (request.path()) {
            case "/jobs/j/tasks/t" -> Reply.ok("{\"state\":\"active\"}");
            case "/jobs/j" ->
                Reply.ok("{\"state\":\"" + (round.getAndIncrement() < 2 ? "active" : "completed") + "\"}");
            default -> serve(request, round.get() < 2 ? "the first try" : "the first try, whole", false);
        });

        byte[] all = collect(files.follow("stdout.txt", OFTEN).collectList().block(Duration.ofSeconds(10)));

        assertThat(all).asString(StandardCharsets.UTF_8).isEqualTo("the first try, whole");
    }

    @Test
    void delete_aDirectory_saysSo() {
        server.answers(Reply.status(200));

        files.delete("wd", true).block();

        assertThat(server.only().uri()).endsWith("&recursive=true");
    }

    private static Reply serve(Request request, String content, boolean breaks) {
        if (request.method().equals("HEAD")) {
            return Reply.headers(200, Map.of("Content-Length", Integer.toString(content.length())));
        }
        String range = request.header("ocp-range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        int from = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        long last = matcher.matches() ? Long.parseLong(matcher.group(2)) : content.length() - 1;
        if (from >= content.length() && matcher.matches()) {
            return Reply.error(416, "InvalidRange");
        }
        String part =
                content.substring(from, (int) Math.min(content.length(), last == Long.MAX_VALUE ? last : last + 1));
        return breaks
                ? Reply.broken(200, part.substring(0, part.length() / 2))
                : Reply.text(matcher.matches() ? 206 : 200, "application/octet-stream", part);
    }

    /** The answer of somebody who does not know of ranges. */
    private static Reply whole(String content, boolean chunked) {
        return chunked
                ? Reply.streamed(Flux.just(content), new AtomicLong())
                : Reply.text(200, "application/octet-stream", content)
                        .header("Content-Length", Integer.toString(content.length()));
    }

    private static byte[] collect(List<ByteBuffer> buffers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }
}
