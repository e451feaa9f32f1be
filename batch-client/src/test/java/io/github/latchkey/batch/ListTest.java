package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.task.Task;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

@NullUnmarked // a null where none should be is a failed test
class ListTest {

    private static final int PAGE = 1000;

    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.of(server);
    private final AtomicLong bytesSent = new AtomicLong();

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    @Test
    void elements_tenOfAMillion_makeTheServerSendABoundedNumberOfPagesAndBytes() {
        int size = 80_000;
        server.answer(request -> page(request, 1_000_000, size));

        StepVerifier.create(client.tasks("j").list().map(Task::id), 0)
                .thenRequest(10)
                .expectNextCount(10)
                .then(() -> Waiting.untilSteady(bytesSent::get))
                .then(() -> System.out.println("Backpressure: 10 of 1,000,000 elements read, "
                        + server.requests().size() + " page asked for, " + bytesSent
                        + " bytes handed to the socket when it stopped, of 80 MB in the page"))
                .then(() -> assertThat(server.requests()).hasSize(1))
                .then(() -> assertThat(bytesSent.get())
                        .as("what sockets and their writer hold, not the page")
                        .isLessThan((long) PAGE * size / 2))
                .thenRequest(400)
                .expectNextCount(400)
                .then(() -> assertThat(bytesSent.get()).isGreaterThanOrEqualTo(410L * size))
                .thenCancel()
                .verify(Duration.ofSeconds(30));

        Waiting.until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void elements_exactlyOnePage_doesNotAskForTheNext() {
        server.answer(request -> page(request, 5000, 10));

        StepVerifier.create(client.tasks("j").list(), 0)
                .thenRequest(PAGE)
                .expectNextCount(PAGE)
                .then(() -> assertThat(server.requests()).hasSize(1))
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> assertThat(server.requests()).hasSize(2))
                .thenCancel()
                .verify();
    }

