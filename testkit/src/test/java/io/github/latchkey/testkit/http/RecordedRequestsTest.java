package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecordedRequestsTest {

    private final Journal journal = new Journal(30, 100);
    private final Journal batch = journal.of("batch");

    private void record(String method, String path, String operation, int status, String fault) {
        ServerRequest request = ServerRequest.of(method, path, Fields.none().plus("x-id", "7"), new byte[0]);
        Journal.Slot slot = batch.add(request, operation);
        slot.meets(fault);
        slot.outcome(status, "");
    }

    @Test
    void narrowed_countsWhatIsMeant() {
        record("POST", "/jobs", "Job_Add", 201, "");
        record("POST", "/jobs", "Job_Add", 409, "");
        record("GET", "/jobs/j", "Job_Get", 503, "respond 503");

        RecordedRequests all = journal.select();
        all.hasCount(3).header("X-Id", "7").hasCount(3);
        all.operation("job_add").hasCount(2).status(409).hasCount(1);
        all.to("get", "/jobs/{id}").withFault().hasCount(1);
        all.path("/pools").hasNone();
        all.method("POST").hasCountBetween(1, 2);
        assertThat(all.status(201).list()).extracting(RecordedRequest::method).containsExactly("POST");
        assertThat(all.status(201).count()).isEqualTo(1);
    }

    @Test
    void hasCount_wrong_showsTheRequestsThatWereMeantAndTheOthers() {
        record("POST", "/jobs", "Job_Add", 201, "");
        record("GET", "/jobs/j", "Job_Get", 200, "");

        assertThatThrownBy(
                        () -> journal.select().operation("Job_Add").status(201).hasCount(2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        requests for Job_Add answered with 201: expected 2, but there were 1
                          batch #0 POST /jobs -> 201
                        other requests:
                          batch #0 GET /jobs/j -> 200""");
        assertThatThrownBy(() -> new Journal(1, 1).select().hasCountBetween(1, 2))
                .hasMessage("requests: expected 1 to 2, but there were 0\nthere were no requests at all");
    }

    @Test
    void hasCount_wrong_showsQueriesWithoutTheirSecrets() {
        record("GET", "/jobs?api-version=1&$filter=state%20eq%20'active'&sig=hidden", "Job_List", 200, "");

        assertThatThrownBy(() -> journal.select().hasNone())
                .hasMessageEndingWith("batch #0 GET /jobs?$filter=state eq 'active'&sig=*** -> 200");
    }

    @Test
    void hasCount_manyOthers_showsTheLatest() {
        for (int i = 0; i < 30; i++) {
            record("GET", "/jobs/" + i, "", 200, "");
        }

        assertThatThrownBy(() -> journal.select().method("POST").hasCount(1))
                .hasMessageContaining("\n  10 earlier ones\n  batch #0 GET /jobs/10 -> 200\n")
                .hasMessageContaining("/jobs/29")
                .hasMessageNotContaining("/jobs/9 ");
    }

    @Test
    void hasCount_journalHasForgotten_refusesToGuess() {
        for (int i = 0; i < 31; i++) {
            record("GET", "/jobs", "", 200, "");
        }

        assertThat(journal.forgotten()).isEqualTo(1);
        assertThatThrownBy(() -> journal.select().hasNone())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("forgotten 1 requests")
                .hasMessageContaining("larger");
    }

    @Test
    void awaitCount_returnsWhenTheyHaveCome_elseShowsWhatCame() {
        CompletableFuture<RecordedRequests> waiting =
                CompletableFuture.supplyAsync(() -> journal.select().status(200).awaitCount(2, Duration.ofSeconds(30)));
        record("GET", "/a", "", 200, "");
        record("GET", "/b", "", 500, "");
        record("GET", "/c", "", 200, "");

        waiting.join().hasCount(2);

        assertThatThrownBy(() -> journal.select().status(500).awaitCount(2, Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("requests answered with 500: expected 2 within PT0S, but there were 1")
                .hasMessageContaining("/b -> 500");
    }

    @Test
    void awaitCount_interrupted_failsAndKeepsTheFlag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> journal.select().awaitCount(1, Duration.ofSeconds(30)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
