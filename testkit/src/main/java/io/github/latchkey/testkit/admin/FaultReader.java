package io.github.latchkey.testkit.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.admin.FaultRule.Server;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.entra.Aadsts;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.Requests;
import io.github.latchkey.testkit.http.Secrets;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads one {@link FaultRule}. */
final class FaultReader {

    private static final List<String> KINDS = List.of(
            "status",
            "html",
            "throttle",
            "claims",
            "code",
            "aadsts",
            "respond",
            "drip",
            "contentLength",
            "contentType",
            "expireSecrets",
            "entraAhead",
            "entraBehind");

    /** What only some of the servers have. */
    private static final Map<String, Set<Server>> FITTING = Map.of(
            "endpoint", Set.of(Server.ENTRA),
            "aadsts", Set.of(Server.ENTRA),
            "code", Set.of(Server.BATCH),
            "claims", Set.of(Server.ENTRA, Server.BATCH));

    private static final List<String> HINTED = List.of("html", "code", "aadsts", "respond");

    private static final String FAULTS = "must be one of "
            + Arrays.stream(Plain.values()).map(Section::name).collect(Collectors.joining(", "))
            + ", or an object with one of " + String.join(", ", KINDS);

    private final Value value;
    private final Section rule;

    FaultReader(Value value) {
        this.value = value;
        this.rule = value.section();
    }

    /** What requests can be made with. */
    private enum Method {
        GET,
        HEAD,
        POST,
        PUT,
        PATCH,
        DELETE,
        OPTIONS
    }

    /** Endpoints of Entra ID that are easier to name than to write down. */
    private enum Endpoint {
        TOKEN,
        DEVICE_CODE,
        KEYS;

        Predicate<ServerRequest> requests() {
            return switch (this) {
                case TOKEN -> FakeEntra.tokenEndpoint();
                case DEVICE_CODE -> FakeEntra.deviceCodeEndpoint();
                case KEYS -> FakeEntra.keysEndpoint();
            };
        }
    }

    /** Faults that need no more words. */
    private enum Plain {
        PASS,
        THROTTLE,
        HANG,
        RESET_BEFORE_BODY,
        RESET_BEFORE,
        RESET_AFTER,
        RESET_AFTER_HEAD,
        RESET_AFTER_HALF_BODY,
        HALF_BODY,
        GARBAGE,
        DUPLICATE,
        OUTAGE,
        ROLL_OVER_KEYS,
        RETIRE_OLD_KEYS,
        REPLACE_KEYS;

        Faults.Rule end(Faults.Sentence sentence, FakeEntra entra) {
            return switch (this) {
                case PASS -> sentence.pass();
                case THROTTLE -> sentence.throttle();
                case HANG -> sentence.hang();
                case RESET_BEFORE_BODY -> sentence.resetBeforeBody();
                case RESET_BEFORE -> sentence.resetBefore();
                case RESET_AFTER -> sentence.resetAfter();
                case RESET_AFTER_HEAD -> sentence.resetAfterHead();
                case RESET_AFTER_HALF_BODY -> sentence.resetAfterHalfBody();
                case HALF_BODY -> sentence.halfBody();
                case GARBAGE -> sentence.garbage();
                case DUPLICATE -> sentence.duplicate();
                case OUTAGE -> sentence.outage();
                case ROLL_OVER_KEYS -> runs(sentence, this, entra::rollOverKeys);
                case RETIRE_OLD_KEYS -> runs(sentence, this, entra::retireOldKeys);
                case REPLACE_KEYS ->
                    runs(sentence, this, () -> {
                        entra.rollOverKeys();
                        entra.retireOldKeys();
                    });
            };
        }

        private static Faults.Rule runs(Faults.Sentence sentence, Plain kind, Runnable action) {
            return sentence.fault(Fault.run(action).named(Section.name(kind)));
        }
    }

