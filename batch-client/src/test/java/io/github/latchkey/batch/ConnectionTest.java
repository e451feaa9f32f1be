package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskCreate;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What becomes of connections when things go wrong: none leaks, no call is stuck. */
@NullUnmarked // a null where none should be is a failed test
class ConnectionTest {

    private static final int CONNECTIONS = 2;

    private final ScriptedServer server = new ScriptedServer();
    private final ConnectionProvider pool = ConnectionProvider.builder("test")
            .maxConnections(CONNECTIONS)
            .pendingAcquireTimeout(Duration.ofMillis(300))
            .build();
    private final BatchClient client = Clients.builder(server)
            .tokenSupplier(() -> Mono.just("t"))
            .httpClient(HttpClient.create(pool))
            .maxAttempts(1)
            .build();

    @AfterEach
    void close() {
        pool.dispose();
        server.close();
    }

    @Test
    void pool_exhausted_isToldWithARemedy() {
        server.answers(Reply.silence());
        Disposable stuck = Flux.range(0, CONNECTIONS)
                .flatMap(i -> client.jobs().get("stuck"))
                .subscribe(job -> {}, error -> {});
        Waiting.until(() -> server.requests().size() == CONNECTIONS);

        assertThatThrownBy(() -> client.jobs().get("j").block())
                .isInstanceOfSatisfying(BatchTransportException.class, error -> {
                    assertThat(error)
                            .hasMessageContaining("all connections are busy")
                            .hasMessageContaining("ConnectionProvider");
                    assertThat(error.mayHaveActed()).isFalse();
                });
        stuck.dispose();
        everyConnectionIsFree();
    }

    @Test
    void pool_ofTheClientsOwnExhausted_isToldWithARemedy() {
        int most = 100;
        server.answers(Reply.silence());
        BatchClient own = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .maxAttempts(1)
                .build();
        Disposable stuck =
                Flux.range(0, most).flatMap(i -> own.jobs().get("stuck"), most).subscribe(job -> {}, error -> {});
        Waiting.until(() -> server.requests().size() == most);
        RequestOptions brief =
                RequestOptions.builder().timeout(Duration.ofMillis(300)).build();

        assertThatThrownBy(() -> own.jobs().get("j", brief).block())
                .isInstanceOfSatisfying(BatchTimeoutException.class, error -> {
                    assertThat(error)
                            .hasMessageContaining("no connection was free")
                            .hasMessageContaining("ConnectionProvider");
                    assertThat(error.mayHaveActed()).isFalse();
                    assertThat(error.isTransient()).isTrue();
                });

        stuck.dispose();
        server.answers(Reply.ok("{\"id\":\"j\"}"));
        Flux.range(0, 2 * most).flatMap(i -> own.jobs().get("j"), 2 * most).blockLast(Duration.ofSeconds(20));
        own.close().block();
    }

    @Test
    void calls_cancelledWhileTheServerThinks_giveTheirConnectionsBack() {
        server.answers(Reply.silence());
        for (int i = 0; i < 10; i++) {
            int before = server.requests().size();
            Disposable call = client.jobs().get("j").subscribe();
            Waiting.until(() -> server.requests().size() > before);
            call.dispose();
        }
        everyConnectionIsFree();
    }

