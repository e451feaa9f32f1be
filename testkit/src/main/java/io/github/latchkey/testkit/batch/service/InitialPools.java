package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pools that an account has from the start; they are added as a client would add them. */
public final class InitialPools {

    private static final String TARGET = "/pools?api-version=" + View.V2024_07;

    private final List<String> pools;

    /**
     * Keeps pools for later.
     *
     * @param pools bodies of Add Pool requests, as JSON
     */
    public InitialPools(List<String> pools) {
        this.pools = List.copyOf(pools);
    }

    /**
     * Adds the pools.
     *
     * @param service the counter of an account that has none of them
     * @throws IllegalArgumentException if the service refuses one; the message shows its answer
     */
    public void addTo(BatchService service) {
        for (String pool : pools) {
            byte[] body = pool.getBytes(StandardCharsets.UTF_8);
            Fields headers = Fields.none()
                    .plus("Content-Type", Reply.JSON)
                    .plus("Content-Length", Integer.toString(body.length));
            ServerResponse answer =
                    service.handle(ServerRequest.of("POST", TARGET, headers, body), request -> permission -> true);
            if (answer.status() != 201) {
                throw new IllegalArgumentException("pool " + id(pool) + ": the service refuses it with "
                        + answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8)
                        + "; give the body of an Add Pool request");
            }
        }
    }

    private static String id(String pool) {
        try {
            JsonNode id = Json.read(pool).path("id");
            return id.isTextual() ? "'" + id.asText() + "'" : "without an id";
        } catch (IllegalArgumentException noJson) {
            return "without an id";
        }
    }
}
