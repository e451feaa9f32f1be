package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.batch.config.AuthenticationMode;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.batch.service.Operation;
import io.github.latchkey.testkit.batch.service.Operations;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Who may come in, and how those are told that may not: by tokens that say what they want, and by keys. */
class CallersTest {

    private static final String USER = "1f5d3a52-7d55-4b4a-9ab4-5f3f3a9e8c11";
    private static final String GROUP = "e2c4b1d0-0b6d-4f0c-8f5e-9a7b6c5d4e3f";
    private static final String JOBS = "/jobs?api-version=" + BatchCalls.VERSION;
    private static final String JSON = "application/json; odata=minimalmetadata";

    private final TestClock clock = TestClock.frozen();
    private final OtherIssuer issuer = new OtherIssuer();
    private final FakeBatch batch = FakeBatch.builder()
            .issuer(issuer.authority(), TestAuthority.shared())
            .tenant(OtherIssuer.TENANT)
            .clock(clock)
            .start();
    private final BatchCalls calls = BatchCalls.of(batch);

    @AfterEach
    void close() {
        batch.close();
        issuer.close();
    }

    private String bearer(Map<String, Object> claims) {
        return "Bearer " + issuer.token(clock.instant(), claims);
    }

    private int status(String authorization, String path) {
        return calls.authorized(authorization).get(path).status();
    }

    @Test
    void everyFailure_ofATokenIs401_andSaysWhereTokensComeFrom() {
        long now = clock.instant().getEpochSecond();
        assertThat(status(bearer(Map.of()), "/jobs")).as("a good token").isEqualTo(200);
        assertThat(status(bearer(Map.of("nbf", now + 299)), "/jobs"))
                .as("clocks may differ")
                .isEqualTo(200);
        Map<String, String> failures = new LinkedHashMap<>();
        failures.put("", "no Authorization header");
        failures.put("Negotiate abc", "neither Bearer nor SharedKey");
        failures.put("Bearer", "malformed");
        failures.put(bearer(Map.of()).replaceAll("\\.[^.]*$", ".AAAA"), "signature");
        failures.put(bearer(Map.of("iss", "https://issuer.example/")), "wrong issuer 'https://issuer.example/'");
        failures.put(bearer(Map.of("nbf", now + 301)), "not valid before");
        failures.put(bearer(Map.of("exp", now)), "expired");
        failures.put(bearer(Map.of("aud", "https://batch.core.windows.net")), "wrong audience");
        failures.put(bearer(Map.of("tid", USER)), "wrong tenant");

        failures.forEach((authorization, detail) -> {
            BatchCalls.Answer answer = calls.authorized(authorization).get("/jobs");
            assertThat(answer.status()).as(detail).isEqualTo(401);
            assertThat(answer.code()).as(detail).isEqualTo("AuthenticationFailed");
            assertThat(answer.value("AuthenticationErrorDetail")).contains(detail);
            assertThat(answer.headers().getAll("WWW-Authenticate"))
                    .as(detail)
                    .containsExactly("Bearer authorization_uri=\"" + issuer.authority()
                            + "\", resource_id=\"https://batch.core.windows.net/\"");
            assertThat(calls.authorized(authorization)
                            .call("HEAD", "/pools/none", null, Map.of())
                            .header("WWW-Authenticate"))
                    .as(detail)
                    .startsWith("Bearer ");
        });
    }

    @Test
    void userWithADelegatedToken_hasTheRolesOfTheUser_andNotOfTheApplication() {
        Map<String, Object> delegated =
                Map.of("oid", USER, "scp", "user_impersonation", "appid", "2c1d0e9f-8a7b-4c6d-9e5f-4a3b2c1d0e9f");
        batch.access().assign(BuiltInRoles.BATCH_ACCOUNT_CONTRIBUTOR, "2c1d0e9f-8a7b-4c6d-9e5f-4a3b2c1d0e9f");
        assertThat(status(bearer(delegated), "/jobs")).isEqualTo(403);

        batch.access().assign(BuiltInRoles.BATCH_ACCOUNT_READER, USER);

        assertThat(status(bearer(delegated), "/jobs")).isEqualTo(200);
        assertThat(calls.authorized(bearer(delegated))
                        .post("/jobs", BatchCalls.job("j", "p"))
                        .value("RequiredPermission"))
                .endsWith("jobs/write");
    }

    @Test
    void groupsOfAToken_haveTheirRoles() {
        batch.access().assign(BuiltInRoles.BATCH_ACCOUNT_READER, GROUP);

        assertThat(status(bearer(Map.of("oid", USER)), "/jobs")).isEqualTo(403);
        assertThat(status(bearer(Map.of("oid", USER, "groups", List.of(USER))), "/jobs"))
                .isEqualTo(403);
        assertThat(status(bearer(Map.of("oid", USER, "groups", List.of(USER, GROUP))), "/jobs"))
                .isEqualTo(200);
    }

    private BatchCalls.Answer signed(SharedKeySigner signer, Map<String, String> headers) {
        return calls.authorized(signer.sign("GET", JOBS, "", 0)).raw("GET", batch.url() + JOBS, null, headers);
    }

    private SharedKeySigner signer(Duration late) {
        return new SharedKeySigner(
                batch.accountName(), batch.accountKey(), clock.instant().minus(late));
    }

    private void assertRefused(BatchCalls.Answer answer, String detail) {
        assertThat(answer.status()).as(detail).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("AuthenticationFailed");
        assertThat(answer.value("AuthenticationErrorDetail")).contains(detail);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }

