package io.github.latchkey.testkit.batch.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.TestServer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What requests cost in a job with many tasks, counted in tasks that are walked over. */
class TaskBookTest {

    private static final int TASKS = 50_000;
    private static final String VERSION = "api-version=2024-02-01.19.0";

    private final BatchAccount account =
            FrozenAccount.open(BatchQuirks.builder().awkwardLinks(false).build());

    private final CountedRows<Task> tasks = new CountedRows<>();
    private final BatchService service = new BatchService(account);
    private final TestServer server = TestServer.builder(request -> service.handle(request, any -> permission -> true))
            .start();

    @BeforeEach
    void makeTheJob() {
        Job job = new Job(
                account,
                "j",
                Trees.object().set("poolInfo", Trees.object().put("poolId", "nowhere")),
                1,
                null,
                new TaskBook(tasks));
        account.add(job);
        for (int i = 0; i < TASKS; i++) {
            Task task = new Task(job, String.format("t%07d", i), Trees.object().put("commandLine", "c"), i + 1);
            job.book.add(task, List.of());
        }
        tasks.forget();
    }

    @AfterEach
    void close() {
        server.close();
        account.close();
    }

    private JsonNode call(HttpMethod method, String uri, String body) {
        String answer = HttpClient.create()
                .headers(headers -> {
                    if (!body.isEmpty()) {
                        headers.set("Content-Type", "application/json; odata=minimalmetadata");
                        headers.set("Content-Length", body.length());
                    } else if (method.equals(HttpMethod.POST)) {
                        headers.set("Content-Length", 0);
                    }
                })
                .request(method)
                .uri(uri)
                .send(body.isEmpty() ? Mono.empty() : Mono.just(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
                .responseSingle((response, content) -> {
                    assertThat(response.status().code()).isLessThan(300);
                    return content.asString().defaultIfEmpty("{}");
                })
                .block(Duration.ofSeconds(30));
        return Json.read(Objects.requireNonNull(answer));
    }

    private JsonNode get(String path) {
        return call(HttpMethod.GET, server.uri() + path + (path.contains("?") ? "&" : "?") + VERSION, "");
    }

    @Test
    void counting_walksOverNoTask() {
        JsonNode counts = get("/jobs/j/taskcounts").path("taskCounts");

        assertThat(counts.path("active").asInt()).isEqualTo(TASKS);
        assertThat(tasks.seen()).isZero();
        call(HttpMethod.POST, server.uri() + "/jobs/j/tasks/t0000007/terminate?" + VERSION, "");
        call(HttpMethod.POST, server.uri() + "/jobs/j/tasks?" + VERSION, "{\"id\":\"new\",\"commandLine\":\"c\"}");
        counts = get("/jobs/j/taskcounts").path("taskCounts");
        assertThat(counts.path("active").asInt()).isEqualTo(TASKS);
        assertThat(counts.path("failed").asInt()).isEqualTo(1);
        assertThat(tasks.seen()).as("nor does ending or adding one").isZero();
        get("/jobs/j/tasks/t0031415");
        get("/jobs/j?$expand=stats");
        assertThat(tasks.seen()).as("nor does looking at one, or at the job").isZero();
    }

    @Test
    void page_anywhereInAJob_walksOverItsOwnTasksAndOneMore() {
        JsonNode page = get("/jobs/j/tasks?maxresults=100");
        int first = 0;
        for (int pages = 0; pages < 5; pages++) {
            assertThat(page.path("value")).hasSize(100);
            assertThat(page.at("/value/0/id").asText()).isEqualTo(String.format("t%07d", first));
            assertThat(tasks.seen()).as("from task %d on", first).isEqualTo(101);
            tasks.forget();
            first += 100;
            page = call(HttpMethod.GET, page.path("odata.nextLink").asText(), "");
        }
    }

    @Test
    void filteredPage_walksOverTasksUntilItIsFull() {
        JsonNode page = get("/jobs/j/tasks?maxresults=1&$filter=id%20ge%20't0000998'");

        assertThat(page.at("/value/0/id").asText()).isEqualTo("t0000998");
        assertThat(tasks.seen()).isEqualTo(1000);
    }
}