    /** The end of a sentence, for which some need Entra ID: its errors, keys, secrets or clock. */
    @FunctionalInterface
    private interface End {
        Faults.Rule of(Faults.Sentence sentence, FakeEntra entra);
    }

    Optional<FaultRule> read() {
        Optional<Server> server = rule.required("server").flatMap(one -> Section.constant(one, Server.class));
        Optional<String> account = rule.text("account");
        if (account.isPresent() && server.isPresent() && server.get() != Server.BATCH) {
            rule.member("account").ifPresent(one -> one.problem("only rules for the server 'batch' have an account"));
        }
        Predicate<ServerRequest> requests = requests(server);
        UnaryOperator<Faults.Sentence> conditions = conditions();
        Optional<End> end = rule.required("fault").flatMap(fault -> end(fault, server));
        rule.member("form")
                .filter(form -> Section.means(value.tree().path("fault").asText(), Plain.RESET_BEFORE_BODY))
                .ifPresent(form -> form.problem("'resetBeforeBody' comes before a form is read"));
        rule.end();
        return server.flatMap(one -> end.map(fault -> new FaultRule(
                one,
                account.orElse(""),
                value.tree().path("fault").path("expireSecrets").asText(""),
                shown(value.tree()),
                (faults, entra) -> fault.of(conditions.apply(faults.on(requests)), entra))));
    }

    /** Masks the secrets that a rule looks for, and those of an answer. */
    private static String shown(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        for (String member : List.of("header", "query", "form")) {
            mask(copy.path(member));
        }
        if (copy.path("fault").path("respond") instanceof ObjectNode answer) {
            mask(answer.path("headers"));
            if (answer.path("body").isTextual()) {
                answer.put("body", Secrets.maskBody("", answer.path("body").asText()));
            }
        }
        return copy.toString();
    }

    private static void mask(JsonNode named) {
        if (named instanceof ObjectNode object) {
            Fields fields = Fields.none();
            for (Map.Entry<String, JsonNode> one : object.properties()) {
                fields = fields.plus(one.getKey(), one.getValue().asText());
            }
            Secrets.mask(fields).forEach(object::put);
        }
    }

    /** Says so when a member makes no sense for the server of the rule. */
    private static void onlyFor(String member, Value given, Optional<Server> server) {
        Set<Server> fitting = FITTING.getOrDefault(member, Set.of());
        server.filter(one -> !fitting.contains(one))
                .ifPresent(one -> given.problem("'" + member + "' is for the server "
                        + fitting.stream()
                                .map(Section::name)
                                .sorted()
                                .map(name -> "'" + name + "'")
                                .collect(Collectors.joining(" or "))
                        + " only"));
    }

    private Predicate<ServerRequest> requests(Optional<Server> server) {
        List<Predicate<ServerRequest>> all = new ArrayList<>();
        rule.oneOf("method", Method.class)
                .ifPresent(method -> all.add(request -> request.method().equals(method.name())));
        rule.member("path")
                .ifPresent(path -> path.text()
                        .flatMap(text -> path.attempt(() -> Requests.path(withoutQuery(text))))
                        .ifPresent(all::add));
        rule.oneOf("endpoint", Endpoint.class).ifPresent(endpoint -> all.add(endpoint.requests()));
        rule.member("endpoint").ifPresent(one -> onlyFor("endpoint", one, server));
        named("header", (name, text) -> all.add(Requests.header(name, text)));
        named("query", (name, text) -> all.add(Requests.query(name, text)));
        named("form", (name, text) -> all.add(Requests.form(name, text)));
        return all.stream().reduce(Requests.any(), Predicate::and);
    }

    private static String withoutQuery(String path) {
        if (path.contains("?")) {
            throw new IllegalArgumentException(
                    "'" + path + "' is more than a path; say what is after the question mark in 'query'");
        }
        return path;
    }

    private void named(String member, BiConsumer<String, String> use) {
        rule.section(member)
                .ifPresent(section ->
                        section.rest((name, one) -> one.text().ifPresent(text -> use.accept(name, text))));
    }