    @Test
    void prefetch_asksForTheNextPageAhead() {
        server.answer(request -> page(request, 5000, 10));
        ListOptions ahead = ListOptions.builder().prefetch(1500).build();

        StepVerifier.create(client.tasks("j").list(ahead), 0)
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> Waiting.until(() -> server.requests().size() == 2))
                .thenCancel()
                .verify();
    }

    @Test
    void pages_arriveWholeAndCanBeResumed() {
        server.answer(request -> page(request, 2500, 10));

        Page<Task> first = client.tasks("j").list().pages().blockFirst();
        long rest = client.tasks("j")
                .list(ListOptions.builder()
                        .continueFrom(first.nextLink().orElseThrow())
                        .build())
                .count()
                .block();

        assertThat(first.elements()).hasSize(PAGE);
        assertThat(rest).isEqualTo(1500);
    }

    @Test
    void resume_atALinkOfSomebodyElse_isRefused() {
        ListOptions elsewhere = ListOptions.builder()
                .continueFrom("https://evil.example/jobs?x")
                .build();

        assertThatThrownBy(() -> client.jobs().list(elsewhere)).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void pages_emptyOnesWithALink_areWalkedThrough() {
        server.answers(
                Reply.ok("{\"value\":[],\"odata.nextLink\":\"" + server.url() + "/jobs?1\"}"),
                Reply.ok("{\"odata.nextLink\":\"" + server.url() + "/jobs?2\",\"value\":[]}"),
                Reply.ok("{\"value\":[{\"id\":\"last\"}],\"odata.nextLink\":null}"));

        assertThat(client.jobs().list().map(Job::id).collectList().block()).containsExactly("last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "null"})
    void page_withALinkToNowhere_isTheLast(String link) {
        server.answers(Reply.ok("{\"value\":[{\"id\":\"a\"}],\"odata.nextLink\":" + link + "}"));

        assertThat(client.jobs().list().map(Job::id).collectList().block()).containsExactly("a");
        assertThat(client.jobs().list().pages().blockLast().nextLink()).isEmpty();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void page_withAByteOrderMark_isRead() {
        server.answers(Reply.ok("\uFEFF {\"value\":[{\"id\":\"\uFEFFa\"}]}"));

        assertThat(client.jobs().list().map(Job::id).collectList().block()).containsExactly("\uFEFFa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"value\":null"})
    void page_withoutItsListButOfTheService_isEmpty(String value) {
        server.answers(
                Reply.ok("{\"odata.nextLink\":\"" + server.url() + "/jobs?1\"" + value + "}"),
                Reply.ok("{\"odata.metadata\":\"m\"" + value + "}"));

        assertThat(client.jobs().list().collectList().block()).isEmpty();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void page_thatLinksToItself_endsTheList() {
        server.answers(Reply.ok("{\"value\":[],\"odata.nextLink\":\"" + server.url() + "/jobs?1\"}"));

        assertThatThrownBy(() -> client.jobs().list().collectList().block()).isInstanceOf(BatchProtocolException.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void pages_thatLinkInACircle_endTheList() {
        AtomicInteger number = new AtomicInteger();
        server.answer(request -> {
            int next = number.getAndIncrement() % 7;
            return Reply.ok("{\"value\":[],\"odata.nextLink\":\"" + server.url() + "/jobs?" + next + "\"}");
        });

        assertThatThrownBy(() -> client.jobs().list().collectList().block(Duration.ofSeconds(20)))
                .isInstanceOf(BatchProtocolException.class)
                .hasMessageContaining("circle");
        assertThat(server.requests()).hasSizeLessThan(4 * 7);
    }

    /**
     * The answer comes after the time-out has won and before it has closed the connection; the page is asked for again.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void page_thatComesWhileItIsGivenUp_isReadOnceAndIsNoCircle(boolean whole) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        Sinks.Empty<Void> givenUp = Sinks.empty();
        AtomicReference<EventLoop> answered = new AtomicReference<>();
        AtomicBoolean once = new AtomicBoolean(true);
        HttpClient http = HttpClient.create()
                .mapConnect(exchange -> exchange.doOnNext(
                                connection -> answered.set(connection.channel().eventLoop()))
                        .doOnCancel(() -> {
                            if (once.compareAndSet(true, false)) {
                                givenUp.tryEmitEmpty();
                                Waiting.until(() -> answered.get() != null);
                                Future<?> read = answered.get().submit(() -> {});
                                Waiting.until(read::isDone);
                            }
                        }));
        BatchClient patient = Clients.builder(server)
                .httpClient(http)
                .tokenSupplier(() -> Mono.just("t"))
                .scheduler(time)
                .attemptTimeout(Duration.ofHours(1))
                .timeout(Duration.ofHours(3))
                .build();
        Reply first = Reply.ok("{\"value\":[{\"id\":\"a\"}],\"odata.nextLink\":\"" + server.url() + "/jobs?2\"}");
        server.answers(first.after(givenUp.asMono()), first, Reply.ok("{\"value\":[{\"id\":\"b\"}]}"));
        PagedFlux<Job> list = patient.jobs().list();
        Flux<Job> jobs = whole ? list.pages().flatMapIterable(Page::elements) : list;
        AtomicReference<Object> result = new AtomicReference<>();
        jobs.map(Job::id).collectList().subscribe(result::set, result::set);
        Waiting.until(() -> server.requests().size() == 1);

        time.advanceTimeBy(Duration.ofHours(1));
        Waiting.until(() -> {
            time.advanceTimeBy(Duration.ofMillis(10));
            return result.get() != null;
        });

        assertThat(result.get()).isEqualTo(List.of("a", "b"));
        assertThat(server.requests()).hasSize(3);
        patient.close().block();
    }

    @Test
    void options_areSentEncoded() {
        server.answers(Reply.ok("{\"value\":[]}"));

        client.jobs()
                .list(ListOptions.builder()
                        .filter(Filter.where("id").eq("a&b=c d"))
                        .select("id", "stats")
                        .expand("stats")
                        .maxResults(5)
                        .build())
                .blockLast();

        assertThat(server.only().uri())
                .isEqualTo("/jobs?api-version=2024-02-01.19.0&$filter=id%20eq%20%27a%26b%3Dc%20d%27"
                        + "&$select=id%2Cstats&$expand=stats&maxresults=5");
    }

    @Test
    void list_whoseSubscriberThrows_closesItsConnection() {
        server.answer(request -> page(request, 1_000_000, 4000));

        StepVerifier.create(client.tasks("j").list().map(task -> {
                    throw new IllegalStateException("mine");
                }))
                .verifyErrorMessage("mine");

        Waiting.until(() -> server.connectionsOpen() == 0);
    }

    /** Streams a page of tasks, each of about the given size, as fast as the client takes it. */
    private Reply page(ScriptedServer.Request request, int total, int size) {
        int at = request.uri().indexOf("skip=");
        int from = at < 0 ? 0 : Integer.parseInt(request.uri().substring(at + 5));
        int to = Math.min(total, from + PAGE);
        String filler = "x".repeat(size);
        String link = to == total ? "" : ",\"odata.nextLink\":\"" + server.url() + "/jobs/j/tasks?skip=" + to + "\"";
        Flux<String> parts = Flux.concat(
                Flux.just("{\"odata.metadata\":\"m\",\"value\":["),
                Flux.range(from, to - from)
                        .map(i ->
                                (i == from ? "" : ",") + "{\"id\":\"t" + i + "\",\"commandLine\":\"" + filler + "\"}"),
                Flux.just("]" + link + "}"));
        return Reply.streamed(parts, bytesSent);
    }
}
