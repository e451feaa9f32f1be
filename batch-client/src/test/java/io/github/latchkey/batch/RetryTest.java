package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.JobPatch;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.pool.PoolResize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

@NullUnmarked // a null where none should be is a failed test
class RetryTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.of(server);

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void read_transientStatus_isTriedAgainUnderTheSameId(int status) {
        server.answers(Reply.error(status, "Busy"), Reply.error(status, "Busy"), Reply.ok("{\"id\":\"j\"}"));

        assertThat(client.jobs().get("j").block().id()).isEqualTo("j");
        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().stream()
                        .map(r -> r.header("client-request-id"))
                        .distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 409, 412, 501, 505})
    void read_permanentStatus_isTriedOnce(int status) {
        server.answers(Reply.error(status, "No"));

        assertThatThrownBy(() -> client.jobs().get("j").block()).isInstanceOf(BatchServiceException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void attempts_areBounded() {
        server.answers(Reply.error(503, "ServerBusy"));

        assertThatThrownBy(() -> client.jobs().get("j").block()).hasMessageContaining("at attempt 5");
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void callsOwnOptions_goBeforeTheClients() {
        server.answers(Reply.error(503, "ServerBusy"));

        RequestOptions once = RequestOptions.builder().maxAttempts(1).build();
        assertThatThrownBy(() -> client.jobs().get("j", once).block()).isInstanceOf(BatchThrottledException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "99999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void retryAfter_thatDoesNotFitIntoTheTime_isNotWaitedFor(String retryAfter) {
        server.answers(Reply.error(429, "TooManyRequests").header("Retry-After", retryAfter));

        assertThatThrownBy(() -> client.jobs().get("j").block(Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        BatchThrottledException.class,
                        error -> assertThat(error.retryAfter().orElseThrow())
                                .isGreaterThanOrEqualTo(Duration.ofHours(1)));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void create_answerLostThenExists_countsAsDone() {
        server.answers(Reply.reset(), Reply.error(409, "JobExists"));

        Receipt receipt = create().block();

        assertThat(receipt.replayed()).isTrue();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void create_existsAtOnce_isAConflict() {
        server.answers(Reply.error(409, "JobExists"));

        assertThatThrownBy(() -> create().block()).isInstanceOf(BatchConflictException.class);
    }

    @Test
    void create_existsAfterATryThatSurelyDidNothing_isAConflict() {
        server.answers(Reply.error(503, "ServerBusy"), Reply.error(409, "JobExists"));

        assertThatThrownBy(() -> create().block()).isInstanceOf(BatchConflictException.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void delete_answerLostThenGone_countsAsDone() {
        server.answers(Reply.error(500, "InternalError"), Reply.error(404, "JobNotFound"));

        assertThat(client.jobs().delete("j").block().replayed()).isTrue();
    }

    @Test
    void delete_goneAtOnce_isNotFound() {
        server.answers(Reply.error(404, "JobNotFound"));

        assertThatThrownBy(() -> client.jobs().delete("j").block()).isInstanceOf(BatchNotFoundException.class);
    }

    @Test
    void reboot_answerLost_isNeverSentAgain() {
        server.answers(Reply.reset());

        assertThatThrownBy(() -> client.nodes("p").reboot("n", null).block())
                .isInstanceOfSatisfying(
                        BatchTransportException.class,
                        error -> assertThat(error.mayHaveActed()).isTrue());
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void resize_serverFailed_isNeverSentAgain() {
        server.answers(Reply.error(500, "InternalError"));

        assertThatThrownBy(() -> client.pools()
                        .resize(
                                "p",
                                PoolResize.builder().targetDedicatedNodes(1).build())
                        .block())
                .isInstanceOf(BatchServiceFaultException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void resize_throttled_isSentAgain() {
        server.answers(Reply.error(429, "TooManyRequests"), Reply.status(202));

        client.pools()
                .resize("p", PoolResize.builder().targetDedicatedNodes(1).build())
                .block();

        assertThat(server.requests()).hasSize(2);
    }

    /** The last one has a code, but it is none of the service, which gives every request its id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Service Unavailable</body></html>",
                "{\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"no upstream\"}}"
            })
    void resize_refusedBySomethingInFrontOfTheService_isNeverSentAgain(String body) {
        for (int status : new int[] {408, 429, 503}) {
            int before = server.requests().size();
            server.answers(Reply.text(status, "text/html", body).header("Retry-After", "0"), Reply.status(202));

            assertThatThrownBy(() -> client.pools()
                            .resize(
                                    "p",
                                    PoolResize.builder().targetDedicatedNodes(1).build())
                            .block())
                    .isInstanceOfSatisfying(BatchServiceException.class, error -> {
                        assertThat(error.status()).isEqualTo(status);
                        assertThat(error.mayHaveActed()).isTrue();
                        assertThat(error.isTransient()).isTrue();
                    });
            assertThat(server.requests()).hasSize(before + 1);
        }
    }

    @Test
    void create_refusedBySomethingInFrontOfTheServiceThenExists_countsAsDone() {
        server.answers(Reply.text(503, "text/html", "<html>"), Reply.error(409, "JobExists"));

        assertThat(create().block().replayed()).isTrue();
    }

    @Test
    void conditionalWrite_answerLost_isNotSentAgain() {
        server.answers(Reply.reset());

        assertThatThrownBy(() -> client.jobs()
                        .patch(
                                "j",
                                JobPatch.builder().priority(1).build(),
                                RequestOptions.when(Conditions.ifMatch("0x1")))
                        .block())
                .isInstanceOf(BatchTransportException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void list_pageFailsBeforeItsFirstElement_isAskedForAgain() {
        server.answers(
                Reply.ok("{\"value\":[{\"id\":\"a\"}],\"odata.nextLink\":\"" + server.url() + "/jobs?x=1\"}"),
                Reply.error(503, "ServerBusy"),
                Reply.ok("{\"value\":[{\"id\":\"b\"}]}"));

        assertThat(client.jobs().list().map(Job::id).collectList().block()).containsExactly("a", "b");
        assertThat(server.requests().get(2).uri()).isEqualTo("/jobs?x=1");
    }

    @Test
    void list_pageBreaksAfterAnElement_tellsWhereToGoOn() {
        String second = server.url() + "/jobs?$skiptoken=2";
        server.answers(
                Reply.ok("{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"odata.nextLink\":\"" + second + "\"}"),
                Reply.broken(200, "{\"value\":[{\"id\":\"c\"},{\"id\":\"d\"},{\"id\":"),
                Reply.ok("{\"value\":[{\"id\":\"c\"},{\"id\":\"d\"},{\"id\":\"e\"}]}"));
        List<String> seen = new ArrayList<>();
        AtomicReference<BatchListException> broken = new AtomicReference<>();

        client.jobs()
                .list()
                .onErrorResume(BatchListException.class, failure -> {
                    broken.set(failure);
                    return client.jobs()
                            .list(ListOptions.builder()
                                    .continueFrom(failure.continueFrom().orElseThrow())
                                    .build())
                            .skip(failure.delivered());
                })
                .doOnNext(job -> seen.add(job.id()))
                .blockLast(Duration.ofSeconds(20));

        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
        assertThat(broken.get()).hasCauseInstanceOf(BatchTransportException.class);
        assertThat(broken.get().continueFrom()).contains(second);
        assertThat(broken.get().delivered()).isEqualTo(2);
        assertThat(broken.get().isTransient()).isTrue();
        assertThat(broken.get().mayHaveActed()).isFalse();
    }

    @Test
    void list_firstPageBreaksAfterAnElement_hasNoLink() {
        server.answers(Reply.broken(200, "{\"value\":[{\"id\":\"a\"},"));

        StepVerifier.create(client.jobs().list().map(Job::id))
                .expectNext("a")
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(BatchListException.class, broken -> {
                            assertThat(broken.continueFrom()).isEmpty();
                            assertThat(broken.delivered()).isOne();
                        }))
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void pages_pageBreaksAfterAnElement_isAskedForAgain() {
        server.answers(
                Reply.broken(200, "{\"value\":[{\"id\":\"a\"},"),
                Reply.ok("{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"));

        assertThat(client.jobs()
                        .list()
                        .pages()
                        .concatMapIterable(Page::elements)
                        .map(Job::id)
                        .collectList()
                        .block(Duration.ofSeconds(20)))
                .containsExactly("a", "b");
    }

    @Test
    void deadline_endsACallThatIsNeverAnswered() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        server.answers(Reply.silence());
        BatchClient patient = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .scheduler(time)
                .attemptTimeout(Duration.ofMinutes(10))
                .timeout(Duration.ofMinutes(1))
                .build();

        StepVerifier.create(patient.jobs().get("j"))
                .expectSubscription()
                .then(() -> Waiting.until(() -> server.requests().size() == 1))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(61)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                BatchTimeoutException.class,
                                timeout -> assertThat(timeout.mayHaveActed()).isTrue()))
                .verify(Duration.ofSeconds(10));
        Waiting.until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void list_littleOfTheCallsTimeLeftAtTheHead_leavesTheWholePatienceToTheBody() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        server.answers(Reply.stalled(200, "{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"},"));
        BatchClient patient = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .scheduler(time)
                .attemptTimeout(Duration.ofSeconds(40))
                .timeout(Duration.ofSeconds(1))
                .build();

        StepVerifier.create(patient.jobs().list().map(Job::id))
                .expectNext("a", "b")
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(39)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(41)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BatchListException.class)
                        .hasCauseInstanceOf(BatchTimeoutException.class))
                .verify(Duration.ofSeconds(20));
    }

    private Mono<Receipt> create() {
        return client.jobs()
                .create(JobCreate.builder()
                        .id("j")
                        .poolInfo(PoolInformation.builder().poolId("p").build())
                        .build());
    }
}
