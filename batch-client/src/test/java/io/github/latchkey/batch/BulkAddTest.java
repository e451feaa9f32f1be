package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import io.github.latchkey.batch.task.TaskCreate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@NullUnmarked // a null where none should be is a failed test
class BulkAddTest {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

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
        server.answer(request ->
                ids(request.body()).size() > 20 ? Reply.error(413, "RequestBodyTooLarge") : take(request.body()));

        List<TaskAddOutcome> outcomes = add(tasks(400), options().concurrency(1));

        assertThat(outcomes).hasSize(400).allMatch(outcome -> outcome.status() == Status.ADDED);
        assertThat(server.requests()).as("100, 50, 25 are refused once each").hasSizeLessThan(40);
    }

    @Test
    void addAll_oneTaskTooLarge_isRefusedAndTheRestIsAdded() {
        server.answer(request ->
                ids(request.body()).contains("t7") ? Reply.error(413, "RequestBodyTooLarge") : take(request.body()));

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
            return answer(ids(request.body()), id -> first && id.endsWith("3") ? "ServerError" : "Success");
        });

        List<TaskAddOutcome> outcomes = add(tasks(50), options());

        assertThat(outcomes).hasSize(50).allMatch(outcome -> outcome.status() == Status.ADDED);
        assertThat(ids(server.requests().get(1).body())).containsExactly("t3", "t13", "t23", "t33", "t43");
        assertThat(outcomes).filteredOn(outcome -> outcome.attempts() == 2).hasSize(5);
    }

    @Test
    void addAll_clientErrors_areNotSentAgain() {
        server.answer(request -> answer(ids(request.body()), id -> id.equals("t1") ? "ClientError" : "success"));

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
    void addAll_throttled_waitsAsAskedAndSlowsDown() {
        AtomicInteger rounds = new AtomicInteger();
        server.answer(request -> rounds.getAndIncrement() < 3
                ? Reply.error(429, "TooManyRequests").header("Retry-After", "0")
                : take(request.body()));

        List<TaskAddOutcome> outcomes = add(tasks(1000), options());

        assertThat(outcomes).hasSize(1000).allMatch(outcome -> outcome.status() == Status.ADDED);
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

    private static List<String> ids(String body) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(body);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    private Reply take(String body) {
        List<String> ids = ids(body);
        sizes.add(ids.size());
        return answer(ids, id -> stored.putIfAbsent(id.toLowerCase(Locale.ROOT), 1) == null ? "success" : "exists");
    }

    private static Reply answer(List<String> ids, Function<String, String> status) {
        StringBuilder text = new StringBuilder("{\"value\":[");
        for (String id : ids) {
            String said = status.apply(id);
            text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
                    .append("{\"taskId\":\"")
                    .append(id)
                    .append("\",\"status\":\"")
                    .append(said.equals("exists") ? "clienterror" : said)
                    .append('"');
            if (said.equals("exists")) {
                text.append(",\"error\":{\"code\":\"TaskExists\"}");
            } else if (!said.equalsIgnoreCase("success")) {
                text.append(",\"error\":{\"code\":\"Refused\"}");
            }
            text.append('}');
        }
        return Reply.ok(text.append("]}").toString());
    }
}