    @Test
    void sharedKey_dates_mustBeThereAndOfToday() {
        SharedKeySigner signer = signer(Duration.ZERO);
        String now = signer.dateHeader();
        String longAgo = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC));

        assertRefused(signed(signer, Map.of()), "must have an ocp-date or Date header");
        assertRefused(signed(signer, Map.of("x-ms-date", now)), "must have an ocp-date or Date header");
        assertThat(signed(signer, Map.of("ocp-date", now)).status()).isEqualTo(200);
        assertThat(signed(signer, Map.of("ocp-date", now, "x-ms-date", longAgo)).status())
                .as("a header that Batch does not know")
                .isEqualTo(200);
        assertThat(signed(signer, Map.of("ocp-date", now, "Date", longAgo)).status())
                .as("ocp-date counts where both are there")
                .isEqualTo(200);
        assertThat(signed(signer, Map.of("ocp-date", "today")).code()).isEqualTo("InvalidHeaderValue");
        for (Duration late : List.of(Duration.ofMinutes(15), Duration.ofMinutes(-15))) {
            SharedKeySigner inTime = signer(late);
            assertThat(signed(inTime, Map.of("ocp-date", inTime.dateHeader())).status())
                    .as("%s late", late)
                    .isEqualTo(200);
            SharedKeySigner tooLate = signer(late.multipliedBy(901).dividedBy(900));
            assertRefused(signed(tooLate, Map.of("ocp-date", tooLate.dateHeader())), "within 15 minutes");
        }
    }

    @Test
    void tokens_ofAFakeInTheSameJvm_areBelievedThoughManyAreTheFirst() {
        int count = 64;
        ConnectionProvider connections = ConnectionProvider.create("many", count);
        try (FakeEntra entra = FakeEntra.start();
                FakeBatch trusting = FakeBatch.builder()
                        .issuer(entra.authority(), entra.trust())
                        .start()) {
            String token = BatchCalls.token(entra, FakeBatch.PUBLIC_AUDIENCE + "/.default");
            HttpClient client = trusting.trust()
                    .trustedBy(HttpClient.create(connections))
                    .headers(headers -> headers.set("Authorization", "Bearer " + token));

            List<Integer> statuses = Flux.range(0, count)
                    .flatMap(
                            i -> client.get()
                                    .uri(trusting.url() + JOBS)
                                    .responseSingle((response, content) -> content.asString()
                                            .thenReturn(response.status().code())),
                            count)
                    .collectList()
                    .block(Duration.ofSeconds(60));

            assertThat(statuses).hasSize(count).containsOnly(200);
            assertThat(entra.journal().requests(request -> request.path().contains("/discovery/")))
                    .as("keys of both versions, once for all")
                    .hasSize(2);
        } finally {
            connections.dispose();
        }
    }

    @Test
    void accounts_thatLookUpKeys_leaveNoThreads() {
        long before = threadsOfClients();
        for (int i = 0; i < 5; i++) {
            try (FakeBatch trusting = FakeBatch.builder()
                    .issuer(issuer.authority(), TestAuthority.shared())
                    .clock(clock)
                    .start()) {
                assertThat(BatchCalls.of(trusting)
                                .authorized(bearer(Map.of()))
                                .get("/jobs")
                                .status())
                        .isEqualTo(200);
            }
        }

        assertThat(threadsOfClients()).isLessThanOrEqualTo(before);
    }

    private static long threadsOfClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-"))
                .count();
    }

    @Test
    void sharedKey_ofAnotherAccountOrForm_isRefused() {
        String date = signer(Duration.ZERO).dateHeader();
        SharedKeySigner other = new SharedKeySigner("otheraccount", batch.accountKey(), date);
        assertRefused(signed(other, Map.of("ocp-date", date)), "not the account of the request");
        assertRefused(
                calls.authorized("SharedKey nonsense").raw("GET", batch.url() + JOBS, null, Map.of("ocp-date", date)),
                "SharedKey {account}:{signature}");
    }

    @Test
    void modesThatAreOff_areRefused() {
        try (FakeBatch tokensOnly = FakeBatch.builder()
                .issuer(issuer.authority(), TestAuthority.shared())
                .authentication(AuthenticationMode.ENTRA)
                .clock(clock)
                .start()) {
            SharedKeySigner signer =
                    new SharedKeySigner(tokensOnly.accountName(), tokensOnly.accountKey(), clock.instant());
            BatchCalls others = BatchCalls.of(tokensOnly);
            assertRefused(
                    others.authorized(signer.sign("GET", JOBS, "", 0))
                            .raw("GET", tokensOnly.url() + JOBS, null, Map.of("ocp-date", signer.dateHeader())),
                    "type of authentication SharedKey is not allowed");
            assertThat(others.authorized(bearer(Map.of())).get("/jobs").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void sharedKey_mayDoEverything_whateverTheRoles() {
        batch.access().revokeAll();
        assertThat(status(bearer(Map.of()), "/jobs")).as("a token").isEqualTo(403);
        SharedKeySigner signer = signer(Duration.ZERO);
        List<String> refused = new ArrayList<>();
        for (Operation operation : Operations.all()) {
            String target = operation.path().replaceAll("\\{[A-Za-z]+}", "none") + "?api-version="
                    + Routes.version(operation.id());
            boolean writes = List.of("POST", "PUT", "PATCH").contains(operation.method());
            String authorization = signer.sign(operation.method(), target, writes ? JSON : "", writes ? 2 : 0);
            BatchCalls.Answer answer = calls.authorized(authorization)
                    .raw(
                            operation.method(),
                            batch.url() + target,
                            writes ? "{}" : null,
                            Map.of("ocp-date", signer.dateHeader()));
            if (answer.status() == 401
                    || answer.status() == 403
                    || answer.code().equals("InvalidUri")) {
                refused.add(operation.id() + ": " + answer.status() + " " + answer.text());
            }
        }
        assertThat(refused).isEmpty();
    }
}
