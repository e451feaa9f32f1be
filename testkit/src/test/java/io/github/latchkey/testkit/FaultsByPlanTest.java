package io.github.latchkey.testkit;

import static io.github.latchkey.testkit.batch.FakeBatch.operation;
import static io.github.latchkey.testkit.entra.FakeEntra.tokenEndpoint;
import static io.github.latchkey.testkit.http.Requests.any;
import static io.github.latchkey.testkit.http.Requests.form;
import static io.github.latchkey.testkit.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.AzureCalls.Answer;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Gate;
import io.github.latchkey.testkit.junit.WithFakeAzure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.PrematureCloseException;

/** Each kind of trouble that can be ordered, as a program meets it on its socket. */
@WithFakeAzure
class FaultsByPlanTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";
    private static final String JOB = "{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"}}";

    private final FakeAzure azure;
    private final FakeEntra entra;
    private final FakeBatch batch;
    private final AzureCalls program;

    FaultsByPlanTest(FakeAzure azure) {
        this.azure = azure;
        this.entra = azure.entra();
        this.batch = azure.batch();
        this.program = new AzureCalls(azure.httpClient(), azure.credentials());
    }

    private Answer listJobs() {
        return program.call(batch, "GET", "/jobs");
    }

    private Answer addJob() {
        return program.call(batch, program.token(), "POST", "/jobs", JOB);
    }

    private static String code(Answer answer) {
        return answer.json().path("code").asText();
    }

    // Which requests.

    @Test
    void match_byOperationEndpointFormAndCount_harmsOnlyThem() {
        // tag::match[]
        batch.faults().on(operation("Job_Add")).nth(2).respondStatus(503);
        batch.faults().on(to("GET", "/jobs/{jobId}")).afterFirst(1).respondStatus(404);
        entra.faults()
                .on(tokenEndpoint().and(form("grant_type", "refresh_token")))
                .first(3)
                .respondStatus(500);
        // end::match[]
        Faults.Rule refreshes = entra.faults().rules().get(0);

        String refresh = "grant_type=refresh_token&refresh_token=x&client_id=" + entra.clientId();
        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> program.tokenRequest(refresh).status()))
                .containsExactly(500, 500, 500, 400);
        assertThat(refreshes.hits()).isEqualTo(3);
        assertThat(addJob().status()).isEqualTo(201);
        assertThat(addJob().status()).isEqualTo(503);
        assertThat(addJob().status()).isEqualTo(409);
        assertThat(program.call(batch, "GET", "/jobs/j").status()).isEqualTo(200);
        assertThat(program.call(batch, "GET", "/jobs/j").status()).isEqualTo(404);
        assertThatThrownBy(() -> operation("Job_Ad"))
                .hasMessageContaining("'Job_Ad'")
                .hasMessageContaining("Job_Add,");
    }

    @Test
    void match_byProbability_isRepeatedByTheSeed() {
        assertThat(statuses(11)).isEqualTo(statuses(11)).contains(200, 503).isNotEqualTo(statuses(12));
    }

    private static List<Integer> statuses(long seed) {
        // tag::probability[]
        try (FakeAzure azure = FakeAzure.builder().seed(seed).start()) {
            azure.batch().faults().on(any()).withProbability(0.3).respondStatus(503);
            // end::probability[]
            AzureCalls program = new AzureCalls(azure.httpClient(), azure.credentials());
            String token = program.token();
            return IntStream.range(0, 20)
                    .mapToObj(i -> program.call(azure.batch(), token, "GET", "/jobs", "")
                            .status())
                    .toList();
        }
    }

    // Time.

    @Test
    void latency_onTheTestClock_waitsForTheTestAndNotForTime() {
        azure.clock().freeze();
        // tag::latency[]
        batch.faults()
                .on(any())
                .first(1)
                .delayed(Duration.ofSeconds(40), azure.clock())
                .pass();
        entra.faults()
                .on(any())
                .delayedBetween(Duration.ofMillis(1), Duration.ofMillis(9))
                .pass();
        // end::latency[]

        String token = program.token();
        CompletableFuture<Answer> jobs =
                CompletableFuture.supplyAsync(() -> program.call(batch, token, "GET", "/jobs", ""));
        batch.faults().rules().get(0).awaitHits(1, SOON);
        awaitPending(1);
        assertThat(jobs).isNotDone();

        azure.advance(Duration.ofSeconds(40));

        assertThat(jobs.join().status()).isEqualTo(200);
        assertThat(entra.journal().requests().get(0).outcome().fault()).isEqualTo("pass");
    }

    private void awaitPending(int count) {
        while (azure.clock().pending() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void latency_onTheTestClock_isTakenBackWhenTheFakesClose() {
        FakeAzure other = FakeAzure.start();
        other.clock().freeze();
        Faults.Rule slow = other.entra()
                .faults()
                .on(any())
                .delayed(Duration.ofHours(1), other.clock())
                .pass();
        CompletableFuture<Answer> token = CompletableFuture.supplyAsync(
                () -> new AzureCalls(other.httpClient(), other.credentials()).askForToken());
        slow.awaitHits(1, SOON);

        other.close();

        assertThatThrownBy(token::join).hasRootCauseInstanceOf(Exception.class);
        while (other.clock().pending() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void gate_holdsRequestsUntilTheTestLetsThemThrough() throws InterruptedException {
        // tag::gate[]
        Gate gate = Gate.closed();
        entra.faults().on(tokenEndpoint()).heldAt(gate).pass();
        // end::gate[]

        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(program::askForToken);
        assertThat(gate.awaitArrivals(1, SOON)).isTrue();
        assertThat(answer).isNotDone();
        gate.open();

        assertThat(answer.join().status()).isEqualTo(200);
    }

    @Test
    void hang_neverAnswers_untilTheFakesClose() {
        // tag::hang[]
        Faults.Rule hanging = entra.faults().on(tokenEndpoint()).first(1).hang();
        // end::hang[]

        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(program::askForToken);
        hanging.awaitHits(1, SOON);
        assertThat(program.askForToken().status()).as("the next one").isEqualTo(200);
        assertThat(answer).isNotDone();
        azure.close();

        assertThatThrownBy(answer::join).hasRootCauseInstanceOf(PrematureCloseException.class);
    }

    // Refusals, each as its service sends it.

    @Test
    void unauthorized_withAndWithoutClaims_asTheServicesSayIt() {
        // tag::unauthorized[]
        batch.faults().on(any()).nth(1).respondStatus(401);
        batch.faults().on(any()).nth(2).demandClaims(CLAIMS);
        entra.faults().on(tokenEndpoint()).nth(3).respondStatus(401);
        entra.faults().on(tokenEndpoint()).nth(4).demandClaims(CLAIMS);
        // end::unauthorized[]

        Answer plain = listJobs();
        Answer challenge = listJobs();
        Answer wrongSecret = program.askForToken();
        Answer interaction = program.askForToken();

        assertThat(plain.status()).isEqualTo(401);
        assertThat(code(plain)).isEqualTo("AuthenticationFailed");
        assertThat(plain.headers().get("WWW-Authenticate"))
                .startsWith("Bearer authorization_uri=\"" + entra.authority())
                .doesNotContain("claims");
        assertThat(challenge.status()).isEqualTo(401);
        assertThat(challenge.headers().get("WWW-Authenticate"))
                .contains("error=\"insufficient_claims\"")
                .contains("claims=\"" + Base64.getEncoder().encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8))
                        + "\"");
        assertThat(wrongSecret.status()).isEqualTo(401);
        assertThat(wrongSecret.text()).contains("AADSTS7000215");
        assertThat(interaction.status()).isEqualTo(400);
        assertThat(interaction.json().path("error").asText()).isEqualTo("interaction_required");
        assertThat(interaction.json().path("claims").asText()).isEqualTo(CLAIMS);
    }

    @Test
    void refusals_byStatusOrCode_haveTheServicesBody() {
        // tag::refusals[]
        batch.faults().on(any()).nth(1).respondStatus(403);
        batch.faults().on(any()).nth(2).respondStatus(404);
        batch.faults().on(any()).nth(3).respondStatus(409);
        batch.faults().on(any()).nth(4).respond(FakeBatch.answer("JobBeingDeleted"));
        // end::refusals[]

        Answer forbidden = listJobs();
        Answer notFound = listJobs();
        Answer conflict = listJobs();
        Answer deleting = listJobs();

        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(code(forbidden)).isEqualTo("InsufficientAccountPermissions");
        assertThat(notFound.status()).isEqualTo(404);
        assertThat(code(notFound)).endsWith("NotFound");
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(code(conflict)).isEqualTo("OperationInvalidForCurrentState");
        assertThat(deleting.status()).isEqualTo(409);
        assertThat(code(deleting)).isEqualTo("JobBeingDeleted");
    }

    @Test
    void throttled_secondsDateOrNothing_plainTextFromEntraAndJsonFromBatch() {
        Instant later = Instant.parse("2026-12-01T10:00:00Z");
        // tag::throttled[]
        entra.faults().on(tokenEndpoint()).nth(1).throttleFor(Duration.ofSeconds(7));
        entra.faults().on(tokenEndpoint()).nth(2).throttleUntil(later);
        entra.faults().on(tokenEndpoint()).nth(3).throttle();
        batch.faults().on(operation("Job_List")).first(1).throttleFor(Duration.ofSeconds(2));
        batch.faults().on(operation("Job_List")).nth(2).throttle();
        // end::throttled[]

        Answer seconds = program.askForToken();
        Answer date = program.askForToken();
        Answer silent = program.askForToken();
        Answer jobs = listJobs();
        Answer jobsSilent = listJobs();

        assertThat(List.of(seconds, date, silent, jobs, jobsSilent))
                .extracting(Answer::status)
                .containsOnly(429);
        assertThat(seconds.headers().get("Retry-After")).isEqualTo("7");
        assertThat(seconds.headers().get("Content-Type")).startsWith("text/plain");
        assertThat(date.headers().get("Retry-After")).isEqualTo("Tue, 01 Dec 2026 10:00:00 GMT");
        assertThat(silent.headers().get("Retry-After")).isNull();
        assertThat(code(jobs)).isEqualTo("TooManyRequests");
        assertThat(jobs.headers().get("Retry-After")).isEqualTo("2");
        assertThat(jobs.headers().get("Content-Type")).startsWith("application/json");
        assertThat(jobsSilent.headers().get("Retry-After")).isNull();
    }

    @Test
    void serverErrors_jsonOrPage() {
        // tag::server-errors[]
        batch.faults().on(any()).nth(1).respondStatus(503);
        batch.faults().on(any()).nth(2).respondHtml(502);
        entra.faults().on(tokenEndpoint()).nth(3).respondHtml(500);
        // end::server-errors[]

        Answer busy = listJobs();
        Answer page = listJobs();
        Answer entraPage = program.askForToken();

        assertThat(busy.status()).isEqualTo(503);
        assertThat(code(busy)).isEqualTo("ServerBusy");
        assertThat(page.status()).isEqualTo(502);
        assertThat(page.headers().get("Content-Type")).startsWith("text/html");
        assertThat(entraPage.status()).isEqualTo(500);
        assertThat(entraPage.text()).startsWith("<!DOCTYPE html>").contains("Internal Server Error");
    }

    // The connection and the body.

    @Test
    void reset_beforeAndAfterTheRequestIsHandled() {
        // tag::reset[]
        batch.faults().on(operation("Job_Add")).first(1).resetBeforeBody();
        batch.faults().on(operation("Job_Add")).nth(1).resetBefore();
        batch.faults().on(operation("Job_Add")).nth(2).resetAfter();
        // end::reset[]

        assertThatThrownBy(this::addJob).isNotNull();
        assertThat(batch.snapshot().jobs()).as("nothing was read").isEmpty();
        assertThat(batch.journal().requests().get(0))
                .hasToString("batch/latchkeytest #1 POST /jobs -> no answer (reset before body)");
        assertThatThrownBy(this::addJob).isNotNull();
        assertThat(batch.snapshot().jobs()).as("nothing happened").isEmpty();
        assertThatThrownBy(this::addJob).isNotNull();
        assertThat(batch.snapshot().jobs()).as("it happened, unnoticed").hasSize(1);
        assertThat(addJob().status()).isEqualTo(409);
    }

    @Test
    void reset_beforeTheBodyOfATokenRequest_isSeenByEntraToo() {
        entra.faults().on(tokenEndpoint()).first(1).resetBeforeBody();

        assertThatThrownBy(program::askForToken).hasRootCauseInstanceOf(IOException.class);
        azure.tokenRequests().tenant(entra.tenantId()).client("").hasCount(1);
        assertThat(program.askForToken().status()).isEqualTo(200);
        azure.tokenRequests().hasCount(2).client(entra.clientId()).hasCount(1);
    }

    @Test
    void reset_afterTheHead_statusIsThereAndTheBodyIsNot() {
        String token = program.token();
        AtomicInteger status = new AtomicInteger();
        // tag::reset-after-head[]
        batch.faults().on(operation("Job_List")).first(1).resetAfterHead();
        // end::reset-after-head[]

        assertThatThrownBy(() -> azure.httpClient()
                        .disableRetry(true)
                        .headers(headers -> headers.set("Authorization", "Bearer " + token))
                        .doOnResponse((response, connection) ->
                                status.set(response.status().code()))
                        .get()
                        .uri(batch.url() + "/jobs?api-version=2024-02-01.19.0")
                        .responseSingle((response, content) -> content.asString())
                        .block(SOON))
                .hasRootCauseInstanceOf(IOException.class);

        assertThat(status).hasValue(200);
        assertThat(batch.journal().requests().get(0))
                .hasToString("batch/latchkeytest #1 GET /jobs -> 200 (reset after head)");
        assertThat(listJobs().status()).isEqualTo(200);
    }

    @Test
    void reset_inTheMiddleOfTheBody_halfIsThere() {
        String token = program.token();
        String whole = program.call(batch, token, "GET", "/jobs", "").text();
        StringBuilder received = new StringBuilder();
        // tag::reset-after-half-body[]
        batch.faults().on(operation("Job_List")).first(1).resetAfterHalfBody();
        // end::reset-after-half-body[]

        assertThatThrownBy(() -> azure.httpClient()
                        .disableRetry(true)
                        .headers(headers -> headers.set("Authorization", "Bearer " + token))
                        .get()
                        .uri(batch.url() + "/jobs?api-version=2024-02-01.19.0")
                        .responseContent()
                        .asString()
                        .doOnNext(received::append)
                        .blockLast(SOON))
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");

        assertThat(received).hasToString(whole.substring(0, whole.length() / 2));
        assertThat(batch.journal().requests().get(1))
                .hasToString("batch/latchkeytest #2 GET /jobs -> 200 (reset after half body)");
        assertThat(listJobs().text()).isEqualTo(whole);
    }

    @Test
    void dates_earlyInTheMonth_haveTwoDigitsOfTheDay() {
        azure.clock().freeze();
        azure.clock().set(Instant.parse("2027-02-01T10:00:00Z"));

        assertThat(List.of(
                        String.valueOf(program.askForToken().headers().get("Date")),
                        String.valueOf(listJobs().headers().get("Date"))))
                .containsOnly("Mon, 01 Feb 2027 10:00:00 GMT");
    }

    @Test
    void body_halfSlowWrongOrBroken() {
        String token = program.token();
        // tag::body[]
        entra.faults().on(tokenEndpoint()).nth(1).halfBody();
        entra.faults().on(tokenEndpoint()).nth(2).drip(64, Duration.ofMillis(1));
        entra.faults().on(tokenEndpoint()).nth(3).contentType("text/html");
        entra.faults().on(tokenEndpoint()).nth(4).contentLength(1_000_000);
        entra.faults().on(tokenEndpoint()).nth(5).garbage();
        // end::body[]

        assertThat(token).isNotEmpty();
        assertThatThrownBy(program::askForToken).hasRootCauseInstanceOf(PrematureCloseException.class);
        assertThat(program.askForToken().json().path("access_token").asText()).contains(".");
        Answer lie = program.askForToken();
        assertThat(lie.headers().get("Content-Type")).isEqualTo("text/html");
        assertThat(lie.json().path("access_token").asText()).contains(".");
        assertThatThrownBy(program::askForToken).hasRootCauseInstanceOf(PrematureCloseException.class);
        Answer garbage = program.askForToken();
        assertThat(garbage.status()).isEqualTo(200);
        assertThat(garbage.headers().get("Content-Type")).startsWith("application/json");
        assertThatThrownBy(garbage::json).hasMessageContaining("not JSON");
    }

    @Test
    void halfBody_ofAnAnswerWithoutABody_isCompleteAndTheJournalSaysSo() {
        batch.faults().on(any()).halfBody();

        assertThat(addJob().status()).isEqualTo(201);
        assertThatThrownBy(this::listJobs).hasRootCauseInstanceOf(PrematureCloseException.class);
        assertThat(batch.journal().requests())
                .extracting(request -> request.outcome().toString())
                .containsExactly("201 (half body), the answer has no body", "200 (half body)");
    }

    @Test
    void duplicate_isHandledTwice_andTheSecondAnswerArrives() {
        // tag::duplicate[]
        batch.faults().on(operation("Job_Add")).first(1).duplicate();
        // end::duplicate[]

        assertThat(code(addJob())).isEqualTo("JobExists");
        assertThat(batch.snapshot().jobs()).hasSize(1);
    }

    // Keys, clocks, secrets, outages.

    @Test
    void signingKeys_rollOverJustInTime() {
        String old = program.token();
        // tag::keys[]
        entra.faults().on(tokenEndpoint()).first(1).run(() -> {
            entra.rollOverKeys();
            entra.retireOldKeys();
        });
        // end::keys[]

        String fresh = program.token();

        assertThat(program.call(batch, old, "GET", "/jobs", "").status()).isEqualTo(401);
        assertThat(program.call(batch, fresh, "GET", "/jobs", "").status()).isEqualTo(200);
    }

    @Test
    void run_actionThatFails_doesNotHarmTheRequest() {
        entra.faults().on(tokenEndpoint()).run(() -> {
            throw new IllegalStateException("wanted by this test");
        });

        assertThat(program.askForToken().status()).isEqualTo(200);
    }

    @Test
    void clockSkew_entraAhead_itsTokensAreNotYetValid() {
        // tag::skew[]
        try (FakeAzure skewed = FakeAzure.builder()
                .entra(entra -> entra.clockSkew(Duration.ofMinutes(20)))
                .start()) {
            // end::skew[]
            AzureCalls other = new AzureCalls(skewed.httpClient(), skewed.credentials());

            Answer jobs = other.call(skewed.batch(), "GET", "/jobs");

            assertThat(jobs.status()).isEqualTo(401);
            assertThat(other.askForToken().headers().get("Date"))
                    .isNotEqualTo(jobs.headers().get("Date"));
        }
    }

    @Test
    void clockSkew_whileTheFakeRuns_holdsUntilTheReset() {
        String inTime = program.token();
        // tag::skew-later[]
        entra.clockSkew(Duration.ofHours(-2));
        // end::skew-later[]
        String old = program.token();

        assertThat(program.call(batch, inTime, "GET", "/jobs", "").status()).isEqualTo(200);
        assertThat(program.call(batch, old, "GET", "/jobs", "").status()).isEqualTo(401);
        azure.reset();
        assertThat(listJobs().status()).isEqualTo(200);
    }

    @Test
    void secret_expired_isRefusedAndTokensStayGood() {
        String token = program.token();
        // tag::secret[]
        entra.expireSecrets(entra.clientId());
        // end::secret[]

        Answer refused = program.askForToken();

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("AADSTS7000222");
        assertThat(program.call(batch, token, "GET", "/jobs", "").status()).isEqualTo(200);
        assertThatThrownBy(() -> entra.expireSecrets("nobody")).hasMessageContaining("'nobody'");
    }

    @Test
    void outage_ofEntraWhileBatchLives_andTheReverse() {
        String token = program.token();
        // tag::outage[]
        Faults.Rule entraIsDown = entra.faults().outage();
        // end::outage[]

        assertThat(program.askForToken().status()).isEqualTo(503);
        assertThat(program.call(batch, token, "GET", "/jobs", "").status()).isEqualTo(200);
        // tag::outage[]

        entraIsDown.remove();
        batch.faults().outage();
        // end::outage[]

        assertThat(program.askForToken().status()).isEqualTo(200);
        assertThat(program.call(batch, token, "GET", "/jobs", "").status()).isEqualTo(503);
        assertThat(batch.journal().requests().get(1)).hasToString("batch/latchkeytest #2 GET /jobs -> 503 (outage)");
    }

    @Test
    void outage_ofSomeRequests_winsForThemAlone() {
        entra.faults().on(tokenEndpoint()).respondStatus(400);
        // tag::outage-some[]
        entra.faults().on(tokenEndpoint()).first(2).outage();
        // end::outage-some[]

        assertThat(IntStream.range(0, 3).mapToObj(i -> program.askForToken().status()))
                .containsExactly(503, 503, 400);
    }

    @Test
    void outage_whileOtherRulesApply_winsAndTheirCountGoesOn() {
        Faults.Rule second = entra.faults().on(tokenEndpoint()).nth(2).respondStatus(400);
        Faults.Rule outage = entra.faults().outage();
        assertThat(program.askForToken().status()).isEqualTo(503);
        outage.remove();

        assertThat(program.askForToken().status()).isEqualTo(400);
        assertThat(second.hits()).isEqualTo(1);
        assertThatThrownBy(() -> second.awaitHits(2, Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Rule[respond 400, 1 of 2 requests]: expected 2 within PT0S");
    }
}