    private UnaryOperator<Faults.Sentence> conditions() {
        List<UnaryOperator<Faults.Sentence>> all = new ArrayList<>();
        rule.integer("first", 1, Long.MAX_VALUE).ifPresent(count -> all.add(one -> one.first(count)));
        rule.integer("afterFirst", 0, Long.MAX_VALUE).ifPresent(count -> all.add(one -> one.afterFirst(count)));
        rule.member("nth").ifPresent(nth -> {
            long[] numbers = nth.list().stream()
                    .flatMap(one -> one.integer(1, Long.MAX_VALUE).stream())
                    .mapToLong(Long::longValue)
                    .toArray();
            if (nth.tree().isArray() && nth.tree().isEmpty()) {
                nth.problem("must hold the number of at least one request");
            }
            if (numbers.length > 0) {
                all.add(one -> one.nth(numbers));
            }
        });
        rule.member("probability")
                .flatMap(Value::probability)
                .ifPresent(probability -> all.add(one -> one.withProbability(probability)));
        delay().ifPresent(all::add);
        return sentence -> {
            Faults.Sentence narrowed = sentence;
            for (UnaryOperator<Faults.Sentence> condition : all) {
                narrowed = condition.apply(narrowed);
            }
            return narrowed;
        };
    }

    private Optional<UnaryOperator<Faults.Sentence>> delay() {
        if (rule.member("delay").filter(Value::isText).isPresent()) {
            return rule.duration("delay").map(delay -> one -> one.delayed(delay));
        }
        return rule.section("delay").flatMap(delay -> {
            Duration atLeast = delay.duration("atLeast").orElse(Duration.ZERO);
            Optional<Duration> atMost = delay.required("atMost").flatMap(any -> delay.duration("atMost"));
            delay.end();
            if (atMost.isPresent() && atMost.get().compareTo(atLeast) < 0) {
                delay.value().problem("'atMost' is less than 'atLeast'");
                return Optional.empty();
            }
            return atMost.map(most -> one -> one.delayedBetween(atLeast, most));
        });
    }

    private static Optional<End> end(Value value, Optional<Server> server) {
        if (value.isText()) {
            return Section.constant(value, Plain.class).map(plain -> plain::end);
        }
        Section fault = value.section();
        if (KINDS.stream().filter(name -> fault.member(name).isPresent()).count() != 1) {
            value.problem(FAULTS);
        }
        KINDS.stream()
                .filter(FITTING::containsKey)
                .forEach(kind -> fault.member(kind).ifPresent(one -> onlyFor(kind, one, server)));
        UnaryOperator<ServerResponse> hint = hint(fault);
        List<End> ends = new ArrayList<>();
        fault.integer("status", 400, 599)
                .ifPresent(status -> ends.add((sentence, entra) -> sentence.respondStatus(status.intValue())));
        fault.member("html")
                .ifPresent(html -> html.integer(500, 504)
                        .flatMap(status -> html.attempt(() -> Answers.gatewayPage(status.intValue())))
                        .ifPresent(page -> ends.add((sentence, entra) -> sentence.respond(hint.apply(page)))));
        throttle(fault).ifPresent(ends::add);
        fault.text("claims").ifPresent(claims -> ends.add((sentence, entra) -> sentence.demandClaims(claims)));
        fault.member("code")
                .ifPresent(code -> code.text()
                        .flatMap(text -> code.attempt(() -> FakeBatch.answer(text)))
                        .ifPresent(answer -> ends.add((sentence, entra) -> sentence.respond(hint.apply(answer)))));
        fault.member("aadsts")
                .flatMap(FaultReader::aadsts)
                .ifPresent(error -> ends.add((sentence, entra) ->
                        sentence.respond(hint.apply(entra.answers().error(error)))));
        fault.section("respond")
                .flatMap(FaultReader::answer)
                .ifPresent(answer -> ends.add((sentence, entra) -> sentence.respond(hint.apply(answer))));
        fault.section("drip").ifPresent(drip -> {
            int bytes = drip.integer("bytes", 1, Integer.MAX_VALUE).orElse(1L).intValue();
            Duration pause = drip.duration("pause").orElse(Duration.ofMillis(10));
            drip.end();
            ends.add((sentence, entra) -> sentence.drip(bytes, pause));
        });
        fault.integer("contentLength", 0, Integer.MAX_VALUE)
                .ifPresent(length -> ends.add((sentence, entra) -> sentence.contentLength(length)));
        fault.text("contentType").ifPresent(type -> ends.add((sentence, entra) -> sentence.contentType(type)));
        fault.text("expireSecrets")
                .ifPresent(clientId -> ends.add((sentence, entra) -> sentence.fault(
                        Fault.run(() -> entra.expireSecrets(clientId)).named("expireSecrets"))));
        skew(fault, "entraAhead", UnaryOperator.identity()).ifPresent(ends::add);
        skew(fault, "entraBehind", Duration::negated).ifPresent(ends::add);
        fault.end();
        return ends.size() == 1 ? Optional.of(ends.get(0)) : Optional.empty();
    }

