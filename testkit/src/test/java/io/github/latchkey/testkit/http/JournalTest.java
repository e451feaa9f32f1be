package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class JournalTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static ServerRequest get(String path) {
        return ServerRequest.of("GET", path, Fields.none(), new byte[0]);
    }

    @Test
    void add_fromManyNonBlockingThreads_neverBlocksAndStaysBounded() {
        Journal journal = new Journal(100, 10);
        Journal one = journal.of("one");

        // These threads must not block: BlockHound throws where a lock is waited for.
        Flux.range(0, 8)
                .flatMap(writer -> Flux.range(0, 5_000)
                        .doOnNext(i -> one.add(get("/" + i), "").outcome(200, ""))
                        .subscribeOn(Schedulers.parallel()))
                .blockLast(LIMIT);

        assertThat(journal.total()).isEqualTo(40_000);
        assertThat(journal.requests())
                .hasSize(100)
                .allMatch(request -> request.outcome().status() == 200);
    }

    @Test
    void forgotten_whileRequestsCome_isZeroAsLongAsThereIsRoom() throws Exception {
        Journal journal = new Journal(1_000_000, 10);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 100_000; i++) {
                journal.of("one").add(get("/a"), "");
            }
        });
        List<Long> seen = new ArrayList<>();
        while (!writing.isDone()) {
            seen.add(journal.forgotten());
        }
        writing.get(30, TimeUnit.SECONDS);

        assertThat(seen).isNotEmpty().containsOnly(0L);
        journal.select().hasCount(100_000);
    }

    @Test
    void clear_whileRequestsCome_leavesCountsThatAgree() {
        Journal journal = new Journal(50, 10);

        Flux.range(0, 4)
                .flatMap(thread -> Flux.range(0, 5_000)
                        .doOnNext(i -> {
                            if (thread == 0) {
                                journal.clear();
                            } else {
                                journal.of("s" + thread).add(get("/" + i), "");
                            }
                        })
                        .subscribeOn(Schedulers.parallel()))
                .blockLast(LIMIT);

        assertThat(journal.requests()).hasSizeLessThanOrEqualTo(50);
        assertThat(journal.total()).isEqualTo(journal.requests().size() + journal.forgotten());
        journal.clear();
        for (int i = 0; i < 50; i++) {
            journal.of("s1").add(get("/" + i), "");
        }
        assertThat(journal.forgotten()).as("all places are free again").isZero();
        assertThat(journal.requests()).hasSize(50);
    }

    @Test
    void clearings_ofPartsAndOfTheWhole_areCounted() {
        Journal journal = Journal.standard();
        journal.of("one").clear();
        journal.clear();

        assertThat(journal.clearings()).isEqualTo(2);
        assertThat(journal.of("two").clearings()).isEqualTo(2);
    }

    @Test
    void forgotten_ofOneServer_countsItsOwnRequestsOnly() {
        Journal journal = new Journal(1, 10);
        journal.of("one").add(get("/a"), "");
        journal.of("two").add(get("/b"), "");

        assertThat(journal.of("one").forgotten()).isEqualTo(1);
        assertThat(journal.of("two").forgotten()).isZero();
        journal.of("one").clear();
        assertThat(journal.forgotten()).isZero();
    }

    @Test
    void await_whileRequestsCome_returnsWithTheLastOneItNeeds() throws Exception {
        Journal journal = Journal.standard();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> awaited(journal, 3));

        journal.of("one").add(get("/a"), "");
        journal.of("two").add(get("/b"), "");
        journal.of("one").add(get("/c"), "");

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(journal.await(4, request -> true, Duration.ZERO)).isFalse();
    }

    @Test
    void await_interrupted_throws() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Journal.standard().await(1, request -> true, LIMIT))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static boolean awaited(Journal journal, int count) {
        try {
            return journal.await(count, request -> true, LIMIT);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void of_aServer_isItsPartOnly_andClearsItsPartOnly() {
        Journal journal = new Journal(2, 10);
        Journal one = journal.of("one");
        Journal two = journal.of("two");
        one.add(get("/a"), "");
        two.add(get("/b"), "B");
        one.add(get("/c"), "C");

        assertThat(one.total()).isEqualTo(2);
        assertThat(journal.total()).isEqualTo(3);
        assertThat(one.requests()).extracting(RecordedRequest::path).containsExactly("/c");
        assertThat(journal.requests()).extracting(RecordedRequest::operation).containsExactly("B", "C");

        one.clear();

        assertThat(one.total()).isZero();
        assertThat(journal.requests()).extracting(RecordedRequest::server).isEqualTo(List.of("two"));
        journal.clear();
        assertThat(journal.total()).isZero();
        assertThat(two.requests()).isEmpty();
    }

    @Test
    void listen_listenerThatThrows_harmsNeitherTheRequestNorOtherListeners() {
        Journal journal = Journal.standard();
        List<String> heard = new ArrayList<>();
        journal.listen(request -> {
            throw new IllegalStateException("wanted by this test");
        });
        journal.listen(request -> heard.add(request.toString()));

        Journal.Slot slot = journal.of("one").add(get("/a"), "");
        slot.meets("pass");
        slot.outcome(200, "");

        assertThat(heard)
                .containsExactly(
                        "one #0 GET /a -> no answer",
                        "one #0 GET /a -> no answer (pass)",
                        "one #0 GET /a -> 200 (pass)");
    }

    @Test
    void outcome_twice_theFirstCounts() {
        Journal journal = Journal.standard();
        Journal.Slot slot = journal.of("one").add(get("/a"), "");

        slot.outcome(0, RecordedRequest.Outcome.GONE);
        slot.meets("hang");
        slot.outcome(200, "");

        assertThat(journal.requests()).hasToString("[one #0 GET /a -> no answer (hang), connection gone]");
    }

    @Test
    void capacityZero_countsAndForgets() {
        Journal journal = new Journal(0, 0);
        journal.of("one").add(get("/a"), "");

        assertThat(journal.requests()).isEmpty();
        assertThat(journal.total()).isEqualTo(1);
        assertThatThrownBy(() -> new Journal(-1, 0)).hasMessageContaining("capacity -1");
    }
}
