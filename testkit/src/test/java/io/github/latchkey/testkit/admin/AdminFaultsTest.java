package io.github.latchkey.testkit.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.AzureCalls;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import io.github.latchkey.testkit.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault and every condition that can be written in JSON, met on a socket. */
class AdminFaultsTest {

    private static final String JOB = "{\"id\": \"j\", \"poolInfo\": {\"poolId\": \"p\"}}";

    private final FakeAzure azure = FakeAzure.builder().seed(7).start();
    private final AdminServer admin = AdminServer.start(azure);
    private final AzureCalls program = new AzureCalls(azure.httpClient(), azure.credentials());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        admin.close();
        azure.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | \"resetBeforeBody\" | 0",
                "POST | \"resetBefore\" | 0",
                "POST | \"resetAfter\" | 1",
                "POST | {\"contentLength\": 1000000} | 1",
                "GET | \"halfBody\" | 0",
                "GET | \"resetAfterHead\" | 0",
                "GET | \"resetAfterHalfBody\" | 0",
            })
    void fault_brokenDelivery_isNoAnswer(String method, String fault, int jobs) throws Exception {
        String token = program.token();
        add("{\"server\": \"batch\", \"first\": 1, \"fault\": " + fault + "}");

        assertThatThrownBy(() -> program.call(azure.batch(), token, method, "/jobs", method.equals("POST") ? JOB : ""))
                .hasRootCauseInstanceOf(java.io.IOException.class);

        assertThat(program.call(azure.batch(), token, "GET", "/jobs", "").json().path("value"))
                .hasSize(jobs);
    }

    @Test
    void fault_hang_isSilenceUntilTheRuleHasBeenMet() throws Exception {
        String token = program.token();
        add("{\"server\": \"batch\", \"first\": 1, \"fault\": \"hang\"}");

        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(
                () -> program.call(azure.batch(), token, "GET", "/jobs", "").status());
        azure.batchRequests().withFault().awaitCount(1, Duration.ofSeconds(30));

        assertThat(program.call(azure.batch(), token, "GET", "/jobs", "").status())
                .isEqualTo(200);
        assertThat(waiting).isNotDone();
        azure.close();
        assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void fault_garbage_isBrokenJson() throws Exception {
        add("{\"server\": \"batch\", \"first\": 1, \"fault\": \"garbage\"}");

        AzureCalls.Answer answer = program.call(azure.batch(), "GET", "/jobs");

        assertThat(answer.status()).isEqualTo(200);
        assertThatThrownBy(answer::json).hasMessageContaining("not JSON");
    }

    @Test
    void fault_duplicate_isHandledTwice() throws Exception {
        String token = program.token();
        add("{\"server\": \"batch\", \"first\": 1, \"fault\": \"duplicate\"}");

        assertThat(program.call(azure.batch(), token, "POST", "/jobs", JOB).text())
                .contains("JobExists");
    }

    @Test
    void fault_drip_isSlowAndWhole() throws Exception {
        String token = program.token();
        String whole = program.call(azure.batch(), token, "GET", "/jobs", "").text();
        add("{\"server\": \"batch\", \"first\": 1, \"fault\": {\"drip\": {\"bytes\": 16, \"pause\": \"20ms\"}}}");

        long start = System.nanoTime();
        AzureCalls.Answer answer = program.call(azure.batch(), token, "GET", "/jobs", "");

        assertThat(answer.text()).isEqualTo(whole);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("a pause before each piece")
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).multipliedBy((whole.length() + 15) / 16));
    }

    @Test
    void fault_contentType_isInTheHeaderOnly() throws Exception {
        String token = program.token();
        String usual = program.call(azure.batch(), token, "GET", "/jobs", "").text();
        add("{\"server\": \"batch\", \"first\": 1, \"fault\": {\"contentType\": \"text/html\"}}");

        AzureCalls.Answer answer = program.call(azure.batch(), token, "GET", "/jobs", "");

        assertThat(answer.headers().get("Content-Type")).isEqualTo("text/html");
        assertThat(answer.text()).isEqualTo(usual);
    }

    @Test
    void fault_claims_isTheChallengeOfEachService() throws Exception {
        String token = program.token();
        add("{\"server\": \"batch\", \"first\": 1, \"fault\": {\"claims\": \"{\\\"a\\\":1}\"}}");
        add("{\"server\": \"entra\", \"first\": 1, \"fault\": {\"claims\": \"{\\\"a\\\":1}\"}}");

        assertThat(program.call(azure.batch(), token, "GET", "/jobs", "")
                        .headers()
                        .get("WWW-Authenticate"))
                .contains("insufficient_claims", "claims=\"eyJhIjoxfQ==\"");
        assertThat(program.askForToken().json().path("claims").asText()).isEqualTo("{\"a\":1}");
    }

    @Test
    void fault_codeAndRespond_haveBodyHeadersAndRetryAfter() throws Exception {
        String token = program.token();
        add("{\"server\": \"batch\", \"nth\": [1], \"fault\": {\"code\": \"ServerBusy\", \"retryAfter\": \"3s\"}}");
        add("""
                {"server": "batch", "nth": [2], "fault": {"retryAfter": "4s", "respond":
                 {"status": 418, "contentType": "text/tea", "body": "tea", "headers": {"X-Pot": "small"}}}}
                """);

        AzureCalls.Answer busy = program.call(azure.batch(), token, "GET", "/jobs", "");
        AzureCalls.Answer tea = program.call(azure.batch(), token, "GET", "/jobs", "");

        assertThat(busy.json().path("code").asText()).isEqualTo("ServerBusy");
        assertThat(busy.headers().get("Retry-After")).isEqualTo("3");
        assertThat(tea.status()).isEqualTo(418);
        assertThat(tea.text()).isEqualTo("tea");
        assertThat(tea.headers().get("Content-Type")).isEqualTo("text/tea");
        assertThat(tea.headers().get("X-Pot")).isEqualTo("small");
        assertThat(tea.headers().get("Retry-After")).isEqualTo("4");
    }

    @Test
    void endpoint_deviceCode_isThatOneOnly() throws Exception {
        add("{\"server\": \"entra\", \"endpoint\": \"deviceCode\", \"fault\": {\"html\": 503}}");

        HttpRequest device = HttpRequest.newBuilder(URI.create(azure.entra().authority() + "/oauth2/v2.0/devicecode"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(trusting(device).statusCode()).isEqualTo(503);
        assertThat(program.askForToken().status()).isEqualTo(200);
    }

    @Test
    void fault_keys_oldTokensAreRefusedOnceTheirKeyIsRetired() throws Exception {
        String old = program.token();
        add("{\"server\": \"entra\", \"endpoint\": \"token\", \"nth\": [1], \"fault\": \"rollOverKeys\"}");
        add("{\"server\": \"entra\", \"endpoint\": \"token\", \"nth\": [2], \"fault\": \"retireOldKeys\"}");
        add("{\"server\": \"entra\", \"endpoint\": \"token\", \"nth\": [3], \"fault\": \"replaceKeys\"}");

        String rolledOver = program.token();
        assertThat(status(old)).isEqualTo(200);
        assertThat(status(rolledOver)).isEqualTo(200);
        program.token();
        assertThat(status(old)).isEqualTo(401);
        assertThat(status(rolledOver)).isEqualTo(200);
        String replaced = program.token();
        assertThat(status(rolledOver)).isEqualTo(401);
        assertThat(status(replaced)).isEqualTo(200);
    }

    @Test
    void fault_expireSecrets_fromTheRequestOnThatItIsAbout() throws Exception {
        String client = azure.entra().clientId();
        add("{\"server\": \"batch\", \"nth\": [2], \"fault\": {\"expireSecrets\": \"" + client + "\"}}");

        assertThat(statuses(1)).containsExactly(200);
        assertThat(statuses(1)).containsExactly(200);
        assertThat(program.askForToken().text()).contains("AADSTS7000222");
        HttpResponse<String> unknown =
                send("POST", "/api/faults", "{\"server\": \"batch\", \"fault\": {\"expireSecrets\": \"nobody\"}}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("there is no application 'nobody'");
    }

    @Test
    void fault_outage_winsOverOlderRules_forItsRequestsOnly() throws Exception {
        add("{\"server\": \"batch\", \"fault\": {\"status\": 500}}");
        add("{\"server\": \"batch\", \"afterFirst\": 1, \"first\": 2, \"fault\": \"outage\"}");

        assertThat(statuses(3)).containsExactly(500, 503, 500);
    }

    @Test
    void fault_clockOfEntra_tokensAreOutOfTime_untilTheReset() throws Exception {
        add("{\"server\": \"entra\", \"nth\": [1], \"fault\": {\"entraBehind\": \"2h\"}}");
        add("{\"server\": \"entra\", \"nth\": [2], \"fault\": {\"entraAhead\": \"2h\"}}");

        assertThat(statuses(1)).containsExactly(401);
        assertThat(statuses(1)).containsExactly(401);
        assertThat(send("POST", "/api/reset", "").statusCode()).isEqualTo(204);
        assertThat(statuses(1)).containsExactly(200);
    }

    private int status(String token) {
        return program.call(azure.batch(), token, "GET", "/jobs", "").status();
    }

    @Test
    void fault_passWithDelays_isTheUsualAnswer() throws Exception {
        add("{\"server\": \"batch\", \"first\": 1, \"delay\": \"1ms\", \"fault\": \"pass\"}");
        add("{\"server\": \"batch\", \"delay\": {\"atLeast\": \"1ms\", \"atMost\": \"2ms\"}, \"fault\": \"pass\"}");

        assertThat(statuses(2)).containsExactly(200, 200);
        assertThat(azure.batchRequests().withFault().list())
                .extracting(request -> request.outcome().fault())
                .containsExactly("pass", "pass");
        assertThat(azure.batch().faults().rules()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"first\": 2 | 500, 500, 200, 200",
                "\"afterFirst\": 2 | 200, 200, 500, 500",
                "\"nth\": [2, 4] | 200, 500, 200, 500",
                "\"afterFirst\": 1, \"first\": 3 | 200, 500, 500, 200",
                "\"probability\": 1 | 500, 500, 500, 500",
                "\"probability\": 0 | 200, 200, 200, 200",
                "\"method\": \"get\", \"path\": \"/{anything}\" | 500, 500, 500, 500",
                "\"method\": \"POST\" | 200, 200, 200, 200",
                "\"account\": \"latchkeytest\", \"header\": {\"Host\": \"other\"} | 200, 200, 200, 200",
                "\"query\": {\"api-version\": \"2024-02-01.19.0\"} | 500, 500, 500, 500",
                "\"query\": {\"api-version\": \"1.0\"} | 200, 200, 200, 200",
            })
    void conditions_chooseTheRequests(String conditions, String statuses) throws Exception {
        add("{\"server\": \"batch\", " + conditions + ", \"fault\": {\"status\": 500}}");

        assertThat(statuses(4).stream().map(String::valueOf)).containsExactly(statuses.split(", ", -1));
    }

    @Test
    void conditions_formAndEndpoint_chooseTokenRequests() throws Exception {
        String client = azure.entra().clientId();
        add("{\"server\": \"entra\", \"endpoint\": \"token\", \"form\": {\"client_id\": \"" + client
                + "\", \"grant_type\": \"client_credentials\"}, \"nth\": [1], \"fault\": {\"aadsts\": 50076}}");
        add("{\"server\": \"entra\", \"endpoint\": \"keys\", \"fault\": {\"html\": 503, \"retryAfter\": \"9s\"}}");
        add("{\"server\": \"entra\", \"form\": {\"client_id\": \"other\"}, \"fault\": \"throttle\"}");

        assertThat(program.askForToken().text()).contains("AADSTS50076");
        assertThat(program.askForToken().status()).isEqualTo(200);
        HttpResponse<String> keys = trusting("/discovery/v2.0/keys");
        assertThat(keys.statusCode()).isEqualTo(503);
        assertThat(keys.headers().firstValue("Retry-After")).hasValue("9");
        assertThat(keys.body()).contains("<html");
    }

    @Test
    void throttle_eachWayToSayWhen_isInTheHeader() throws Exception {
        add("{\"server\": \"batch\", \"nth\": [1], \"fault\": \"throttle\"}");
        add("{\"server\": \"batch\", \"nth\": [2], \"fault\": {\"throttle\": \"30s\"}}");
        add("{\"server\": \"batch\", \"nth\": [3], \"fault\": {\"throttle\": {\"until\": \"2027-01-31T12:00:00Z\"}}}");

        String token = program.token();
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> String.valueOf(program.call(azure.batch(), token, "GET", "/jobs", "")
                                .headers()
                                .get("Retry-After"))))
                .containsExactly("null", "30", "Sun, 31 Jan 2027 12:00:00 GMT");
    }

    @Test
    void managedIdentity_hasAPlanOfItsOwn() throws Exception {
        add("{\"server\": \"managedIdentity\", \"first\": 1, \"fault\": {\"status\": 500}}");
        String host = azure.entra()
                .managedIdentity()
                .environment(Source.IMDS)
                .values()
                .iterator()
                .next();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(
                                host
                                        + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fbatch.core.windows.net%2F"))
                .header("Metadata", "true")
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(500);
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(program.askForToken().status()).isEqualTo(200);
    }

    @Test
    void rules_removedTogetherFromOutside_areNoMore() throws Exception {
        add("{\"server\": \"batch\", \"fault\": {\"status\": 500}}");
        add("{\"server\": \"entra\", \"fault\": {\"status\": 500}}");

        assertThat(send("DELETE", "/api/faults", "").statusCode()).isEqualTo(204);

        assertThat(statuses(1)).containsExactly(200);
        assertThat(listed()).isEmpty();
    }

    @Test
    void rules_clearedByAReset_areNotListedAsIfTheyWereInForce() throws Exception {
        int id = add("{\"server\": \"batch\", \"fault\": {\"status\": 500}}");

        azure.reset();

        assertThat(statuses(1)).containsExactly(200);
        assertThat(listed()).isEmpty();
        assertThat(send("DELETE", "/api/faults/" + id, "").statusCode()).isEqualTo(404);
        int next = add("{\"server\": \"batch\", \"fault\": {\"status\": 500}}");
        assertThat(listed().findValuesAsText("id")).containsExactly(String.valueOf(next));
    }

    @Test
    void rules_thatLookForSecrets_areListedWithoutThem() throws Exception {
        add("""
                {"server": "entra", "form": {"client_secret": "hidden", "scope": "shown"}, "query": {"code": "hidden"},
                 "header": {"Authorization": "Bearer hidden", "Accept": "shown"}, "fault":
                 {"respond": {"status": 200, "body": "{\\"access_token\\": \\"hidden\\"}", "headers": {"Set-Cookie": "hidden"}}}}
                """);
        add("{\"server\": \"batch\", \"fault\": {\"code\": \"ServerBusy\"}}");

        String all = listed().toString() + get("/api/state");

        assertThat(all).doesNotContain("hidden").contains("shown", "Bearer ***", "ServerBusy");
    }

    @Test
    void guide_requestsAndRules_areThere() throws Exception {
        String guide = Files.readString(Path.of("..", "docs", "guides", "testkit-admin.md"));
        List<String> rules = Pattern.compile("(?ms)^```json\\n(.*?)^```$")
                .matcher(guide)
                .results()
                .map(block -> block.group(1))
                .toList();
        List<String> addresses = Pattern.compile("GET (/api/[^`?]+)")
                .matcher(guide)
                .results()
                .map(found -> found.group(1))
                .filter(address -> !address.equals("/api/events"))
                .toList();
        assertThat(rules).isNotEmpty();
        assertThat(addresses).hasSizeGreaterThan(5);

        for (String rule : rules) {
            add(rule);
        }
        for (String address : addresses) {
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(admin.uri() + address))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .as(address)
                    .isEqualTo(200);
        }
    }

    private int add(String rule) throws Exception {
        HttpResponse<String> added = send("POST", "/api/faults", rule);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return Json.read(added.body()).path("id").asInt();
    }

    private JsonNode listed() throws Exception {
        return Json.read(get("/api/faults"));
    }

    private List<Integer> statuses(int count) {
        String token = program.token();
        return IntStream.range(0, count)
                .mapToObj(i ->
                        program.call(azure.batch(), token, "GET", "/jobs", "").status())
                .toList();
    }

    private HttpResponse<String> trusting(String path) throws Exception {
        return trusting(HttpRequest.newBuilder(URI.create(azure.entra().authority() + path))
                .build());
    }

    private HttpResponse<String> trusting(HttpRequest request) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(azure.trust().sslContext())
                .build()
                .send(request, BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(admin.uri() + path)).build(), BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(admin.uri() + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