    private static Optional<End> skew(Section fault, String member, UnaryOperator<Duration> direction) {
        return fault.duration(member)
                .map(by -> (sentence, entra) -> sentence.fault(
                        Fault.run(() -> entra.clockSkew(direction.apply(by))).named(member)));
    }

    /** Reads a 429 whose {@code Retry-After} is in seconds, or a date. */
    private static Optional<End> throttle(Section fault) {
        Optional<Value> given = fault.member("throttle");
        if (given.isEmpty() || given.get().isText()) {
            return fault.duration("throttle").map(wait -> (sentence, entra) -> sentence.throttleFor(wait));
        }
        Section until = given.get().section();
        Optional<Instant> end = until.required("until").flatMap(any -> until.instant("until"));
        until.end();
        return end.map(time -> (sentence, entra) -> sentence.throttleUntil(time));
    }

    /** Reads when the client should come back, for those answers that may say so. */
    private static UnaryOperator<ServerResponse> hint(Section fault) {
        Optional<Duration> wait = fault.duration("retryAfter");
        if (wait.isPresent()
                && HINTED.stream().noneMatch(name -> fault.member(name).isPresent())) {
            fault.member("retryAfter")
                    .ifPresent(one -> one.problem("goes with " + String.join(", ", HINTED)
                            + "; for a 429 of the service say {\"throttle\": \"30s\"}"));
        }
        return answer -> wait.map(time -> answer.header("Retry-After", Long.toString(time.toSeconds())))
                .orElse(answer);
    }

    private static Optional<Aadsts> aadsts(Value number) {
        Optional<Aadsts> known = number.integer(1, Integer.MAX_VALUE).flatMap(code -> Aadsts.byCode(code.intValue()));
        if (known.isEmpty()) {
            number.problem("is no AADSTS number that the fake knows");
        }
        return known;
    }

    private static Optional<ServerResponse> answer(Section respond) {
        int status = respond.integer("status", 200, 599).orElse(200L).intValue();
        String body = respond.text("body").orElse("");
        String type = respond.text("contentType").orElse("text/plain; charset=utf-8");
        List<UnaryOperator<ServerResponse>> headers = new ArrayList<>();
        respond.section("headers")
                .ifPresent(section -> section.rest((name, one) ->
                        one.text().ifPresent(text -> headers.add(answer -> answer.header(name, text)))));
        respond.end();
        return respond.value().attempt(() -> {
            ServerResponse answer = ServerResponse.status(status).body(type, body);
            for (UnaryOperator<ServerResponse> header : headers) {
                answer = header.apply(answer);
            }
            return answer;
        });
    }
}
