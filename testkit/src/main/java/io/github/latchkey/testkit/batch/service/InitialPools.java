package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                List<String> reasons = List.copyOf(faults(pool).values());
                throw new IllegalArgumentException("pool " + id(pool) + ": the service refuses it with "
                        + answer.status() + ": "
                        + (reasons.isEmpty() ? reason(answer) : String.join("; ", reasons))
                        + "; give the body of an Add Pool request");
            }
        }
    }

    /**
     * Finds all members of a pool that the service does not take as they are. A pool without such may be refused all
     * the same, for what its members mean together or in the account.
     *
     * @param pool the body of an Add Pool request, as JSON
     * @return what is wrong, by its place in the body: names of members and numbers of elements, with slashes between
     *     them
     */
    public static Map<String, String> faults(String pool) {
        Map<String, String> faults = new LinkedHashMap<>();
        Operation add = Routes.find("POST", "/pools", View.V2024_07).operation();
        add.shape()
                .ifPresent(shape -> Shapes.faults(shape, tree(pool), View.V2024_07)
                        .forEach(found -> faults.putIfAbsent(found.path(), reason(found.fault()))));
        return faults;
    }

    private static String reason(BatchFault fault) {
        String missing = fault.values.get("PropertyName");
        return fault.values.getOrDefault("Reason", "'" + missing + "' is missing");
    }

    /** Returns what an error of the service says, without what differs from request to request. */
    private static String reason(ServerResponse answer) {
        JsonNode error = Json.read(new String(answer.body(), StandardCharsets.UTF_8));
        StringBuilder reason = new StringBuilder(error.path("code").asText())
                .append(", ")
                .append(error.at("/message/value").asText().lines().findFirst().orElse(""));
        error.path("values")
                .forEach(value -> reason.append(' ')
                        .append(value.path("key").asText())
                        .append(": ")
                        .append(value.path("value").asText())
                        .append('.'));
        return reason.toString();
    }

    private static String id(String pool) {
        JsonNode id = tree(pool).path("id");
        return id.isTextual() ? "'" + id.asText() + "'" : "without an id";
    }

    /** Reads a pool; what is no JSON is read as nothing, which is no pool either. */
    private static JsonNode tree(String pool) {
        try {
            return Json.read(pool);
        } catch (IllegalArgumentException noJson) {
            return MissingNode.getInstance();
        }
    }
}
