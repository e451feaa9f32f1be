package io.github.latchkey.testkit.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.state.BatchSnapshot;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraTenant;
import io.github.latchkey.testkit.entra.EntraUser;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.RecordedRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes down what the fakes are like now. Nothing in here is secret. */
final class AdminState {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final FakeAzure azure;
    private final FaultBook faults;

    /** Tells a page that has found its way back whether this is the program that it knew. */
    private final String instance = UUID.randomUUID().toString();

    AdminState(FakeAzure azure, FaultBook faults) {
        this.azure = azure;
        this.faults = faults;
    }

    /** All but requests and tokens, which have views of their own. */
    ObjectNode all() {
        ObjectNode all = JSON.objectNode();
        all.put("instance", instance);
        all.put("seed", Long.toString(azure.seed()));
        all.set("clock", clock());
        all.set("entra", entra());
        all.set("accounts", list(azure.accounts(), AdminState::account));
        all.set("faults", faults());
        all.set(
                "journal",
                JSON.objectNode()
                        .put("total", azure.journal().total())
                        .put("clearings", azure.journal().clearings()));
        return all;
    }

    /** The state without what changes by itself all the time, to tell whether there is anything to tell. */
    static String lasting(ObjectNode all) {
        ObjectNode copy = all.deepCopy();
        if (!copy.path("clock").path("frozen").asBoolean()) {
            copy.withObject("/clock").remove("now");
        }
        return copy.toString();
    }

    ObjectNode clock() {
        return JSON.objectNode()
                .put("now", azure.clock().instant().toString())
                .put("frozen", azure.clock().isFrozen())
                .put("pending", azure.clock().pending());
    }

    ArrayNode faults() {
        return list(
                faults.entries(),
                entry -> JSON.objectNode()
                        .put("id", entry.id())
                        .put("seen", entry.seen())
                        .put("hits", entry.hits())
                        .set("rule", Json.read(entry.rule().json())));
    }

    /** The claims of the latest tokens, the newest first. */
    ArrayNode tokens(int limit) {
        List<JsonNode> issued = azure.entra().issuedTokens();
        ArrayNode newest = JSON.arrayNode();
        for (int i = issued.size() - 1; i >= Math.max(0, issued.size() - limit); i--) {
            newest.add(issued.get(i));
        }
        return newest;
    }

    /** The latest requests, the newest last. */
    ArrayNode requests(int limit, String server) {
        List<RecordedRequest> requests =
                azure.journal().requests(one -> server.isEmpty() || one.server().equals(server));
        return list(requests.subList(Math.max(0, requests.size() - limit), requests.size()), AdminState::request);
    }

    static ObjectNode request(RecordedRequest request) {
        ObjectNode node = JSON.objectNode()
                .put("id", request.server() + "#" + request.number())
                .put("server", request.server())
                .put("operation", request.operation())
                .put("number", request.number())
                .put("receivedAt", request.receivedAt().toString())
                .put("method", request.method())
                .put("path", request.path())
                .put("status", request.outcome().status())
                .put("fault", request.outcome().fault())
                .put("note", request.outcome().note());
        node.set("query", fields(request.query()));
        node.set("headers", fields(request.headers()));
        return node.put("body", request.body());
    }

    private static ArrayNode fields(Fields fields) {
        ArrayNode list = JSON.arrayNode();
        fields.forEach((name, value) -> list.add(JSON.arrayNode().add(name).add(value)));
        return list;
    }

    private ObjectNode entra() {
        FakeEntra entra = azure.entra();
        ObjectNode node = JSON.objectNode()
                .put("authority", entra.authorityHost().toString())
                .put("tokenRequests", entra.tokenRequests().count());
        node.set("tenants", list(sorted(entra.directory().tenants(), EntraTenant::id), tenant -> {
            ObjectNode one = JSON.objectNode().put("id", tenant.id()).put("name", tenant.name());
            tenant.domains().forEach(one.putArray("domains")::add);
            return one;
        }));
        node.set("apps", list(sorted(entra.directory().apps(), EntraApp::clientId), app -> {
            ObjectNode one = JSON.objectNode().put("clientId", app.clientId()).put("name", app.name());
            app.tenantIds().stream().sorted().forEach(one.putArray("tenants")::add);
            return one;
        }));
        node.set(
                "users",
                list(
                        sorted(entra.directory().users(), EntraUser::name),
                        user -> JSON.objectNode()
                                .put("name", user.name())
                                .put("tenant", user.tenantId())
                                .put("objectId", user.objectId())));
        return node;
    }

    private static ObjectNode account(FakeBatch batch) {
        BatchSnapshot snapshot = batch.snapshot();
        ObjectNode node = JSON.objectNode()
                .put("name", batch.accountName())
                .put("url", batch.url().toString())
                .put("resourceId", batch.resourceId());
        node.set(
                "pools",
                list(
                        snapshot.pools(),
                        pool -> JSON.objectNode()
                                .put("id", pool.id())
                                .put("state", pool.state())
                                .put("allocationState", pool.allocationState())
                                .put("nodes", pool.nodes())
                                .put("targetNodes", pool.targetNodes())
                                .put("usedSlots", pool.usedSlots())
                                .put("slots", pool.slots())));
        node.set(
                "jobs",
                list(
                        snapshot.jobs(),
                        job -> JSON.objectNode()
                                .put("id", job.id())
                                .put("state", job.state())
                                .put("poolId", job.poolId())
                                .put("active", job.active())
                                .put("running", job.running())
                                .put("succeeded", job.succeeded())
                                .put("failed", job.failed())));
        node.set(
                "schedules",
                list(
                        snapshot.schedules(),
                        schedule -> JSON.objectNode()
                                .put("id", schedule.id())
                                .put("state", schedule.state())
                                .put("jobs", schedule.jobs())));
        return node;
    }

    private static <T> List<T> sorted(Collection<T> all, Function<T, String> by) {
        return all.stream().sorted(Comparator.comparing(by)).toList();
    }

    private static <T> ArrayNode list(Collection<T> all, Function<T, ? extends JsonNode> view) {
        ArrayNode list = JSON.arrayNode();
        all.forEach(one -> list.add(view.apply(one)));
        return list;
    }
}
