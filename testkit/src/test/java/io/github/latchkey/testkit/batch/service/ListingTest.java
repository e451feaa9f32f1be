package io.github.latchkey.testkit.batch.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

/** What a page of a list costs, counted in rows that are looked at. */
class ListingTest {

    private static final int ROWS = 1_000_000;

    private final BatchAccount account = FrozenAccount.open(BatchQuirks.defaults());

    private final CountedRows<Integer> rows = new CountedRows<>();

    private final TestServer server = TestServer.builder(this::answer).start();

    @AfterEach
    void close() {
        server.close();
        account.close();
    }

    private ServerResponse answer(ServerRequest request) {
        Operation operation = Operations.all().stream()
                .filter(one -> one.id().equals("Job_List"))
                .findFirst()
                .orElseThrow();
        Call call = new Call(account, request, operation, Map.of(), View.V2024_07, permission -> true);
        return Listing.page(call, "jobs", rows, (row, view) -> row(row));
    }

    private JsonNode page(String target) {
        String body = HttpClient.create()
                .get()
                .uri(server.uri() + target)
                .responseContent()
                .aggregate()
                .asString()
                .block(Duration.ofSeconds(30));
        return Json.read(Objects.requireNonNull(body));
    }

    private static ObjectNode row(int number) {
        return Trees.object().put("id", "row" + number).put("priority", number % 10);
    }

    @Test
    void page_anywhereInALongList_looksAtItsOwnRowsAndOneMore() {
        IntStream.range(0, ROWS).forEach(i -> rows.put(String.format("%07d", i), i));
        for (int start : new int[] {0, 1000, ROWS / 2, ROWS - 2000}) {
            String after = start == 0 ? "" : "&$skiptoken=" + token(start - 1);
            rows.forget();

            JsonNode page = page("/jobs?maxresults=100" + after);

            assertThat(page.path("value")).hasSize(100);
            assertThat(page.at("/value/0/id").asText()).isEqualTo("row" + start);
            assertThat(rows.seen()).as("from row %d on", start).isEqualTo(101);
        }
    }

    /** The token of the link after a row: that of the first page with another key in it. */
    private String token(int number) {
        String link = page("/jobs?maxresults=1").path("odata.nextLink").asText();
        String[] parts = link.substring(link.indexOf("WATV2!")).split("!", -1);
        String key = String.format("%07d", number);
        return parts[0] + "!"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8)) + "!"
                + parts[2] + "!";
    }

    @Test
    void filteredPage_looksAtRowsUntilItIsFull() {
        IntStream.range(0, 1000).forEach(i -> rows.put(String.format("%07d", i), i));

        JsonNode page = page("/jobs?maxresults=5&$filter=priority%20eq%203");

        assertThat(page.path("value")).hasSize(5);
        assertThat(rows.seen()).as("rows 3, 13, 23, 33, 43 and the next one").isEqualTo(54);
    }
}
