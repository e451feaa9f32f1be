package io.github.latchkey.testkit.batch.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchThrottling;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.batch.storage.BatchStorage;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.time.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

/** What a page of a list costs, counted in rows that are looked at. */
class ListingTest {

    private static final int ROWS = 1_000_000;

    /** Counts the rows that somebody walks over, wherever the walk begins. */
    private static final class CountedRows extends TreeMap<String, Integer> {

        private static final long serialVersionUID = 1L;

        private final AtomicInteger seen = new AtomicInteger();

        @Override
        public NavigableMap<String, Integer> tailMap(String from, boolean inclusive) {
            NavigableMap<String, Integer> rest = super.tailMap(from, inclusive);
            CountedRows owner = this;
            return new TreeMap<>() {

                private static final long serialVersionUID = 1L;

                @Override
                public Set<Map.Entry<String, Integer>> entrySet() {
                    return owner.counted(rest.entrySet());
                }
            };
        }

        @Override
        public Set<Map.Entry<String, Integer>> entrySet() {
            return counted(super.entrySet());
        }

        private Set<Map.Entry<String, Integer>> counted(Set<Map.Entry<String, Integer>> entries) {
            return new AbstractSet<>() {

                @Override
                public Iterator<Map.Entry<String, Integer>> iterator() {
                    Iterator<Map.Entry<String, Integer>> all = entries.iterator();
                    return new Iterator<>() {

                        @Override
                        public boolean hasNext() {
                            return all.hasNext();
                        }

                        @Override
                        public Map.Entry<String, Integer> next() {
                            seen.incrementAndGet();
                            return all.next();
                        }
                    };
                }

                @Override
                public int size() {
                    return entries.size();
                }
            };
        }
    }

    private final BatchAccount account = new BatchAccount(new AccountOptions(
            "account",
            TestClock.frozen(),
            1,
            BatchTimings.defaults(),
            BatchLimits.defaults(),
            BatchThrottling.none(),
            BatchQuirks.defaults(),
            TaskRules.builder().build(),
            new BatchStorage(),
            List.of(),
            null));

    private final CountedRows rows = new CountedRows();

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
            rows.seen.set(0);

            JsonNode page = page("/jobs?maxresults=100" + after);

            assertThat(page.path("value")).hasSize(100);
            assertThat(page.at("/value/0/id").asText()).isEqualTo("row" + start);
            assertThat(rows.seen.get()).as("from row %d on", start).isEqualTo(101);
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
        assertThat(rows.seen.get())
                .as("rows 3, 13, 23, 33, 43 and the next one")
                .isEqualTo(54);
    }
}
