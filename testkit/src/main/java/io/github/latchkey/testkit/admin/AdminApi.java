package io.github.latchkey.testkit.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.rbac.NeededPermissions;
import io.github.latchkey.testkit.batch.rbac.Permission;
import io.github.latchkey.testkit.document.Document;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.http.Handler;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.Router;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The routes of the admin API and of its page. */
final class AdminApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LIMIT = 1000;

    private final FakeAzure azure;
    private final FaultBook faults;
    private final AdminState state;
    private final LiveEvents events;
    private final String approver;

    AdminApi(FakeAzure azure, FaultBook faults, AdminState state, LiveEvents events, String approver) {
        this.azure = azure;
        this.faults = faults;
        this.state = state;
        this.events = events;
        this.approver = approver;
    }

    Router router() {
        return Router.builder()
                .route("GET", "/", request -> PageFiles.file("page.html"))
                .route("GET", "/{file}", request -> PageFiles.file(request.pathParameter("file")))
                .route("GET", "/api/state", request -> ServerResponse.json(200, state.all()))
                .route(
                        "GET",
                        "/api/events",
                        request ->
                                ServerResponse.status(200).stream("text/event-stream; charset=utf-8", events.stream()))
                .route(
                        "GET",
                        "/api/journal",
                        request -> limited(
                                request,
                                limit -> ServerResponse.json(
                                        200,
                                        state.requests(limit, request.query().text("server")))))
                .route("DELETE", "/api/journal", request -> done(azure.journal()::clear))
                .route(
                        "GET",
                        "/api/tokens",
                        request -> limited(request, limit -> ServerResponse.json(200, state.tokens(limit))))
                .route("GET", "/api/faults", request -> ServerResponse.json(200, state.faults()))
                .route("POST", "/api/faults", this::addFault)
                .route("DELETE", "/api/faults", request -> done(faults::clear))
                .route("DELETE", "/api/faults/{id}", this::removeFault)
                .route("GET", "/api/clock", request -> ServerResponse.json(200, state.clock()))
                .route("POST", "/api/clock/advance", reading(this::advance))
                .route("POST", "/api/clock/set", reading(this::set))
                .route("POST", "/api/clock/freeze", request -> clock(azure.clock()::freeze))
                .route("POST", "/api/clock/run", request -> clock(azure.clock()::run))
                .route("GET", "/api/needed-permissions", this::needed)
                .route("POST", "/api/reset", request -> done(this::reset))
                .route("POST", "/api/devices/{user_code}/approve", reading(this::approve))
                .route("POST", "/api/devices/{user_code}/decline", this::decline)
                .route("POST", "/api/entra/keys/roll-over", request -> done(azure.entra()::rollOverKeys))
                .route("POST", "/api/entra/keys/retire", request -> done(azure.entra()::retireOldKeys))
                .route("POST", "/api/entra/clock-skew", reading(this::skew))
                .route("POST", "/api/entra/revoke", reading(this::revoke))
                .route("POST", "/api/entra/secrets/expire", reading(this::expire))
                .route(
                        "POST",
                        "/api/accounts/{account}/disable",
                        account((batch, request) -> done(() -> batch.disable(true))))
                .route(
                        "POST",
                        "/api/accounts/{account}/enable",
                        account((batch, request) -> done(() -> batch.disable(false))))
                .route(
                        "POST",
                        "/api/accounts/{account}/pools/{pool}/nodes/{node}/preempt",
                        node(FakeBatch::preemptNode))
                .route("POST", "/api/accounts/{account}/pools/{pool}/nodes/{node}/break", node(FakeBatch::breakNode))
                .notFound(request -> error(404, "there is nothing at " + request.path()))
                .methodNotAllowed(request -> error(405, request.method() + " is not for " + request.path()))
                .build();
    }

    static ServerResponse error(int status, String message) {
        return ServerResponse.json(status, JSON.objectNode().put("error", message));
    }

    private static ServerResponse done(Runnable work) {
        work.run();
        return ServerResponse.status(204);
    }

    private static ServerResponse found(boolean found, String otherwise) {
        return found ? ServerResponse.status(204) : error(404, otherwise);
    }

    private ServerResponse clock(Runnable work) {
        work.run();
        return ServerResponse.json(200, state.clock());
    }

    /** What takes a number. */
    @FunctionalInterface
    private interface Limited {
        ServerResponse answer(int limit);
    }

    private static ServerResponse limited(ServerRequest request, Limited work) {
        String given = request.query().first("limit").orElse(Integer.toString(LIMIT));
        if (!given.matches("\\d{1,6}")) {
            return error(400, "limit: '" + given + "' is not a number from 0 to 999999");
        }
        return work.answer(Integer.parseInt(given));
    }

    /** Reads the body before the work is done; when something is wrong with it, that is the answer. */
    private static Handler reading(BiFunction<ServerRequest, Section, Supplier<ServerResponse>> reader) {
        return request -> {
            Document document = Document.read(request.body().length == 0 ? "{}" : request.text());
            Section section = document.root().section();
            Supplier<ServerResponse> work = reader.apply(request, section);
            section.end();
            return document.problems().isEmpty() ? work.get() : refused(document);
        };
    }

    private static ServerResponse refused(Document document) {
        ObjectNode body = JSON.objectNode();
        ArrayNode problems = body.putArray("problems");
        document.problems()
                .forEach(problem -> problems.addObject()
                        .put("pointer", problem.pointer())
                        .put("line", problem.line())
                        .put("column", problem.column())
                        .put("message", problem.message()));
        return ServerResponse.json(
                400, body.put("error", document.problems().get(0).toString()));
    }

    private Handler account(BiFunction<FakeBatch, ServerRequest, ServerResponse> work) {
        return request -> {
            String name = request.pathParameter("account");
            return azure.accounts().stream()
                    .filter(one -> one.accountName().equals(name))
                    .findFirst()
                    .map(batch -> work.apply(batch, request))
                    .orElseGet(() -> error(404, "there is no account '" + name + "'"));
        };
    }

    /** What is done to a node. */
    @FunctionalInterface
    private interface NodeWork {
        void accept(FakeBatch batch, String pool, String node);
    }

    private Handler node(NodeWork work) {
        return account((batch, request) -> {
            try {
                work.accept(batch, request.pathParameter("pool"), request.pathParameter("node"));
                return ServerResponse.status(204);
            } catch (IllegalArgumentException unknown) {
                return error(404, String.valueOf(unknown.getMessage()));
            } catch (IllegalStateException unfit) {
                return error(400, String.valueOf(unfit.getMessage()));
            }
        });
    }

    private ServerResponse addFault(ServerRequest request) {
        Document document = Document.read(request.text());
        Optional<FaultRule> rule = FaultRule.read(document.root());
        rule.ifPresent(one -> one.check(
                document.root(),
                azure.accounts().stream().map(FakeBatch::accountName).toList(),
                client -> azure.entra().directory().app(client).isPresent()));
        if (rule.isEmpty() || !document.problems().isEmpty()) {
            return refused(document);
        }
        return ServerResponse.json(201, JSON.objectNode().put("id", faults.add(azure, rule.get())));
    }

    private ServerResponse removeFault(ServerRequest request) {
        String id = request.pathParameter("id");
        return found(
                id.matches("\\d{1,9}") && faults.remove(Integer.parseInt(id)),
                "there is no rule with the number " + id);
    }

    private Supplier<ServerResponse> advance(ServerRequest request, Section body) {
        Optional<Duration> by = body.required("by").flatMap(one -> body.duration("by"));
        return moving(() -> by.ifPresent(azure::advance));
    }

    private Supplier<ServerResponse> set(ServerRequest request, Section body) {
        Optional<Instant> to = body.required("to").flatMap(one -> body.instant("to"));
        return moving(() -> to.ifPresent(azure.clock()::set));
    }

    /** Moves the clock; a time that it does not have is the client's fault. */
    private static Supplier<ServerResponse> moving(Runnable move) {
        return () -> {
            try {
                return done(move);
            } catch (IllegalArgumentException tooFar) {
                return error(400, String.valueOf(tooFar.getMessage()));
            }
        };
    }

    private Supplier<ServerResponse> approve(ServerRequest request, Section body) {
        String code = request.pathParameter("user_code");
        String user = body.text("user").orElse(approver);
        if (azure.entra().directory().user(user).isEmpty()) {
            body.member("user").orElse(body.value()).problem("there is no user '" + user + "'");
        }
        return () -> found(azure.entra().approveDevice(code, user), nobodyWaits(code));
    }

    private ServerResponse decline(ServerRequest request) {
        String code = request.pathParameter("user_code");
        return found(azure.entra().declineDevice(code), nobodyWaits(code));
    }

    private static String nobodyWaits(String code) {
        return "no device waits with the code '" + code + "'";
    }

    private Supplier<ServerResponse> revoke(ServerRequest request, Section body) {
        Optional<String> objectId = body.required("objectId").flatMap(Value::text);
        return () -> done(() -> objectId.ifPresent(azure.entra()::revokeTokens));
    }

    private Supplier<ServerResponse> expire(ServerRequest request, Section body) {
        Optional<Value> clientId = body.required("clientId");
        Optional<String> known = clientId.flatMap(Value::text)
                .filter(id -> azure.entra().directory().app(id).isPresent());
        if (clientId.isPresent() && known.isEmpty()) {
            clientId.get().problem("must be the client id of an application that the fake knows");
        }
        return () -> done(() -> known.ifPresent(azure.entra()::expireSecrets));
    }

    /** Sets Entra ID's clock ahead or behind; with neither, it is right again. */
    private Supplier<ServerResponse> skew(ServerRequest request, Section body) {
        Optional<Duration> ahead = body.duration("ahead");
        Optional<Duration> behind = body.duration("behind");
        if (body.member("ahead").isPresent() && body.member("behind").isPresent()) {
            body.value().problem("Entra ID's clock cannot be both 'ahead' and 'behind'");
        }
        Duration skew = ahead.orElseGet(() -> behind.map(Duration::negated).orElse(Duration.ZERO));
        return () -> done(() -> azure.entra().clockSkew(skew));
    }

    private void reset() {
        faults.clear();
        azure.reset();
    }

    /** What was needed by whom, and the smallest role that would have allowed it. */
    private ServerResponse needed(ServerRequest request) {
        NeededPermissions needed = azure.neededPermissions();
        ArrayNode list = JSON.arrayNode();
        for (String principal : needed.principals()) {
            NeededPermissions own = needed.of(principal);
            ObjectNode one = list.addObject().put("principal", principal);
            ArrayNode permissions = one.putArray("permissions");
            for (Permission permission : own.permissions()) {
                ObjectNode entry = permissions
                        .addObject()
                        .put("operation", permission.operation())
                        .put("dataAction", permission.data());
                own.requests(permission).forEach(entry.putArray("requests")::add);
            }
            one.set("role", Json.read(own.role("Needed by " + principal).toJson()));
        }
        return ServerResponse.json(200, list);
    }
}
