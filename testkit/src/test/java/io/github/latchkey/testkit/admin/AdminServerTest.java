package io.github.latchkey.testkit.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.AzureCalls;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.time.TestClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {

    private static final String POOL = """
            {"id": "small", "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 2, "virtualMachineConfiguration": {
              "imageReference": {"publisher": "canonical", "offer": "jammy", "sku": "22_04-lts"},
              "nodeAgentSKUId": "batch.node.ubuntu 22.04"}}
            """;

    private final TestClock clock = TestClock.frozenAt(Instant.parse("2027-01-01T08:00:00Z"));
    private final FakeAzure azure = FakeAzure.builder()
            .clock(clock)
            .batch(batch -> batch.pool(POOL).timings(BatchTimings.defaults()))
            .start();
    private final AdminServer admin = AdminServer.start(azure);
    private final AzureCalls program = new AzureCalls(azure.httpClient(), azure.credentials());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        admin.close();
        azure.close();
    }

    @Test
    void state_afterWork_showsAccountsPoolsJobsAndPeople() throws Exception {
        addJobWithTasks(3);

        JsonNode state = json(get("/api/state"));

        JsonNode account = state.path("accounts").path(0);
        assertThat(account.path("name").asText()).isEqualTo("latchkeytest");
        assertThat(account.path("pools").path(0).path("id").asText()).isEqualTo("small");
        assertThat(account.path("jobs").path(0).path("id").asText()).isEqualTo("work");
        assertThat(account.path("jobs").path(0).path("active").asInt()).isEqualTo(3);
        assertThat(state.path("entra").path("users").path(0).path("name").asText())
                .isEqualTo(azure.entra().userName());
        assertThat(state.path("clock").path("frozen").asBoolean()).isTrue();
    }

    @Test
    void everything_afterWork_holdsNoSecret() throws Exception {
        addJobWithTasks(1);
        String token = program.token();

        String all = get("/api/state").body()
                + get("/api/journal").body()
                + get("/api/tokens").body();

        assertThat(all)
                .contains("client_credentials", "\"aud\":\"https://batch.core.windows.net/\"")
                .doesNotContain(azure.entra().clientSecret())
                .doesNotContain(azure.entra().userPassword())
                .doesNotContain(azure.batch().accountKey())
                .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }

    @Test
    void journal_requests_canBeListedNarrowedAndCleared() throws Exception {
        addJobWithTasks(1);

        JsonNode last =
                json(get("/api/journal?limit=1&server=batch/latchkeytest")).path(0);

        assertThat(last.path("operation").asText()).isEqualTo("Task_AddCollection");
        assertThat(last.path("status").asInt()).isEqualTo(200);
        assertThat(send("DELETE", "/api/journal", "").statusCode()).isEqualTo(204);
        assertThat(json(get("/api/journal"))).isEmpty();
        assertThat(get("/api/journal?limit=x").statusCode()).isEqualTo(400);
    }

    @Test
    void clock_movedFromOutside_letsThingsHappen() throws Exception {
        addJobWithTasks(2);

        send("POST", "/api/clock/set", "{\"to\": \"2027-01-01T09:00:00Z\"}");

        JsonNode moved = json(get("/api/clock"));
        assertThat(moved.path("now").asText()).isEqualTo("2027-01-01T09:00:00Z");
        assertThat(json(get("/api/state"))
                        .path("accounts")
                        .path(0)
                        .path("jobs")
                        .path(0)
                        .path("succeeded")
                        .asInt())
                .isEqualTo(2);
        assertThat(send("POST", "/api/clock/advance", "{\"by\": \"90s\"}").statusCode())
                .isEqualTo(204);
        assertThat(clock.instant()).isEqualTo(Instant.parse("2027-01-01T09:01:30Z"));
        HttpResponse<String> tooFar = send("POST", "/api/clock/advance", "{\"by\": \"PT99999999999H\"}");
        assertThat(tooFar.statusCode()).isEqualTo(400);
        assertThat(json(tooFar).path("error").asText()).contains("at most 36525d");
        assertThat(send("POST", "/api/clock/set", "{\"to\": \"+12027-01-01T00:00:00Z\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(clock.instant()).isEqualTo(Instant.parse("2027-01-01T09:01:30Z"));
        send("POST", "/api/clock/run", "");
        assertThat(clock.isFrozen()).isFalse();
        send("POST", "/api/clock/freeze", "");
        assertThat(clock.isFrozen()).isTrue();
    }

    @Test
    void faults_addedFromOutside_hitAndAreListedAndRemoved() throws Exception {
        HttpResponse<String> added = send("POST", "/api/faults", """
                {"server": "batch", "method": "GET", "path": "/jobs", "fault": {"code": "ServerBusy", "retryAfter": "7s"}}
                """);
        AzureCalls.Answer refused = program.call(azure.batch(), "GET", "/jobs");

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().get("Retry-After")).isEqualTo("7");
        JsonNode listed = json(get("/api/faults")).path(0);
        assertThat(listed.path("hits").asInt()).isEqualTo(1);
        assertThat(listed.path("rule").path("path").asText()).isEqualTo("/jobs");
        int id = json(added).path("id").asInt();
        assertThat(send("DELETE", "/api/faults/" + id, "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/api/faults/" + id, "").statusCode()).isEqualTo(404);
        assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"pass\" | 200 | pass",
                "\"throttle\" | 429 | respond 429",
                "{\"throttle\": \"30s\"} | 429 | respond 429",
                "{\"throttle\": {\"until\": \"2027-01-31T12:00:00Z\"}} | 429 | respond 429",
                "\"garbage\" | 200 | garbage",
                "\"duplicate\" | 200 | duplicate",
                "\"outage\" | 503 | outage",
                "\"rollOverKeys\" | 200 | rollOverKeys",
                "\"retireOldKeys\" | 200 | retireOldKeys",
                "\"replaceKeys\" | 401 | replaceKeys",
                "{\"status\": 500} | 500 | respond 500",
                "{\"html\": 502} | 502 | respond 502",
                "{\"code\": \"ServerBusy\"} | 503 | respond 503",
                "{\"claims\": \"{}\"} | 401 | demand claims",
                "{\"aadsts\": 50076} | 400 | respond 400",
                "{\"respond\": {\"status\": 418, \"body\": \"tea\", \"headers\": {\"X-Pot\": \"1\"}}} | 418 | respond 418",
                "{\"contentType\": \"text/html\"} | 200 | content type text/html",
                "{\"drip\": {\"bytes\": 64, \"pause\": \"0ms\"}} | 200 | drip 64 bytes every PT0S",
                "{\"entraAhead\": \"1h\"} | 200 | entraAhead",
                "{\"entraBehind\": \"1h\"} | 200 | entraBehind",
            })
    void fault_ofEachKind_isMetAndNamedInTheJournal(String fault, int status, String name) throws Exception {
        String server = fault.contains("aadsts") ? "entra" : "batch";
        HttpResponse<String> added =
                send("POST", "/api/faults", "{\"server\": \"" + server + "\", \"first\": 1, \"fault\": " + fault + "}");

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        int seen = server.equals("entra")
                ? program.askForToken().status()
                : program.call(azure.batch(), "GET", "/jobs").status();
        assertThat(seen).isEqualTo(status);
        assertThat(azure.journal().select().withFault().list())
                .singleElement()
                .satisfies(request -> assertThat(request.outcome().fault()).isEqualTo(name));
    }

    @Test
    void fault_thatFoundNoBody_saysSoInTheJournal() throws Exception {
        send("POST", "/api/faults", "{\"server\": \"batch\", \"method\": \"POST\", \"fault\": \"halfBody\"}");

        program.call(azure.batch(), program.token(), "POST", "/jobs", "{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"}}");

        assertThat(json(get("/api/journal")).findValuesAsText("note")).contains("the answer has no body");
    }

    @Test
    void fault_wrong_isRefusedWithEachPlace() throws Exception {
        HttpResponse<String> refused = send(
                "POST",
                "/api/faults",
                "{\"server\": \"batch\", \"account\": \"other\", \"first\": 0, \"fault\": \"hang\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("problems").findValuesAsText("pointer")).contains("/first");
        assertThat(json(get("/api/faults"))).isEmpty();
        assertThat(send("POST", "/api/faults", "nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void neededPermissions_afterWork_areARoleReadyForAzure() throws Exception {
        program.call(azure.batch(), "GET", "/jobs");

        JsonNode role = json(get("/api/needed-permissions")).path(0).path("role");

        assertThat(role.path("DataActions").path(0).asText()).isEqualTo("Microsoft.Batch/batchAccounts/jobs/read");
    }

    @Test
    void device_approvedFromOutside_isUnknownWhenNobodyWaits() throws Exception {
        assertThat(send("POST", "/api/devices/NOSUCH/approve", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/api/devices/NOSUCH/decline", "").statusCode()).isEqualTo(404);
    }

    @Test
    void device_approvedFromOutside_getsATokenOfTheUserWhoIsNamed() throws Exception {
        JsonNode device = waitingDevice();
        String path = "/api/devices/" + device.path("user_code").asText();
        assertThat(send("POST", path + "/approve", "{\"user\": \"nobody@contoso.example\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("POST", path + "/approve", "{\"usr\": \"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(redeem(device).path("error").asText())
                .as("what is refused does nothing")
                .isEqualTo("authorization_pending");

        assertThat(send("POST", path + "/approve", "").statusCode()).isEqualTo(204);

        assertThat(redeem(device).path("access_token").asText()).isNotEmpty();
        assertThat(azure.entra().issuedTokens())
                .last()
                .satisfies(claims -> assertThat(claims.path("upn").asText())
                        .isEqualTo(azure.entra().userName()));
    }

    @Test
    void device_declinedFromOutside_learnsOfIt() throws Exception {
        JsonNode device = waitingDevice();

        assertThat(send("POST", "/api/devices/" + device.path("user_code").asText() + "/decline", "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(redeem(device).path("error").asText()).isEqualTo("authorization_declined");
    }

    private JsonNode waitingDevice() {
        return entra(
                "devicecode",
                "scope=https%3A%2F%2Fbatch.core.windows.net%2F%2Fuser_impersonation&client_id="
                        + azure.entra().clientId());
    }

    private JsonNode redeem(JsonNode device) {
        clock.advance(Duration.ofSeconds(5));
        return entra(
                "token",
                "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id="
                        + azure.entra().clientId() + "&device_code="
                        + device.path("device_code").asText());
    }

    private JsonNode entra(String endpoint, String form) {
        return AzureCalls.entra(azure, endpoint, form);
    }

    @Test
    void keys_rolledOverAndRetiredFromOutside_areNewOnes() throws Exception {
        List<String> first = keys();

        assertThat(send("POST", "/api/entra/keys/roll-over", "").statusCode()).isEqualTo(204);
        List<String> both = keys();
        assertThat(send("POST", "/api/entra/keys/retire", "").statusCode()).isEqualTo(204);

        assertThat(both).containsAll(first).hasSizeGreaterThan(first.size());
        assertThat(keys()).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    private List<String> keys() {
        return Json.read(Objects.requireNonNull(azure.httpClient()
                        .get()
                        .uri(azure.entra().authority() + "/discovery/v2.0/keys")
                        .responseSingle((response, content) -> content.asString())
                        .block(Duration.ofSeconds(20))))
                .findValuesAsText("kid");
    }

    @Test
    void tokens_revokedFromOutside_areRefused() throws Exception {
        String token = program.askForToken(
                        "&claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22CP1%22%5D%7D%7D%7D")
                .json()
                .path("access_token")
                .asText();
        assertThat(program.call(azure.batch(), token, "GET", "/jobs", "").status())
                .isEqualTo(200);

        assertThat(send(
                                "POST",
                                "/api/entra/revoke",
                                "{\"objectId\": \"" + azure.entra().servicePrincipalId() + "\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(program.call(azure.batch(), token, "GET", "/jobs", "").status())
                .isEqualTo(401);
        assertThat(send("POST", "/api/entra/revoke", "").statusCode()).isEqualTo(400);
    }

    @Test
    void secrets_expiredFromOutside_areRefused() throws Exception {
        String client = "{\"clientId\": \"" + azure.entra().clientId() + "\"}";

        assertThat(send("POST", "/api/entra/secrets/expire", client).statusCode())
                .isEqualTo(204);

        assertThat(program.askForToken().text()).contains("AADSTS7000222");
        HttpResponse<String> unknown = send("POST", "/api/entra/secrets/expire", "{\"clientId\": \"other\"}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(unknown).path("problems").findValuesAsText("pointer")).containsExactly("/clientId");
    }

    @Test
    void clockOfEntra_setWrongFromOutside_isInItsTokensUntilItIsRightAgain() throws Exception {
        assertThat(send("POST", "/api/entra/clock-skew", "{\"behind\": \"2h\"}").statusCode())
                .isEqualTo(204);
        assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(401);
        assertThat(send("POST", "/api/entra/clock-skew", "{\"ahead\": \"2h\"}").statusCode())
                .isEqualTo(204);
        assertThat(program.askForToken().headers().get("Date")).isEqualTo("Fri, 01 Jan 2027 10:00:00 GMT");
        assertThat(send("POST", "/api/entra/clock-skew", "{\"ahead\": \"2h\", \"behind\": \"2h\"}")
                        .statusCode())
                .isEqualTo(400);

        assertThat(send("POST", "/api/entra/clock-skew", "{}").statusCode()).isEqualTo(204);

        assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(200);
    }

    @Test
    void node_brokenAndPreemptedFromOutside_isNoMoreWhatItWas() throws Exception {
        assertThat(program.call(
                                azure.batch(),
                                program.token(),
                                "POST",
                                "/pools",
                                POOL.replace("small", "cheap").replace("targetDedicated", "targetLowPriority"))
                        .status())
                .isEqualTo(201);
        send("POST", "/api/clock/advance", "{\"by\": \"1h\"}");
        String dedicated = node("small");
        String cheap = node("cheap");

        assertThat(send("POST", "/api/accounts/latchkeytest/pools/small/nodes/" + dedicated + "/break", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("POST", "/api/accounts/latchkeytest/pools/cheap/nodes/" + cheap + "/preempt", "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(program.call(azure.batch(), "GET", "/pools/small/nodes/" + dedicated)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("unusable");
        AzureCalls.Answer gone = program.call(azure.batch(), "GET", "/pools/cheap/nodes/" + cheap);
        assertThat(gone.status() == 404 || gone.json().path("state").asText().equals("preempted"))
                .as(gone.text())
                .isTrue();
    }

    @Test
    void preempt_dedicatedNode_isRefused_andUnknownNode_isNotFound() throws Exception {
        send("POST", "/api/clock/advance", "{\"by\": \"1h\"}");
        String dedicated = node("small");
        String nodes = "/api/accounts/latchkeytest/pools/small/nodes/";

        HttpResponse<String> refused = send("POST", nodes + dedicated + "/preempt", "");
        HttpResponse<String> unknown = send("POST", nodes + "none/preempt", "");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("error").asText())
                .isEqualTo(
                        "the node '" + dedicated + "' is dedicated; only Spot (low-priority) nodes can be preempted");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).path("error").asText()).isEqualTo("there is no node 'none' in a pool 'small'");
        assertThat(program.call(azure.batch(), "GET", "/pools/small/nodes/" + dedicated)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("idle");
    }

    private String node(String pool) {
        return program.call(azure.batch(), "GET", "/pools/" + pool + "/nodes")
                .json()
                .path("value")
                .path(0)
                .path("id")
                .asText();
    }

    @Test
    void account_disabledFromOutside_refusesUntilEnabled() throws Exception {
        send("POST", "/api/accounts/latchkeytest/disable", "");
        assertThat(program.call(azure.batch(), "GET", "/jobs").text()).contains("AccountIsDisabled");
        send("POST", "/api/accounts/latchkeytest/enable", "");
        assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(200);
        assertThat(send("POST", "/api/accounts/other/disable", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/api/accounts/latchkeytest/pools/small/nodes/none/break", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void reset_fromOutside_beginsAgain() throws Exception {
        addJobWithTasks(1);
        send("POST", "/api/faults", "{\"server\": \"batch\", \"fault\": {\"status\": 500}}");

        assertThat(send("POST", "/api/reset", "").statusCode()).isEqualTo(204);

        JsonNode state = json(get("/api/state"));
        assertThat(state.path("accounts").path(0).path("jobs")).isEmpty();
        assertThat(state.path("accounts").path(0).path("pools")).hasSize(1);
        assertThat(state.path("faults")).isEmpty();
        assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(200);
    }

    @Test
    void events_asTheyHappen_areSentToWhoListens() throws Exception {
        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(URI.create(admin.uri() + "/api/events")).build(), BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines, "state").path("journal").path("total").asInt())
                    .isZero();

            program.call(azure.batch(), "GET", "/jobs");

            JsonNode arrived = next(lines, "request");
            JsonNode answered = next(lines, "request");
            assertThat(arrived.path("operation").asText()).contains("token");
            assertThat(arrived.path("status").asInt()).isZero();
            assertThat(answered.path("id")).isEqualTo(arrived.path("id"));
            assertThat(answered.path("status").asInt()).isEqualTo(200);
            for (JsonNode state = next(lines, "state");
                    state.path("journal").path("total").asInt() < 2; ) {
                state = next(lines, "state");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1100, -2000})
    void body_moreThanCanBeRead_isRefusedWithItsPlace(int size) throws Exception {
        String value = size > 0 ? "1".repeat(size) : "[".repeat(-size);

        HttpResponse<String> answer = send("POST", "/api/faults", "{\"first\": " + value + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("problems"))
                .anySatisfy(
                        problem -> assertThat(problem.path("pointer").asText()).startsWith("/first"));
    }

    @Test
    void requests_ofForeignPages_areRefused() throws Exception {
        HttpRequest.Builder reset =
                HttpRequest.newBuilder(URI.create(admin.uri() + "/api/reset")).POST(BodyPublishers.noBody());
        for (Map.Entry<String, String> foreign : Map.of(
                        "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
                .entrySet()) {
            assertThat(client.send(
                                    reset.copy()
                                            .header(foreign.getKey(), foreign.getValue())
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .as(foreign.toString())
                    .isEqualTo(403);
        }
        for (String path : List.of("/api/state", "/api/journal", "/api/events", "/API/state", "/%61pi/state")) {
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(admin.uri() + path))
                                            .header("Sec-Fetch-Site", "cross-site")
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(client.send(
                                HttpRequest.newBuilder(URI.create(admin.uri() + "/"))
                                        .header("Sec-Fetch-Site", "cross-site")
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .as("a link to the page")
                .isEqualTo(200);
        assertThat(client.send(
                                reset.copy()
                                        .header("Origin", admin.uri().toString())
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(204);
        assertThat(client.send(
                                HttpRequest.newBuilder(URI.create(admin.uri() + "/api/faults"))
                                        .header("Content-Type", "text/plain")
                                        .POST(BodyPublishers.ofString("{}"))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "127.0.0.1, 200",
        "[::1]:80, 200",
        "Kit.Example:80, 200",
        "evil.example, 403",
        "localhost.evil.example, 403",
        "'', 403"
    })
    void host_ofTheRequest_mustBeOurs(String host, int status) throws IOException {
        // The JDK's client does not let anybody lie about the host.
        try (AdminServer named =
                        AdminServer.builder(azure).hostName("kit.example").start();
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), named.uri().getPort())) {
            socket.getOutputStream()
                    .write(("GET /api/state HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

            assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void page_files_areConfinedToTheirOrigin() throws Exception {
        for (String file : new String[] {"/", "/page.css", "/page.js", "/icon.svg"}) {
            HttpResponse<String> answer = get(file);

            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.body()).as("no external loads").doesNotContainPattern("(src|href)=\"?https?:");
        }
        assertThat(get("/page.class").statusCode()).isEqualTo(404);
        assertThat(get("/..%2fAdminServer.class").statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/api/state", "").statusCode()).isEqualTo(405);
    }

    private void addJobWithTasks(int count) {
        String token = program.token();
        assertThat(program.call(
                                azure.batch(),
                                token,
                                "POST",
                                "/jobs",
                                "{\"id\":\"work\",\"poolInfo\":{\"poolId\":\"small\"}}")
                        .status())
                .isEqualTo(201);
        StringBuilder tasks = new StringBuilder();
        for (int i = 0; i < count; i++) {
            tasks.append(tasks.isEmpty() ? "" : ",")
                    .append("{\"id\":\"t")
                    .append(i)
                    .append("\",\"commandLine\":\"true\"}");
        }
        assertThat(program.call(
                                azure.batch(),
                                token,
                                "POST",
                                "/jobs/work/addtaskcollection",
                                "{\"value\":[" + tasks + "]}")
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode next(BufferedReader lines, String event) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("event: " + event)) {
                return Json.read(lines.readLine().substring("data: ".length()));
            }
        }
        throw new IllegalStateException("the stream has ended");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(admin.uri() + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(admin.uri() + path)).method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.read(answer.body());
    }
}
