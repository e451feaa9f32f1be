package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.model.AccessScope;
import io.github.latchkey.batch.model.AuthenticationTokenSettings;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import io.github.latchkey.batch.task.TaskCreate;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

@NullUnmarked // a null where none should be is a failed test
class BulkAddTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.of(server);
    private final Map<String, Integer> stored = new ConcurrentHashMap<>();
    private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
    private final AtomicReference<BulkSummary> summary = new AtomicReference<>();

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    @Test
    void addAll_anyNumber_cutsIntoCollectionsAndAnswersForEachTask() {
        server.answer(request -> take(request.body()));

        List<TaskAddOutcome> outcomes = add(tasks(1050), options());

        assertThat(outcomes).hasSize(1050).allMatch(TaskAddOutcome::isPresent);
        assertThat(sizes).hasSize(11).allMatch(size -> size <= 100);
        assertThat(stored)
                .hasSize(1050)
                .allSatisfy((id, times) -> assertThat(times).isOne());
        assertThat(summary.get()).isEqualTo(new BulkSummary(1050, 1050, 0, 0, 0, 0));
    }

    @Test
    void addAll_nothing_sendsNothing() {
        assertThat(add(Flux.empty(), options())).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void addAll_bytesLimit_cutsBeforeIt() {
        server.answer(request -> {
            assertThat(request.body().length()).isLessThanOrEqualTo(1000);
            return take(request.body());
        });

        add(tasks(100), options().bytesPerRequest(1000));

        assertThat(stored).hasSize(100);
        assertThat(sizes).hasSizeGreaterThan(3);
    }

    @Test
    void addAll_bodyTooLarge_halvesForThisAndAllLaterCollections() {
        server.answer(request -> TaskBodies.ids(request.body()).size() > 20
                ? Reply.error(413, "RequestBodyTooLarge")
                : take(request.body()));

        List<TaskAddOutcome> outcomes = add(tasks(400), options().concurrency(1));

        assertThat(outcomes).hasSize(400).allMatch(outcome -> outcome.status() == Status.ADDED);
        assertThat(sizes).as("every collection after the first").allMatch(size -> size <= 13);
        assertThat(server.requests())
                .filteredOn(request -> TaskBodies.ids(request.body()).size() > 20)
                .as("of the first collection: the whole, its halves and its quarters")
                .hasSize(7);
    }

    @Test
    void addAll_oneTaskTooLarge_isRefusedAndTheRestIsAdded() {
        server.answer(request -> TaskBodies.ids(request.body()).contains("t7")
                ? Reply.error(413, "RequestBodyTooLarge")
                : take(request.body()));

        List<TaskAddOutcome> outcomes = add(tasks(30), options());

        assertThat(outcomes).hasSize(30);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.status() == Status.REFUSED)
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.taskId()).isEqualTo("t7");
                    assertThat(outcome.error().code()).isEqualTo("RequestBodyTooLarge");
                });
        assertThat(stored).hasSize(29);
    }

    @Test
    void addAll_entriesTheServiceFailedToTake_areSentAgainAlone() {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> {
            boolean first = rounds.getAndIncrement() == 0;
            return answer(TaskBodies.ids(request.body()), id -> first && id.endsWith("3") ? "ServerError" : "Success");
        });

        List<TaskAddOutcome> outcomes = add(tasks(50), options());

        assertThat(outcomes).hasSize(50).allMatch(outcome -> outcome.status() == Status.ADDED);
        assertThat(TaskBodies.ids(server.requests().get(1).body())).containsExactly("t3", "t13", "t23", "t33", "t43");
        assertThat(outcomes).filteredOn(outcome -> outcome.attempts() == 2).hasSize(5);
    }

    @Test
    void addAll_resultsInAnotherOrderAndCase_areGivenToTheirTasks() {
        server.answer(request -> {
            List<String> ids = new ArrayList<>(TaskBodies.ids(request.body()));
            Collections.reverse(ids);
            return TaskBodies.answer(ids.stream()
                    .map(id -> id.equals("t3")
                            ? TaskBodies.result(id, "clienterror", "Refused")
                            : TaskBodies.result(id.toUpperCase(Locale.ROOT), "success", null))
                    .toList());
        });

        List<TaskAddOutcome> outcomes = add(tasks(10), options());

        assertThat(outcomes)
                .extracting(TaskAddOutcome::taskId)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "t" + i).toList());
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.status() != Status.ADDED)
                .extracting(TaskAddOutcome::taskId)
                .containsExactly("t3");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void addAll_clientErrors_areNotSentAgain() {
        server.answer(
                request -> answer(TaskBodies.ids(request.body()), id -> id.equals("t1") ? "ClientError" : "success"));

        List<TaskAddOutcome> outcomes = add(tasks(3), options());

        assertThat(outcomes)
                .extracting(TaskAddOutcome::status)
                .containsExactly(Status.ADDED, Status.REFUSED, Status.ADDED);
        assertThat(server.requests()).hasSize(1);
        assertThat(summary.get()).isEqualTo(new BulkSummary(3, 2, 0, 1, 0, 0));
    }

    @Test
    void addAll_answerLostAfterTheServiceActed_addsNothingTwice() {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> {
            Reply answer = take(request.body());
            return rounds.getAndIncrement() == 0 ? Reply.reset() : answer;
        });

        List<TaskAddOutcome> outcomes = add(tasks(10), options());

        assertThat(outcomes)
                .hasSize(10)
                .allMatch(outcome -> outcome.status() == Status.ADDED && outcome.attempts() == 2);
        assertThat(stored).hasSize(10);
    }

    @Test
    void addAll_taskThatWasThere_isToldApart() {
        stored.put("t1", 1);
        server.answer(request -> take(request.body()));

        assertThat(add(tasks(3), options()))
                .extracting(TaskAddOutcome::status)
                .containsExactly(Status.ADDED, Status.EXISTED, Status.ADDED);
    }

    @Test
    void addAll_sameIdTwice_neverSharesACollection() {
        server.answer(request -> take(request.body()));
        Flux<TaskCreate> twice = Flux.just(task("a"), task("b"), task("A"));

        List<TaskAddOutcome> outcomes = add(twice, options().concurrency(1));

        assertThat(outcomes)
                .extracting(TaskAddOutcome::status)
                .containsExactly(Status.ADDED, Status.ADDED, Status.EXISTED);
        assertThat(sizes).containsExactly(2, 1);
    }

    @Test
    void addAll_publisherFailsInTheMiddle_tellsWhatWasSentAndTheFailure() {
        server.answer(request -> take(request.body()));
        IllegalStateException broken = new IllegalStateException("the source broke");
        List<TaskAddOutcome> outcomes = new ArrayList<>();

        StepVerifier.create(client.tasks("j")
                        .addAll(tasks(250).concatWith(Flux.error(broken)))
                        .doOnNext(outcomes::add)
                        .then())
                .verifyErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(BulkAddException.class).hasCause(broken);
                    assertThat(((BulkAddException) error).summary()).isEqualTo(new BulkSummary(250, 250, 0, 0, 0, 0));
                });
        assertThat(outcomes).hasSize(250);
        assertThat(stored).hasSize(250);
    }

    @Test
    void addAll_unknownJob_stopsAndGivesEveryTakenTaskItsOutcome() {
        server.answers(Reply.error(404, "JobNotFound"));
        List<TaskAddOutcome> outcomes = new ArrayList<>();
        AtomicInteger taken = new AtomicInteger();

        assertThatThrownBy(() -> client.tasks("j")
                        .addAll(
                                tasks(100_000).doOnNext(task -> taken.incrementAndGet()),
                                options().build())
                        .doOnNext(outcomes::add)
                        .blockLast())
                .isInstanceOfSatisfying(BulkAddException.class, error -> {
                    assertThat(error).hasCauseInstanceOf(BatchNotFoundException.class);
                    assertThat(error.summary().refused() + error.summary().notSent())
                            .isEqualTo(error.summary().taken());
                });
        assertThat(outcomes).hasSize((int) summary.get().taken());
        assertThat(taken.get()).as("stops taking soon").isLessThan(2000);
    }

    @Test
    void addAll_oneTaskTooLarge_doesNotMakeAllLaterCollectionsSmall() {
        server.answer(request -> TaskBodies.ids(request.body()).contains("t7")
                ? Reply.error(413, "RequestBodyTooLarge")
                : take(request.body()));

        add(tasks(2000), options().concurrency(1));

        assertThat(stored).hasSize(1999);
        assertThat(server.requests())
                .as("19 whole collections, and 2 x 7 to find the one")
                .hasSizeLessThan(40);
    }

    @Test
    void addAll_throttled_sendsFewerAtATimeAndRecovers() {
        int most = 4;
        AtomicInteger inFlight = new AtomicInteger();
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        Sinks.Empty<Void> fourAtOnce = Sinks.empty();
        AtomicInteger number = new AtomicInteger();
        Sinks.Empty<Void> fourAgain = Sinks.empty();
        server.answer(request -> {
            int i = number.incrementAndGet();
            int here = inFlight.incrementAndGet();
            seen.add(here);
            if (i <= most) { // the first four together
                return after(i == most ? fourAtOnce : null, fourAtOnce, inFlight, Reply.error(429, "TooManyRequests"));
            }
            // From here on each waits for as many as may go, until there are four again.
            boolean recovered = here == most;
            return i < 4 + 1 + 2 + 3 + 1
                    ? after(null, null, inFlight, take(request.body()))
                    : after(recovered ? fourAgain : null, fourAgain, inFlight, take(request.body()));
        });

        List<TaskAddOutcome> outcomes = add(tasks(3000), options().concurrency(most));

        assertThat(outcomes).hasSize(3000).allMatch(outcome -> outcome.status() == Status.ADDED);
        List<Integer> arrivals = List.copyOf(seen);
        assertThat(arrivals.subList(0, 4)).containsExactly(1, 2, 3, 4);
        assertThat(arrivals.get(4)).as("one at a time after four refusals").isOne();
        assertThat(arrivals.subList(5, 7)).as("two after one success").allMatch(here -> here <= 2);
        assertThat(arrivals.subList(7, 10)).as("three after two more").allMatch(here -> here <= 3);
        assertThat(arrivals).as("never more than allowed").allMatch(here -> here <= most);
    }

    @Test
    void addAll_askedToWait_sendsNothingBefore() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> rounds.getAndIncrement() == 0
                ? Reply.error(429, "TooManyRequests").header("Retry-After", "20")
                : take(request.body()));
        AtomicBoolean done = new AtomicBoolean();
        in(time).tasks("j")
                .addAll(tasks(300), options().concurrency(1).build())
                .subscribe(outcome -> {}, error -> {}, () -> done.set(true));
        Waiting.until(() -> server.requests().size() == 1);

        long before = time.now(TimeUnit.MILLISECONDS);
        Waiting.until(() -> {
            time.advanceTimeBy(Duration.ofMillis(100));
            return server.requests().size() > 1;
        });

        assertThat(time.now(TimeUnit.MILLISECONDS) - before).isGreaterThanOrEqualTo(20_000);
        Waiting.until(() -> {
            time.advanceTimeBy(Duration.ofMillis(100));
            return done.get();
        });
        assertThat(stored).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"301", "99999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void addAll_askedToWaitForLongerThanItMay_endsWithTheAnswerThatAsked(String retryAfter) {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> rounds.getAndIncrement() == 0
                ? take(request.body())
                : Reply.error(rounds.get() % 2 == 0 ? 429 : 500, "Busy").header("Retry-After", retryAfter));
        List<TaskAddOutcome> outcomes = new ArrayList<>();

        assertThatThrownBy(() -> client.tasks("j")
                        .addAll(tasks(1000), options().build())
                        .doOnNext(outcomes::add)
                        .blockLast(Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(BulkAddException.class, error -> {
                    assertThat(error.getCause())
                            .isInstanceOfSatisfying(
                                    BatchServiceException.class,
                                    said -> assertThat(said.retryAfter().orElseThrow())
                                            .isGreaterThan(Duration.ofMinutes(5)));
                    assertThat(error.isTransient()).isTrue();
                    assertThat(error.summary().added()).isEqualTo(100);
                });
        assertThat(outcomes).hasSize((int) summary.get().taken());
        assertThat(server.requests()).as("those under way at most").hasSizeLessThanOrEqualTo(1 + 4);
    }

    @Test
    void addAll_noTokenForAWhile_goesOnWhenThereIsOne() {
        AtomicInteger asked = new AtomicInteger();
        BatchClient outage = Clients.builder(server)
                .tokenSupplier(() -> asked.getAndIncrement() < 3
                        ? Mono.error(new TransientAuthenticationException("Outage", ErrorDetails.NONE, null))
                        : Mono.just("t"))
                .build();
        server.answer(request -> take(request.body()));

        List<TaskAddOutcome> outcomes = outage.tasks("j")
                .addAll(tasks(250), options().build())
                .collectList()
                .block(Duration.ofSeconds(30));

        assertThat(outcomes).hasSize(250).allMatch(outcome -> outcome.status() == Status.ADDED);
        assertThat(summary.get()).isEqualTo(new BulkSummary(250, 250, 0, 0, 0, 0));
    }

    @Test
    void addAll_noTokenAtAll_saysThatNothingWasSent() {
        BatchClient outage = Clients.builder(server)
                .tokenSupplier(
                        () -> Mono.error(new TransientAuthenticationException("Outage", ErrorDetails.NONE, null)))
                .build();

        assertThatThrownBy(() -> outage.tasks("j")
                        .addAll(tasks(250), options().maxAttempts(3).build())
                        .blockLast(Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(BulkAddException.class, error -> {
                    assertThat(error).hasCauseInstanceOf(TransientAuthenticationException.class);
                    assertThat(error.isTransient()).isTrue();
                });
        assertThat(summary.get().taken()).isEqualTo(summary.get().notSent()).isPositive();
    }

    @Test
    void addAll_timesWithoutEnd_areTaken() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        AtomicInteger rounds = new AtomicInteger();
        server.answer(
                request -> rounds.getAndIncrement() == 0 ? Reply.error(429, "TooManyRequests") : take(request.body()));
        BatchClient hasty = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .scheduler(new HastyTime())
                .attemptTimeout(forever)
                .timeout(forever)
                .jitter(() -> 0)
                .build();

        assertThat(hasty.tasks("j")
                        .addAll(
                                tasks(100),
                                options()
                                        .linger(forever)
                                        .maxRetryAfter(forever)
                                        .firstBackoff(forever)
                                        .build())
                        .count()
                        .block(Duration.ofSeconds(30)))
                .isEqualTo(100);
    }

    @Test
    void addAll_publisherThatIsSlow_isNotWaitedForLongerThanTheLinger() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        server.answer(request -> take(request.body()));
        Sinks.Many<TaskCreate> source = Sinks.many().unicast().onBackpressureBuffer();
        Queue<TaskAddOutcome> outcomes = new ConcurrentLinkedQueue<>();
        Disposable call = in(time).tasks("j")
                .addAll(
                        source.asFlux(),
                        options().linger(Duration.ofSeconds(10)).build())
                .subscribe(outcomes::add);

        source.tryEmitNext(task("a")).orThrow();
        time.advanceTimeBy(Duration.ofSeconds(4));
        source.tryEmitNext(task("b")).orThrow();
        assertThat(server.requests()).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(6));
        Waiting.until(() -> outcomes.size() == 2);

        assertThat(server.requests()).as("both in one collection").hasSize(1);
        call.dispose();
    }

    @Test
    void addAll_refusedWhileThePublisherIsSilent_endsAtOnce() {
        server.answers(Reply.error(404, "JobNotFound"));

        StepVerifier.create(client.tasks("j")
                        .addAll(
                                tasks(3).concatWith(Flux.never()),
                                options()
                                        .tasksPerRequest(3)
                                        .linger(Duration.ofMillis(1))
                                        .build()))
                .expectNextCount(3)
                .expectErrorSatisfies(error -> assertThat(error).hasCauseInstanceOf(BatchNotFoundException.class))
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void addAll_serviceThatAnswersNobodyAnyMore_endsTheCall() {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> rounds.getAndIncrement() < 3 ? take(request.body()) : Reply.reset());
        List<TaskAddOutcome> outcomes = new ArrayList<>();

        assertThatThrownBy(() -> client.tasks("j")
                        .addAll(tasks(100_000), options().maxAttempts(3).build())
                        .doOnNext(outcomes::add)
                        .blockLast(Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(BulkAddException.class, error -> {
                    assertThat(error).hasCauseInstanceOf(BatchTransportException.class);
                    assertThat(error.isTransient()).isTrue();
                    assertThat(error.summary().added()).isEqualTo(300);
                    assertThat(error.summary().unknown()).isPositive();
                });
        assertThat(outcomes).hasSize((int) summary.get().taken());
    }

    @Test
    void addAll_serviceThatCannotBeReached_saysThatNothingWasSent() {
        server.close();

        assertThatThrownBy(() -> add(tasks(250), options().maxAttempts(2))).isInstanceOf(BulkAddException.class);
        assertThat(summary.get().taken()).isEqualTo(summary.get().notSent()).isPositive();
    }

    @Test
    void addAll_everyTaskRefusedForWhatIsInIt_endsSoon() {
        server.answers(Reply.error(400, "InvalidRequestBody"));

        assertThatThrownBy(() -> add(tasks(10_000), options())).isInstanceOf(BulkAddException.class);
        assertThat(server.requests()).hasSizeLessThan(1000);
    }

    @Test
    void addAll_answerThatCannotBeRead_countsAsLost() {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> {
            Reply answer = take(request.body());
            return rounds.getAndIncrement() == 0 ? Reply.ok("{\"value\":[{") : answer;
        });

        assertThat(add(tasks(10), options())).allMatch(outcome -> outcome.status() == Status.ADDED);
    }

    @Test
    void addAll_jobThatEndedAfterALostAnswer_doesNotSayThatTheTaskIsNotThere() {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> rounds.getAndIncrement() == 0
                ? Reply.reset()
                : TaskBodies.answer(List.of(TaskBodies.result("t0", "clienterror", "JobCompleted"))));

        assertThat(add(tasks(1), options())).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
            assertThat(outcome.error().code()).isEqualTo("JobCompleted");
        });
    }

    @Test
    void addAll_tokensOfTheCallersOwnThatFail_endTheCallWithAnOutcomeForEachTask() {
        BatchClient own = Clients.builder(server)
                .tokenSupplier(() -> Mono.error(new IOException("no vault")))
                .build();
        List<TaskAddOutcome> outcomes = new ArrayList<>();

        assertThatThrownBy(() -> own.tasks("j")
                        .addAll(tasks(250), options().build())
                        .doOnNext(outcomes::add)
                        .blockLast(Duration.ofSeconds(30)))
                .isInstanceOf(BulkAddException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(outcomes)
                .hasSize((int) summary.get().taken())
                .allMatch(outcome -> outcome.status() == Status.NOT_SENT);
        assertThat(summary.get().notSent()).isEqualTo(summary.get().taken()).isPositive();
    }

    @Test
    void addAll_resultsThatSayLittle_areNotTakenForMore() {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> rounds.getAndIncrement() == 0
                ? TaskBodies.answer(List.of(
                        "null",
                        "{}",
                        "{\"taskId\":\"t0\",\"status\":\"clienterror\"}",
                        "{\"taskId\":\"t1\"}",
                        "{\"taskId\":\"t2\",\"status\":\"pondering\"}",
                        "{\"taskId\":\"T3\",\"status\":\"Success\"}"))
                : answer(TaskBodies.ids(request.body()), id -> id.equals("t1") ? "exists" : "success"));

        List<TaskAddOutcome> outcomes = add(tasks(4), options());

        assertThat(outcomes)
                .extracting(outcome -> outcome.taskId() + " " + outcome.status() + " " + outcome.attempts())
                .containsExactlyInAnyOrder("t0 REFUSED 1", "t1 ADDED 2", "t2 ADDED 2", "t3 ADDED 1");
        assertThat(summary.get()).isEqualTo(new BulkSummary(4, 3, 0, 1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 407, 413, 431})
    void addAll_refusedByStatusAfterALostAnswer_isUnknownUnlessItIsForTheTask(int status) {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> rounds.getAndIncrement() == 0 ? Reply.reset() : Reply.error(status, "No"));

        List<TaskAddOutcome> outcomes = add(tasks(1), options());

        assertThat(outcomes)
                .extracting(TaskAddOutcome::status)
                .containsExactly(status == 400 || status == 413 ? Status.REFUSED : Status.UNKNOWN);
    }

    @Test
    void addAll_cancelledWithOutcomesThatNobodyTook_countsThemAsAdded() {
        server.answer(request -> take(request.body()));

        StepVerifier.create(
                        client.tasks("j")
                                .addAll(tasks(100), options().concurrency(1).build()),
                        5)
                .expectNextCount(5)
                .thenCancel()
                .verify();

        assertThat(summary.get()).isEqualTo(new BulkSummary(100, 100, 0, 0, 0, 0));
    }

    @Test
    void addAll_cancelledWhileTheServiceThinks_closesTheConnectionAndTellsThatItIsUnknown() {
        server.answers(Reply.silence());
        Disposable call = client.tasks("j").addAll(tasks(40), options().build()).subscribe();
        Waiting.until(() -> server.requests().size() == 1);

        call.dispose();

        assertThat(summary.get()).isEqualTo(new BulkSummary(40, 0, 0, 0, 40, 0));
        Waiting.until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void addAll_cancelledWhileItWaitsToTryAgain_tellsWhatTheServiceSaid() {
        server.answer(request -> {
            List<String> ids = TaskBodies.ids(request.body());
            return TaskBodies.answer(List.of(
                    TaskBodies.result(ids.get(0), "success", null),
                    TaskBodies.result(ids.get(1), "servererror", "ServerBusy")));
        });

        StepVerifier.create(client.tasks("j")
                        .addAll(
                                tasks(3),
                                options().firstBackoff(Duration.ofMinutes(5)).build()))
                .expectNextCount(1)
                .thenCancel()
                .verify();

        assertThat(summary.get())
                .as("one taken, one failed, one without an answer")
                .isEqualTo(new BulkSummary(3, 1, 0, 1, 1, 0));
    }

    @Test
    void addAll_subscriberThatTakesItsTime_holdsUpThePublisher() {
        server.answer(request -> take(request.body()));
        AtomicInteger taken = new AtomicInteger();

        StepVerifier.create(
                        client.tasks("j")
                                .addAll(
                                        tasks(1_000_000).doOnNext(task -> taken.incrementAndGet()),
                                        options().concurrency(2).build()),
                        1)
                .expectNextCount(1)
                .then(() -> Waiting.until(() -> stored.size() == 200))
                .thenCancel()
                .verify();

        assertThat(taken).as("two under way, one cut, one that begins").hasValueLessThanOrEqualTo(302);
    }

    @Test
    void addAll_cancelled_saysWhatWasSent() {
        server.answer(request -> take(request.body()));

        StepVerifier.create(
                        client.tasks("j")
                                .addAll(
                                        tasks(Integer.MAX_VALUE),
                                        options().concurrency(1).build()),
                        5)
                .expectNextCount(5)
                .thenCancel()
                .verify();

        BulkSummary seen = summary.get();
        assertThat(seen.taken())
                .isEqualTo(seen.added() + seen.existed() + seen.refused() + seen.unknown() + seen.notSent());
        assertThat(seen.added()).isGreaterThanOrEqualTo(5);
        assertThat(seen.taken()).isLessThan(1000);
    }

    @Test
    void addAll_cancelled_sendsNothingThatTheSummaryDoesNotKnowOf() {
        server.answer(request -> take(request.body()));
        AtomicInteger outcomes = new AtomicInteger();
        Disposable call = client.tasks("j")
                .addAll(
                        tasks(50_000),
                        options()
                                .concurrency(4)
                                .onEnd(seen -> {
                                    Waiting.untilSteady(() -> server.requests().size());
                                    summary.set(seen);
                                })
                                .build())
                .subscribe(outcome -> outcomes.incrementAndGet());
        Waiting.until(() -> outcomes.get() > 0);

        call.dispose();

        assertThat(summary.get().added()).isPositive();
        assertThat((long) stored.size())
                .isLessThanOrEqualTo(summary.get().added() + summary.get().unknown());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void addAll_badTasksTogetherAtTheBeginning_areRefusedAloneAndTheRestIsAdded(int tasksPerRequest) {
        server.answer(request -> refuseBad(request.body()));

        List<TaskAddOutcome> outcomes =
                add(badAndGood(20, 1000), options().concurrency(1).tasksPerRequest(tasksPerRequest));

        assertThat(outcomes)
                .hasSize(1020)
                .allMatch(outcome ->
                        (outcome.status() == Status.REFUSED) == outcome.taskId().startsWith("bad"));
        assertThat(stored).hasSize(1000);
        assertThat(summary.get()).isEqualTo(new BulkSummary(1020, 1000, 0, 20, 0, 0));
    }

    @Test
    void addAll_badTasksInWholeCollectionsAfterGoodOnes_areRefusedAloneAndTheRestIsAdded() {
        server.answer(request -> refuseBad(request.body()));

        List<TaskAddOutcome> outcomes = add(tasks(100).concatWith(badAndGood(500, 900)), options());

        assertThat(outcomes)
                .filteredOn(outcome -> outcome.status() == Status.REFUSED)
                .hasSize(500);
        assertThat(summary.get()).isEqualTo(new BulkSummary(1500, 900, 100, 500, 0, 0));
    }

    @Test
    void addAll_tasksThatCannotBeWritten_areRefusedUnsentAndTheRestIsAdded() {
        server.answer(request -> take(request.body()));
        TaskCreate tooOld = TaskCreate.builder()
                .id("old")
                .commandLine("true")
                .authenticationTokenSettings(new AuthenticationTokenSettings(List.of(AccessScope.JOB)))
                .build();
        TaskCreate incomplete = TaskCreate.builder()
                .id("incomplete")
                .commandLine("true")
                .environmentSettings(List.of(new EnvironmentSetting(null, "v")))
                .build();
        BatchClient later = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .serviceVersion(ServiceVersion.V2025_06_01)
                .build();

        List<TaskAddOutcome> outcomes = later.tasks("j")
                .addAll(
                        Flux.concat(tasks(2), Flux.just(tooOld, incomplete), tasks(4).skip(2)),
                        options().tasksPerRequest(2).build())
                .collectList()
                .block(Duration.ofSeconds(30));

        assertThat(outcomes)
                .extracting(TaskAddOutcome::taskId)
                .containsExactlyInAnyOrder("t0", "t1", "old", "incomplete", "t2", "t3");
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.status() == Status.REFUSED)
                .allMatch(outcome -> outcome.attempts() == 0 && outcome.error().code() == null)
                .extracting(outcome -> outcome.error().message().value())
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason)
                                .contains("TaskCreate.authenticationTokenSettings", "2025-06-01 dropped it"),
                        reason -> assertThat(reason).contains("EnvironmentSetting.name", "was not set"));
        assertThat(stored).containsOnlyKeys("t0", "t1", "t2", "t3");
        assertThat(summary.get()).isEqualTo(new BulkSummary(6, 4, 0, 2, 0, 0));
        later.close().block();
    }

    @Test
    void addAll_moreTasksThatCannotBeWrittenThanPlaces_areAllRefused() {
        EnvironmentSetting nameless = new EnvironmentSetting(null, "v");
        Flux<TaskCreate> tasks = Flux.range(0, 1000)
                .map(i -> TaskCreate.builder()
                        .id("t" + i)
                        .commandLine("true")
                        .environmentSettings(List.of(nameless))
                        .build());

        assertThat(add(tasks, options())).hasSize(1000).allMatch(outcome -> outcome.status() == Status.REFUSED);
        assertThat(server.requests()).isEmpty();
        assertThat(summary.get()).isEqualTo(new BulkSummary(1000, 0, 0, 1000, 0, 0));
    }

    private static Flux<TaskCreate> badAndGood(int bad, int good) {
        return Flux.range(0, bad).map(i -> task("bad" + i)).concatWith(tasks(good));
    }

    private Reply refuseBad(String body) {
        return TaskBodies.ids(body).stream().anyMatch(id -> id.startsWith("bad"))
                ? Reply.error(400, "InvalidRequestBody")
                : take(body);
    }

    @Test
    void addAll_collectionThatTakesTheServiceAllItsTime_isNotCutShort() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        Sinks.Empty<Void> done = Sinks.empty();
        server.answer(request -> take(request.body()).after(done.asMono()));
        BatchClient patient = Clients.unhurried(server)
                .tokenSupplier(() -> Mono.just("t"))
                .scheduler(time)
                .build();

        StepVerifier.create(patient.tasks("j").addAll(tasks(3), options().build()))
                .expectSubscription()
                .then(() -> Waiting.until(() -> server.requests().size() == 1))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(120)))
                .then(done::tryEmitEmpty)
                .expectNextCount(3)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        assertThat(server.requests()).hasSize(1);
        assertThat(summary.get()).isEqualTo(new BulkSummary(3, 3, 0, 0, 0, 0));
        patient.close().block();
    }

    private BatchClient in(VirtualTimeScheduler time) {
        return Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .scheduler(time)
                .attemptTimeout(Duration.ofHours(1))
                .timeout(Duration.ofHours(2))
                .build();
    }

    private BulkOptions.Builder options() {
        return BulkOptions.builder().firstBackoff(Duration.ofMillis(1)).onEnd(summary::set);
    }

    private List<TaskAddOutcome> add(Flux<TaskCreate> tasks, BulkOptions.Builder options) {
        return client.tasks("j").addAll(tasks, options.build()).collectList().block(Duration.ofSeconds(30));
    }

    private static Flux<TaskCreate> tasks(int count) {
        return Flux.range(0, count).map(i -> task("t" + i));
    }

    private static TaskCreate task(String id) {
        return TaskCreate.builder().id(id).commandLine("true").build();
    }

    private Reply take(String body) {
        List<String> ids = TaskBodies.ids(body);
        sizes.add(ids.size());
        return answer(ids, id -> stored.putIfAbsent(id.toLowerCase(Locale.ROOT), 1) == null ? "success" : "exists");
    }

    private static Reply answer(List<String> ids, Function<String, String> status) {
        return TaskBodies.answer(ids.stream()
                .map(id -> {
                    String said = status.apply(id);
                    return switch (said.toLowerCase(Locale.ROOT)) {
                        case "success" -> TaskBodies.result(id, said, null);
                        case "exists" -> TaskBodies.result(id, "clienterror", "TaskExists");
                        default -> TaskBodies.result(id, said, "Refused");
                    };
                })
                .toList());
    }

    /** Answers when the signal comes, having given it first where that is asked for. */
    private static Reply after(Sinks.Empty<Void> give, Sinks.Empty<Void> wait, AtomicInteger inFlight, Reply reply) {
        if (give != null) {
            give.tryEmitEmpty();
        }
        return new Reply(response -> (wait == null ? Mono.<Void>empty() : wait.asMono()).then(Mono.defer(() -> {
            inFlight.decrementAndGet();
            return Mono.from(reply.send().apply(response));
        })));
    }
}
