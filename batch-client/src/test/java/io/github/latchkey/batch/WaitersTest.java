package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.JobProgress;
import io.github.latchkey.batch.job.JobState;
import io.github.latchkey.batch.model.TaskState;
import io.github.latchkey.batch.node.ComputeNode;
import io.github.latchkey.batch.pool.AllocationState;
import io.github.latchkey.batch.pool.Pool;
import io.github.latchkey.batch.task.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

/** Waiters ask over a real socket; only the waits between the questions are over at once. */
@NullUnmarked // a null where none should be is a failed test
class WaitersTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Polling DEFAULTS = Polling.defaults();

    private final ScriptedServer server = new ScriptedServer();
    private final HastyTime time = new HastyTime();
    private final BatchClient client = Clients.builder(server)
            .tokenSupplier(() -> Mono.just("t"))
            .scheduler(time)
            .httpClient(HttpClient.newConnection()) // an open connection is one in use
            .timeout(Duration.ofDays(100))
            .attemptTimeout(Duration.ofDays(100))
            .maxAttempts(1)
            .build();

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    // --- what a good end looks like

    @Test
    void awaitCompleted_ofAJob_emitsEachAnswerAndEndsWithTheLast() {
        server.answers(job("active"), job("terminating"), job("completed"), job("deleting"));

        assertThat(client.jobs()
                        .awaitCompleted("j", DEFAULTS)
                        .map(job -> job.state().value())
                        .collectList()
                        .block(SOON))
                .containsExactly("active", "terminating", "completed");
        assertThat(server.requests()).hasSize(3);
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(1500));
    }

    @Test
    void awaitCompleted_ofATask_emitsItsWay() {
        server.answers(
                task("active", ""),
                job("active"),
                task("running", ""),
                task("completed", "\"result\":\"success\",\"exitCode\":0"));

        assertThat(client.tasks("j")
                        .awaitCompleted("t", DEFAULTS)
                        .map(Task::state)
                        .collectList()
                        .block(SOON))
                .containsExactly(TaskState.ACTIVE, TaskState.RUNNING, TaskState.COMPLETED);
    }

    @Test
    void awaitCompleted_ofATaskThatRanWhileItsJobEnded_hasItsOwnEnd() {
        server.answers(
                task("active", ""),
                ended("AllTasksComplete"),
                task("completed", "\"result\":\"success\",\"exitCode\":0"));

        assertThat(client.tasks("j")
                        .awaitCompleted("t", DEFAULTS)
                        .blockLast(SOON)
                        .state())
                .isEqualTo(TaskState.COMPLETED);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void awaitSteady_ofAPool_emitsItsWay() {
        server.answers(pool("active", "resizing", ""), pool("active", "steady", ""));

        assertThat(client.pools()
                        .awaitSteady("p", DEFAULTS)
                        .map(Pool::allocationState)
                        .collectList()
                        .block(SOON))
                .containsExactly(AllocationState.RESIZING, AllocationState.STEADY);
    }

    @Test
    void awaitReady_enoughNodesAtOnce_asksNoPool() {
        server.answers(nodes("creating", "creating"), nodes("idle", "starting"), nodes("idle", "running"));

        List<List<ComputeNode>> seen =
                client.nodes("p").awaitReady(2, DEFAULTS).collectList().block(SOON);

        assertThat(seen).hasSize(3);
        assertThat(server.requests()).allMatch(request -> request.path().equals("/pools/p/nodes"));
    }

    @Test
    void awaitIdle_nodesThatRun_areWaitedForToo() {
        server.answers(nodes("running", "running"), nodes("idle", "running"), nodes("idle", "idle"));

        assertThat(client.nodes("p").awaitIdle(2, DEFAULTS).collectList().block(SOON))
                .hasSize(3);
        assertThat(server.requests()).allMatch(request -> request.path().equals("/pools/p/nodes"));
    }

    @Test
    void awaitReady_brokenNodeBesideEnoughOthers_isNoReasonToGiveUp() {
        server.answers(nodes("unusable", "starting", "idle"), nodes("unusable", "idle", "idle"));

        assertThat(client.nodes("p").awaitReady(2, DEFAULTS).blockLast(SOON)).hasSize(3);
    }

    @Test
    void awaitReady_brokenNodeInAPoolThatGrows_waitsForOthers() {
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> request.path().equals("/pools/p")
                ? pool("active", "resizing", "")
                : round.getAndIncrement() == 0 ? nodes("unusable") : nodes("unusable", "idle"));

        assertThat(client.nodes("p").awaitReady(1, DEFAULTS).blockLast(SOON)).hasSize(2);
    }

    @Test
    void awaitTasks_countsThatLag_areCheckedAgainstTheList() {
        AtomicInteger lists = new AtomicInteger();
        server.answer(request -> switch (request.path()) {
            case "/jobs/j" -> job("active");
            case "/jobs/j/taskcounts" -> counts(0, 0, 3, 1);
            default ->
                lists.getAndIncrement() == 0 ? Reply.ok("{\"value\":[{\"id\":\"late\"}]}") : Reply.ok("{\"value\":[]}");
        });

        List<JobProgress> seen =
                client.jobs().awaitTasks("j", DEFAULTS).collectList().block(SOON);

        assertThat(seen).extracting(JobProgress::finished).containsExactly(false, true);
        assertThat(seen.get(1).completed()).isEqualTo(4);
        assertThat(seen.get(1).failed()).isEqualTo(1);
    }

    @Test
    void awaitTasks_jobThatEndsBeforeItsTasks_endsWithoutBeingFinished() {
        server.answer(request -> request.path().equals("/jobs/j") ? job("completed") : counts(2, 0, 1, 0));

        JobProgress last = client.jobs().awaitTasks("j", DEFAULTS).blockLast(SOON);

        assertThat(last.finished()).isFalse();
        assertThat(last.state()).isEqualTo(JobState.COMPLETED);
        assertThat(last.total()).isEqualTo(3);
    }

    @Test
    void awaitSteady_evaluationsThatDoNotCount_areNoFailure() {
        server.answers(
                pool("active", "resizing", evaluation("2026-01-01T00:00:01Z", "the formula is wrong")),
                pool(
                        "active",
                        "steady",
                        "\"lastModified\":\"2026-01-01T00:00:02Z\","
                                + evaluation("2026-01-01T00:00:01Z", "it was wrong before the change")));
        assertThat(client.pools().awaitSteady("p", DEFAULTS).collectList().block(SOON))
                .hasSize(2);

        server.answers(pool(
                "active",
                "steady",
                "\"enableAutoScale\":false," + evaluation("2026-01-01T00:00:01Z", "nobody asks it any more")));
        assertThat(client.pools().awaitSteady("p", DEFAULTS).collectList().block(SOON))
                .hasSize(1);
    }

    // --- what will not come

    static Stream<Arguments> failures() {
        String quota = "\"resizeErrors\":[{\"code\":\"AccountCoreQuotaReached\",\"message\":\"no cores\"},"
                + "{\"code\":\"AllocationTimedout\",\"message\":\"too late\"}]";
        return Stream.of(
                failure(
                        "a job that is being deleted",
                        client -> client.jobs().awaitCompleted("j", DEFAULTS),
                        null,
                        "Job j is being deleted.",
                        job("active"),
                        job("deleting")),
                failure(
                        "a job that could not be scheduled",
                        client -> client.jobs().awaitCompleted("j", DEFAULTS),
                        "AutoPoolCreationFailedWithQuotaReached",
                        "Job j could not be scheduled: AutoPoolCreationFailedWithQuotaReached, too many pools.",
                        job("active"),
                        unscheduled()),
                failure(
                        "a job that ended for a task",
                        client -> client.jobs().awaitCompleted("j", DEFAULTS),
                        "TaskFailed",
                        "Job j ended because a task failed.",
                        ended("TaskFailed")),
                failure(
                        "a job whose time was over",
                        client -> client.jobs().awaitCompleted("j", DEFAULTS),
                        "MaxWallClockTimeExpiry",
                        "Job j ended because its time was over.",
                        ended("MaxWallClockTimeExpiry")),
                failure(
                        "tasks of a job that is being deleted",
                        client -> client.jobs().awaitTasks("j", DEFAULTS),
                        null,
                        "Job j is being deleted.",
                        job("deleting")),
                failure(
                        "a task that failed",
                        client -> client.tasks("j").awaitCompleted("t", DEFAULTS),
                        "FailureExitCode",
                        "Task t failed with exit code 3: FailureExitCode, the program ended badly.",
                        task("running", ""),
                        task(
                                "completed",
                                "\"result\":\"FAILURE\",\"exitCode\":3,\"failureInfo\":{\"category\":\"usererror\","
                                        + "\"code\":\"FailureExitCode\",\"message\":\"the program ended badly\"}")),
                failure(
                        "a task that could not be started",
                        client -> client.tasks("j").awaitCompleted("t", DEFAULTS),
                        "ResourceContainerAccessDenied",
                        "Task t failed: ResourceContainerAccessDenied, no access.",
                        task(
                                "completed",
                                "\"failureInfo\":{\"category\":\"UserError\",\"code\":\"ResourceContainerAccessDenied\",\"message\":\"no"
                                        + " access\"}")),
                failure(
                        "a task without a reason",
                        client -> client.tasks("j").awaitCompleted("t", DEFAULTS),
                        null,
                        "Task t failed with exit code 9: no reason given.",
                        task("completed", "\"result\":\"failure\",\"exitCode\":9")),
                failure(
                        "a task whose job was terminated first",
                        client -> client.tasks("j").awaitCompleted("t", DEFAULTS),
                        "UserTerminate",
                        "Task t will not run: job j has ended, UserTerminate.",
                        task("active", ""),
                        job("terminating"),
                        task("active", ""),
                        ended("UserTerminate"),
                        task("active", "")),
                failure(
                        "a task whose job could not be scheduled",
                        client -> client.tasks("j").awaitCompleted("t", DEFAULTS),
                        "AutoPoolCreationFailedWithQuotaReached",
                        "Task t will not run: job j could not be scheduled: AutoPoolCreationFailedWithQuotaReached,"
                                + " too many pools.",
                        task("active", ""),
                        unscheduled(),
                        task("active", "")),
                failure(
                        "a task whose job is being deleted",
                        client -> client.tasks("j").awaitCompleted("t", DEFAULTS),
                        null,
                        "Task t will not run: job j is being deleted.",
                        task("active", ""),
                        job("deleting"),
                        task("active", "")),
                failure(
                        "a pool that is being deleted",
                        client -> client.pools().awaitSteady("p", DEFAULTS),
                        null,
                        "Pool p is being deleted.",
                        pool("active", "resizing", ""),
                        pool("deleting", "resizing", "")),
                failure(
                        "a pool without quota",
                        client -> client.pools().awaitSteady("p", DEFAULTS),
                        "AccountCoreQuotaReached",
                        "The resize of pool p fell short: AccountCoreQuotaReached, no cores; AllocationTimedout, too"
                                + " late.",
                        pool("active", "resizing", quota),
                        pool("active", "steady", quota)),
                failure(
                        "a pool whose formula fails",
                        client -> client.pools().awaitSteady("p", DEFAULTS),
                        "InsufficientSampleData",
                        "The autoscale formula of pool p could not be evaluated: InsufficientSampleData, too few"
                                + " samples.",
                        pool("active", "resizing", ""),
                        failing()),
                failure(
                        "nodes of a pool whose formula fails",
                        client -> client.nodes("p").awaitReady(1, DEFAULTS),
                        "InsufficientSampleData",
                        "The autoscale formula of pool p could not be evaluated: InsufficientSampleData, too few"
                                + " samples.",
                        nodes(),
                        failing()),
                failure(
                        "idle nodes of a pool without quota",
                        client -> client.nodes("p").awaitIdle(2, DEFAULTS),
                        "AccountCoreQuotaReached",
                        "The resize of pool p fell short: AccountCoreQuotaReached, no cores; AllocationTimedout, too"
                                + " late.",
                        nodes("running", "idle"),
                        nodes("idle"),
                        pool("active", "steady", quota)),
                failure(
                        "idle nodes beside one that is unusable",
                        client -> client.nodes("p").awaitIdle(2, DEFAULTS),
                        "VMAgentFault",
                        "Node n0 is unusable: VMAgentFault, it does not answer.",
                        nodes("unusable", "idle"),
                        pool("active", "steady", "")),
                failure(
                        "nodes of a pool without quota",
                        client -> client.nodes("p").awaitReady(2, DEFAULTS),
                        "AccountCoreQuotaReached",
                        "The resize of pool p fell short: AccountCoreQuotaReached, no cores; AllocationTimedout, too"
                                + " late.",
                        nodes("idle"),
                        pool("active", "steady", quota)),
                failure(
                        "nodes of a pool that is being deleted",
                        client -> client.nodes("p").awaitReady(2, DEFAULTS),
                        null,
                        "Pool p is being deleted.",
                        nodes("leavingpool", "leavingpool"),
                        pool("deleting", "resizing", "")),
                failure(
                        "a node that is unusable",
                        client -> client.nodes("p").awaitReady(2, DEFAULTS),
                        "VMAgentFault",
                        "Node n0 is unusable: VMAgentFault, it does not answer.",
                        nodes("unusable", "idle"),
                        pool("active", "steady", "")),
                failure(
                        "a node whose start task failed",
                        client -> client.nodes("p").awaitReady(1, DEFAULTS),
                        "FailureExitCode",
                        "Node n0 is starttaskfailed: FailureExitCode, it ended badly.",
                        nodes("starttaskfailed"),
                        pool("active", "steady", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failure_isToldWithTheReasonOfTheService(
            String what, Function<BatchClient, Publisher<?>> wait, String code, String message, List<Reply> replies) {
        server.answers(replies.toArray(Reply[]::new));

        assertThatThrownBy(() -> Flux.from(wait.apply(client)).blockLast(SOON))
                .isInstanceOfSatisfying(BatchWaitException.class, error -> {
                    assertThat(error.code().orElse(null)).isEqualTo(code);
                    assertThat(error.isTransient()).isFalse();
                    assertThat(error.mayHaveActed()).isFalse();
                })
                .hasMessage(message);
        assertThat(server.requests()).hasSize(replies.size());
    }

    static Stream<Arguments> waiters() {
        return Stream.of(
                waiter("job", client -> client.jobs().awaitCompleted("j", DEFAULTS), job("active")),
                waiter("task", client -> client.tasks("j").awaitCompleted("t", DEFAULTS), task("running", "")),
                waiter("pool", client -> client.pools().awaitSteady("p", DEFAULTS), pool("active", "resizing", "")),
                waiter("idle nodes", client -> client.nodes("p").awaitIdle(1, DEFAULTS), nodes("running")),
                waiter("nodes", client -> client.nodes("p").awaitReady(1, DEFAULTS), nodes("starting")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waiters")
    void gone_meanwhile_isNotFound(String what, Function<BatchClient, Publisher<?>> wait, Reply notYet) {
        server.answers(notYet, notYet, Reply.error(404, "NotFound"));

        StepVerifier.create(wait.apply(client))
                .expectNextCount(2)
                .expectError(BatchNotFoundException.class)
                .verify(SOON);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waiters")
    void cancelled_whileAQuestionIsAsked_closesItsConnection(
            String what, Function<BatchClient, Publisher<?>> wait, Reply notYet) {
        server.answers(notYet, Reply.silence());
        Disposable waiting = Flux.from(wait.apply(client)).subscribe();
        Waiting.until(() -> server.requests().size() == 2);

        waiting.dispose();

        Waiting.until(() -> server.connectionsOpen() == 0);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waiters")
    void demand_isRespected_questionsAreAskedWhenAnAnswerIsRequested(
            String what, Function<BatchClient, Publisher<?>> wait, Reply notYet) {
        server.answers(notYet);

        StepVerifier.create(Flux.from(wait.apply(client)), 0)
                .expectSubscription()
                .then(() -> assertThat(server.requests()).isEmpty())
                .thenRequest(1)
                .expectNextCount(1)
                // The next question would have been asked at once: its wait is over as soon as it begins.
                .then(() -> Waiting.until(() -> time.waits().size() == 1))
                .then(() -> assertThat(server.requests()).hasSize(1))
                .thenRequest(2)
                .expectNextCount(2)
                .then(() -> assertThat(server.requests()).hasSize(3))
                .thenCancel()
                .verify(SOON);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waiters")
    void failuresThatMayPass_areSurvived(String what, Function<BatchClient, Publisher<?>> wait, Reply notYet) {
        server.answers(
                notYet,
                Reply.error(503, "ServerBusy"),
                Reply.reset(),
                Reply.error(429, "TooManyRequests"),
                notYet,
                Reply.error(403, "InsufficientAccountPermissions"));

        StepVerifier.create(wait.apply(client))
                .expectNextCount(2)
                .expectError(BatchPermissionException.class)
                .verify(SOON);
        assertThat(server.requests()).hasSize(6);
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                question("job", (client, polling) -> client.jobs().awaitCompleted("j", polling), 1),
                question("tasks of a job", (client, polling) -> client.jobs().awaitTasks("j", polling), 3),
                question("task", (client, polling) -> client.tasks("j").awaitCompleted("t", polling), 2),
                question("pool", (client, polling) -> client.pools().awaitSteady("p", polling), 1),
                question("nodes", (client, polling) -> client.nodes("p").awaitReady(1, polling), 2),
                question(
                        "file",
                        (client, polling) -> client.files().ofTask("j", "t").follow("f", polling),
                        4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void question_hasTheOptionsOfThePolling(
            String what, BiFunction<BatchClient, Polling, Publisher<?>> wait, int requests) {
        String id = "11111111-2222-3333-4444-555555555555";
        Polling polling = Polling.builder()
                .question(RequestOptions.builder()
                        .serverTimeout(Duration.ofSeconds(7))
                        .clientRequestId(id)
                        .build())
                .build();
        server.answer(request -> switch (request.path()) {
            case "/jobs/j" -> job("active");
            case "/jobs/j/taskcounts" -> counts(0, 0, 1, 0);
            case "/jobs/j/tasks" -> Reply.ok("{\"value\":[{\"id\":\"t\"}]}");
            case "/jobs/j/tasks/t" -> task("active", "");
            case "/pools/p" -> pool("active", "resizing", "");
            case "/pools/p/nodes" -> nodes();
            default -> Reply.text(200, "text/plain", "x").header("Content-Length", "1");
        });

        Flux.from(wait.apply(client, polling)).blockFirst(SOON);

        assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(requests).allSatisfy(request -> {
            assertThat(request.header("client-request-id")).isEqualTo(id);
            assertThat(request.uri()).contains("timeout=7");
        });
    }

    // --- time

    @Test
    void waits_growByHalfUpToTheLongest() {
        server.answers(job("active"));

        client.jobs().awaitCompleted("j", DEFAULTS).take(12).blockLast(SOON);

        List<Long> millis =
                time.waits().stream().map(Duration::toMillis).limit(11).toList();
        assertThat(millis)
                .containsExactly(1000L, 1500L, 2250L, 3375L, 5062L, 7593L, 11390L, 15000L, 15000L, 15000L, 15000L);
    }

    @Test
    void timeout_endsTheWait() {
        AtomicInteger round = new AtomicInteger();
        // One more question may be on its way when the time is over.
        server.answer(request -> round.getAndIncrement() < 18 ? job("active") : Reply.silence());
        Polling day = Polling.builder()
                .interval(Duration.ofMinutes(10), Duration.ofMinutes(10))
                .timeout(Duration.ofHours(3))
                .build();

        assertThatThrownBy(() -> client.jobs().awaitCompleted("j", day).blockLast(SOON))
                .isInstanceOfSatisfying(
                        BatchTimeoutException.class,
                        error -> assertThat(error.mayHaveActed()).isFalse())
                .hasMessage("The end of job j did not come within PT3H.");
        Waiting.until(() -> server.connectionsOpen() == 0);
        assertThat(server.requests()).hasSizeBetween(18, 19);
    }

    @Test
    void outage_thatLastsTooLong_endsTheWaitWithItsFailure() {
        Polling polling = Polling.builder()
                .interval(Duration.ofMinutes(1), Duration.ofMinutes(1))
                .outage(Duration.ofMinutes(5))
                .build();
        AtomicInteger round = new AtomicInteger();
        server.answer(request -> round.getAndIncrement() == 4 ? job("active") : Reply.error(500, "InternalError"));

        StepVerifier.create(client.jobs().awaitCompleted("j", polling))
                .expectNextCount(1)
                .expectError(BatchServiceFaultException.class)
                .verify(SOON);
        assertThat(server.requests()).as("four, an answer, then minutes 0 to 5").hasSize(4 + 1 + 6);
    }

    @Test
    void outage_ofZero_endsTheWaitAtOnce() {
        server.answers(Reply.error(503, "ServerBusy"));
        Polling strict = Polling.builder().outage(Duration.ZERO).build();

        assertThatThrownBy(() -> client.pools().awaitSteady("p", strict).blockLast(SOON))
                .isInstanceOf(BatchThrottledException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void subscribedTwice_asksAnew() {
        server.answers(job("completed"));
        Flux<?> wait = client.jobs().awaitCompleted("j", DEFAULTS);

        wait.blockLast(SOON);
        wait.blockLast(SOON);

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> Polling.builder().interval(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> Polling.builder().interval(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> Polling.builder().timeout(Duration.ZERO)).isInstanceOf(InvalidOptionException.class);
        for (RequestOptions.Builder other : List.of(
                RequestOptions.builder().select("id"),
                RequestOptions.builder().expand("stats"),
                RequestOptions.builder().force(true),
                RequestOptions.builder().conditions(Conditions.ifMatch("0x1")))) {
            assertThatThrownBy(() -> Polling.builder().question(other.build()))
                    .isInstanceOf(InvalidOptionException.class);
        }
        assertThatThrownBy(() -> Polling.builder().outage(Duration.ofNanos(-1)))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> client.nodes("p").awaitReady(0, DEFAULTS)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> client.nodes("p").awaitIdle(0, DEFAULTS)).isInstanceOf(InvalidOptionException.class);
    }

    private static Arguments failure(
            String what, Function<BatchClient, Publisher<?>> wait, String code, String message, Reply... replies) {
        return Arguments.of(what, wait, code, message, Arrays.asList(replies));
    }

    private static Arguments waiter(String what, Function<BatchClient, Publisher<?>> wait, Reply notYet) {
        return Arguments.of(what, wait, notYet);
    }

    private static Arguments question(String what, BiFunction<BatchClient, Polling, Publisher<?>> wait, int requests) {
        return Arguments.of(what, wait, requests);
    }

    private static Reply job(String state) {
        return Reply.ok("{\"id\":\"j\",\"state\":\"" + state + "\",\"executionInfo\":{\"poolId\":\"p\"}}");
    }

    private static Reply ended(String reason) {
        return Reply.ok(
                "{\"id\":\"j\",\"state\":\"completed\",\"executionInfo\":{\"terminateReason\":\"" + reason + "\"}}");
    }

    private static Reply unscheduled() {
        return Reply.ok("{\"id\":\"j\",\"state\":\"completed\",\"executionInfo\":{\"schedulingError\":"
                + "{\"category\":\"UserError\",\"code\":\"AutoPoolCreationFailedWithQuotaReached\","
                + "\"message\":\"too many pools\"}}}");
    }

    private static Reply task(String state, String info) {
        return Reply.ok("{\"id\":\"t\",\"state\":\"" + state + "\",\"executionInfo\":{" + info + "}}");
    }

    private static Reply pool(String state, String allocation, String more) {
        return Reply.ok("{\"id\":\"p\",\"state\":\"" + state + "\",\"allocationState\":\"" + allocation + "\""
                + (more.isEmpty() ? "" : ",") + more + "}");
    }

    /** A steady pool whose formula could not be evaluated since it was changed last. */
    private static Reply failing() {
        return pool(
                "active",
                "steady",
                "\"enableAutoScale\":true,\"lastModified\":\"2026-01-01T00:00:01Z\","
                        + evaluation("2026-01-01T00:00:02.5Z", "too few samples"));
    }

    private static String evaluation(String time, String reason) {
        return "\"autoScaleRun\":{\"timestamp\":\"" + time
                + "\",\"error\":{\"code\":\"InsufficientSampleData\",\"message\":\"" + reason + "\"}}";
    }

    private static Reply counts(int active, int running, int succeeded, int failed) {
        return Reply.ok("{\"taskCounts\":{\"active\":" + active + ",\"running\":" + running + ",\"completed\":"
                + (succeeded + failed) + ",\"succeeded\":" + succeeded + ",\"failed\":" + failed + "}}");
    }

    private static Reply nodes(String... states) {
        StringBuilder text = new StringBuilder("{\"value\":[");
        for (int i = 0; i < states.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"n")
                    .append(i)
                    .append("\",\"state\":\"")
                    .append(states[i]);
            text.append(
                    switch (states[i]) {
                        case "unusable" ->
                            "\",\"errors\":[{\"code\":\"VMAgentFault\",\"message\":\"it does not answer\"}]}";
                        case "starttaskfailed" ->
                            "\",\"startTaskInfo\":{\"state\":\"completed\",\"failureInfo\":{\"category\":\"UserError\","
                                    + "\"code\":\"FailureExitCode\",\"message\":\"it ended badly\"}}}";
                        default -> "\"}";
                    });
        }
        return Reply.ok(text.append("]}").toString());
    }
}