    @Test
    void answer_thatIsDroppedOnItsWay_closesItsConnection() {
        server.answers(Reply.ok("{\"id\":\"j\"}"));
        BatchClient dropping = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .httpClient(HttpClient.create(pool).mapConnect(answered -> answered.filter(connection -> false)))
                .build();

        assertThat(dropping.jobs().get("j").blockOptional(Duration.ofSeconds(20)))
                .isEmpty();

        Waiting.until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void lists_cancelledInTheMiddle_giveTheirConnectionsBack() {
        server.answer(request -> endless());
        for (int i = 0; i < 10; i++) {
            client.jobs().list().take(3).blockLast();
        }
        everyConnectionIsFree();
    }

    @Test
    void answers_thatCannotBeRead_giveTheirConnectionsBack() {
        server.answer(request -> Reply.ok("{\"value\":[{\"id\":\"a\"},7," + " ".repeat(500_000) + "]}"));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> client.jobs().list().blockLast()).isInstanceOf(BatchProtocolException.class);
            assertThatThrownBy(() -> client.jobs().get("j").map(Job::id).block())
                    .isNotNull();
        }
        everyConnectionIsFree();
    }

    @Test
    void refusals_giveTheirConnectionsBackForTheNextRequest() {
        server.answers(Reply.error(404, "JobNotFound"));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> client.jobs().get("j").block()).isInstanceOf(BatchNotFoundException.class);
        }
        assertThat(server.connectionsMade()).isLessThanOrEqualTo(CONNECTIONS);
    }

    @Test
    void server_thatClosesIdleConnections_isNoticed() {
        try (ScriptedServer hasty = new ScriptedServer(HttpServer.create().idleTimeout(Duration.ofMillis(100)))) {
            BatchClient caller = Clients.of(hasty);
            hasty.answer(request -> Reply.ok("{\"id\":\"j\"}"));
            caller.jobs().get("j").block();
            Waiting.until(() -> hasty.connectionsOpen() == 0);

            assertThat(caller.jobs().get("j").block().id()).isEqualTo("j");
            assertThat(hasty.connectionsMade()).isEqualTo(2);
            caller.close().block();
        }
    }

    @Test
    void slowServer_thatStopsInTheMiddleOfAPage_endsTheListInTime() {
        BatchClient impatient = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .httpClient(HttpClient.create(pool))
                .attemptTimeout(Duration.ofMillis(300))
                .build();
        server.answers(Reply.stalled(200, "{\"value\":[{\"id\":\"a\"},{\"id\":"));

        StepVerifier.create(impatient.jobs().list().map(Job::id))
                .expectNext("a")
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BatchListException.class)
                        .hasCauseInstanceOf(BatchTimeoutException.class))
                .verify(Duration.ofSeconds(10));
        everyConnectionIsFree();
    }

    @Test
    void slowServer_thatDripsForEver_endsTheCallInItsTime() {
        BatchClient impatient = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .httpClient(HttpClient.create(pool))
                .attemptTimeout(Duration.ofMillis(300))
                .timeout(Duration.ofMillis(600))
                .build();
        for (int status : new int[] {200, 409}) {
            server.answer(request -> dripping(status));

            assertThatThrownBy(() -> impatient.jobs().get("j").block(Duration.ofSeconds(20)))
                    .isInstanceOf(status == 200 ? BatchTimeoutException.class : BatchConflictException.class);
        }
        everyConnectionIsFree();
    }

    @Test
    void slowReader_isNotMistakenForASlowServer() {
        BatchClient impatient = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .attemptTimeout(Duration.ofMillis(200))
                .build();
        server.answer(request ->
                Reply.ok("{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"}" + ",{\"id\":\"c\"}".repeat(50_000) + "]}"));

        StepVerifier.create(impatient.jobs().list(), 1)
                .expectNextCount(1)
                .thenAwait(Duration.ofMillis(600))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(50_001)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void cancel_isTheLastSignal() {
        server.answer(request -> endless());
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean after = new AtomicBoolean();

        StepVerifier.create(client.jobs().list().doOnEach(signal -> after.compareAndSet(false, cancelled.get())), 5)
                .expectNextCount(5)
                .then(() -> cancelled.set(true))
                .thenCancel()
                .verifyThenAssertThat()
                .hasNotDroppedErrors()
                .hasNotDroppedElements();

        everyConnectionIsFree();
        assertThat(after).isFalse();
    }

    @Test
    void close_waitsForWhatIsUnderWay() {
        Sinks.Empty<Void> go = Sinks.empty();
        server.answer(request -> new Reply(response ->
                go.asMono().then(Mono.from(Reply.ok("{\"id\":\"j\"}").send().apply(response)))));
        Mono<Job> call = client.jobs().get("j").cache();
        call.subscribe();
        Waiting.until(() -> server.requests().size() == 1);
        AtomicBoolean closed = new AtomicBoolean();
        client.close().subscribe(nothing -> {}, error -> {}, () -> closed.set(true));

        assertThat(closed).isFalse();
        assertThatThrownBy(() -> client.jobs().get("late").block()).isInstanceOf(BatchClientClosedException.class);
        go.tryEmitEmpty().orThrow();

        assertThat(call.block().id()).isEqualTo("j");
        Waiting.until(closed::get);
    }

    @Test
    void close_cancelled_endsWhateverIsWaitedForAndClosesThePool() {
        AtomicBoolean tokens = new AtomicBoolean(true);
        BatchClient own = Clients.builder(server)
                .tokenSupplier(() -> tokens.get() ? Mono.just("t") : Mono.never())
                .attemptTimeout(Duration.ofMinutes(5))
                .timeout(Duration.ofMinutes(5))
                .build();
        server.answer(request -> switch (request.path()) {
            case "/jobs/quick" -> Reply.ok("{\"id\":\"quick\"}");
            case "/jobs/busy" -> Reply.error(503, "ServerBusy").header("Retry-After", "60");
            case "/jobs" -> Reply.stalled(200, "{\"value\":[{\"id\":\"a\"},{\"id\":");
            default -> Reply.silence();
        });
        Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
        List.<Flux<?>>of(
                        own.jobs().get("silent").flux(),
                        own.jobs().get("busy").flux(),
                        own.jobs().list(),
                        own.jobs().list().pages(),
                        own.files().ofTask("j", "t").download("f"))
                .forEach(call -> call.subscribe(element -> {}, ends::add));
        Waiting.until(() -> server.requests().size() == 5);
        own.jobs().get("quick").block();
        tokens.set(false);
        own.jobs().get("withoutToken").subscribe(job -> {}, ends::add);

        own.close().subscribe().dispose();

        Waiting.until(() -> ends.size() == 6);
        assertThat(ends)
                .allSatisfy(end -> assertThat(end)
                        .isInstanceOfSatisfying(
                                BatchClientClosedException.class,
                                closed -> assertThat(closed.mayHaveActed()).isTrue()));
        Waiting.until(() -> server.connectionsOpen() == 0); // also the one that was idle
        own.close().block(Duration.ofSeconds(20));
    }

    @Test
    void close_cancelledDuringABulkAdd_saysThatItIsUnknownWhatWasTaken() {
        BatchClient patient = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .attemptTimeout(Duration.ofMinutes(2))
                .build();
        server.answer(request -> Reply.silence());
        Flux<TaskCreate> tasks = Flux.range(0, 10)
                .map(i -> TaskCreate.builder().id("t" + i).commandLine("true").build());

        StepVerifier.create(patient.tasks("j").addAll(tasks).map(TaskAddOutcome::status))
                .then(() -> Waiting.until(() -> server.requests().size() == 1))
                .then(() -> patient.close().subscribe().dispose())
                .expectNextSequence(Collections.nCopies(10, TaskAddOutcome.Status.UNKNOWN))
                .consumeErrorWith(error -> assertThat(error)
                        .isInstanceOf(BulkAddException.class)
                        .hasCauseInstanceOf(BatchClientClosedException.class))
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void close_doesNotWaitForAListBeforeItsFirstRequest() {
        StepVerifier.create(client.jobs().list(), 0)
                .then(() -> client.close().block(Duration.ofSeconds(20)))
                .thenRequest(1)
                .expectError(BatchClientClosedException.class)
                .verify(Duration.ofSeconds(20));
        StepVerifier.create(client.jobs().list().pages(), 0)
                .thenRequest(1)
                .expectError(BatchClientClosedException.class)
                .verify(Duration.ofSeconds(20));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void close_waitsForAListFromItsFirstRequestToItsEnd() {
        AtomicBoolean closed = new AtomicBoolean();
        server.answers(
                Reply.ok("{\"value\":[{\"id\":\"a\"}],\"odata.nextLink\":\"" + server.url() + "/jobs?2\"}"),
                Reply.ok("{\"value\":[{\"id\":\"b\"}]}"));

        StepVerifier.create(client.jobs().list().map(Job::id), 1)
                .expectNext("a")
                .then(() -> client.close().subscribe(nothing -> {}, error -> {}, () -> closed.set(true)))
                .then(() -> assertThat(closed).isFalse())
                .thenRequest(Long.MAX_VALUE)
                .expectNext("b")
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        Waiting.until(closed::get);
    }

    @Test
    void close_duringABulkAdd_endsItAfterItsRequestUnderWayAndSaysWhatWasNotSent() {
        Sinks.Empty<Void> go = Sinks.empty();
        server.answer(request -> new Reply(response -> go.asMono()
                .then(Mono.from(TaskBodies.answer(TaskBodies.ids(request.body()).stream()
                                .map(id -> TaskBodies.result(id, "success", null))
                                .toList())
                        .send()
                        .apply(response)))));
        Flux<TaskCreate> fifty = Flux.range(0, 50)
                .map(i -> TaskCreate.builder().id("t" + i).commandLine("true").build());
        BulkOptions ten =
                BulkOptions.builder().tasksPerRequest(10).concurrency(1).build();
        AtomicBoolean closed = new AtomicBoolean();

        StepVerifier.create(client.tasks("j").addAll(fifty, ten).filter(TaskAddOutcome::isPresent))
                .then(() -> Waiting.until(() -> server.requests().size() == 1))
                .then(() -> client.close().subscribe(nothing -> {}, error -> {}, () -> closed.set(true)))
                .then(() -> assertThat(closed).isFalse())
                .then(() -> go.tryEmitEmpty().orThrow())
                .expectNextCount(10)
                .consumeErrorWith(error -> assertThat(error)
                        .isInstanceOfSatisfying(BulkAddException.class, ended -> {
                            assertThat(ended.summary().added()).isEqualTo(10);
                            assertThat(ended.summary().unknown()).isZero();
                            assertThat(ended.summary().notSent())
                                    .isEqualTo(ended.summary().taken() - 10);
                        })
                        .hasCauseInstanceOf(BatchClientClosedException.class))
                .verify(Duration.ofSeconds(20));
        assertThat(server.requests()).hasSize(1);
        Waiting.until(closed::get);
    }

    @Test
    void close_afterACallThatCouldNotBegin_doesNotWaitForIt() {
        assertThatThrownBy(() -> client.jobs()
                        .get(
                                "j",
                                RequestOptions.builder()
                                        .timeout(ChronoUnit.FOREVER.getDuration())
                                        .build())
                        .block(Duration.ofSeconds(20)))
                .isInstanceOf(RuntimeException.class);

        client.close().block(Duration.ofSeconds(20));
    }

    @Test
    void close_whileAWaiterPauses_endsItAtItsNextQuestion() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        BatchClient waiting = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .scheduler(time)
                .build();
        server.answer(request -> Reply.ok("{\"id\":\"j\",\"state\":\"active\"}"));
        AtomicInteger seen = new AtomicInteger();

        StepVerifier.create(
                        waiting.jobs().awaitCompleted("j", Polling.defaults()).doOnNext(job -> seen.incrementAndGet()))
                .expectNextCount(1)
                .then(() -> waiting.close().block())
                .then(() -> time.advanceTimeBy(Duration.ofMinutes(1)))
                .expectError(BatchClientClosedException.class)
                .verify(Duration.ofSeconds(20));
        assertThat(seen).hasValue(1);
    }

    /** As many calls as there are connections must work at once. */
    private void everyConnectionIsFree() {
        server.answer(request -> Reply.ok("{\"id\":\"j\"}"));
        assertThat(Flux.range(0, 20)
                        .flatMap(i -> client.jobs().get("j"), CONNECTIONS)
                        .count()
                        .block(Duration.ofSeconds(10)))
                .isEqualTo(20);
    }

    private static Reply endless() {
        return new Reply(response -> response.status(200)
                .sendObject(
                        Flux.range(0, Integer.MAX_VALUE)
                                .map(i -> (i == 0 ? "{\"value\":[" : ",") + "{\"id\":\"j" + i + "\"}")
                                .map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)),
                        buffer -> true));
    }

    private static Reply dripping(int status) {
        return new Reply(response -> response.status(status)
                .sendObject(
                        Flux.interval(Duration.ofMillis(20))
                                .onBackpressureDrop()
                                .map(n -> Unpooled.copiedBuffer(" ", StandardCharsets.UTF_8)),
                        buffer -> true));
    }
}
