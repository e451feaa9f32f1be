package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.batch.config.AuthenticationMode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.entra.EntraTenant;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.time.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {

    private final TestClock clock = TestClock.frozen();
    private final FakeEntra entra = FakeEntra.builder().clock(clock).start();
    private final FakeBatch batch =
            FakeBatch.builder().issuer(entra).clock(clock).start();
    private final BatchCalls calls = BatchCalls.withToken(batch, entra);

    @AfterEach
    void close() {
        batch.close();
        entra.close();
    }

    @Test
    void bearer_rightToken_isAdmitted() {
        assertThat(calls.get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void bearer_audienceWithoutSlash_isRefusedAndTheErrorNamesTheRightOne() {
        String token = BatchCalls.token(entra, "https://batch.core.windows.net/.default");

        BatchCalls.Answer answer = calls.authorized("Bearer " + token).get("/jobs");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("AuthenticationFailed");
        assertThat(answer.value("AuthenticationErrorDetail"))
                .contains("wrong audience")
                .contains("'https://batch.core.windows.net/'");
        assertThat(answer.json().at("/message/lang").asText()).isEqualTo("en-US");
        assertThat(answer.json().at("/message/value").asText())
                .contains("\nRequestId:" + answer.header("request-id") + "\nTime:");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer authorization_uri=\"" + entra.authority());
    }

    @Test
    void bearer_eachFailure_is401WithoutTheToken() {
        String token = BatchCalls.token(entra, FakeBatch.PUBLIC_AUDIENCE + "/.default");
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
        Map<String, String> failures = new LinkedHashMap<>();
        failures.put("", "no Authorization header");
        failures.put("Basic dXNlcjpwYXNz", "neither Bearer nor SharedKey");
        failures.put("Bearer nonsense", "malformed");
        failures.put("Bearer " + forged, "signature");

        failures.forEach((header, detail) -> {
            BatchCalls.Answer answer = calls.authorized(header).get("/jobs");
            assertThat(answer.status()).as(detail).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("AuthenticationFailed");
            assertThat(answer.value("AuthenticationErrorDetail")).contains(detail);
            assertThat(answer.text()).doesNotContain(token);
        });
    }

    @Test
    void bearer_afterItsTime_isRefused() {
        clock.advance(Duration.ofHours(30));

        BatchCalls.Answer answer = calls.get("/jobs");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.value("AuthenticationErrorDetail")).contains("expired");
    }

    @Test
    void bearer_otherTenantOfTheSameIssuer_isRefused() {
        String other = "9c0e2f4a-1b3d-4c5e-8f70-a1b2c3d4e5f6";
        entra.directory().save(EntraTenant.of(other, "fabrikam.example"));
        try (FakeBatch foreign =
                FakeBatch.builder().issuer(entra).tenant(other).clock(clock).start()) {
            BatchCalls.Answer answer = BatchCalls.withToken(foreign, entra).get("/jobs");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.value("AuthenticationErrorDetail"))
                    .contains("wrong tenant")
                    .contains(other);
        }
    }

    /** The two have the same tenant, and version 1 tokens name nothing but the tenant as their issuer. */
    @Test
    void bearer_ofAnotherFake_isRefused() {
        try (FakeEntra stranger = FakeEntra.builder().clock(clock).start();
                FakeBatch byAddress = FakeBatch.builder()
                        .issuer(entra.authority(), entra.trust())
                        .clock(clock)
                        .start()) {
            String token = "Bearer " + BatchCalls.token(stranger, FakeBatch.PUBLIC_AUDIENCE + "/.default");
            assertThat(calls.get("/jobs").status()).isEqualTo(200);
            for (FakeBatch refusing : new FakeBatch[] {batch, byAddress}) {
                BatchCalls.Answer answer =
                        BatchCalls.of(refusing).authorized(token).get("/jobs");
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.value("AuthenticationErrorDetail")).contains("publishes no key");
            }
        }
    }

    @Test
    void bearer_issuerByItsAddress_isLookedUpAndFollowsNewKeys() {
        try (FakeBatch other = FakeBatch.builder()
                .issuer(entra.authority(), entra.trust())
                .clock(clock)
                .start()) {
            assertThat(BatchCalls.withToken(other, entra).get("/jobs").status()).isEqualTo(200);
            entra.rollOverKeys();
            assertThat(BatchCalls.withToken(other, entra).get("/jobs").status()).isEqualTo(200);
        }
    }

    @Test
    void challenge_nextToken_isRefusedForGoodAndANewerOneIsTaken() {
        batch.challenge("{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}");

        BatchCalls.Answer refused = calls.get("/jobs");

        assertThat(refused.status()).isEqualTo(401);
        String claims = refused.header("WWW-Authenticate").replaceAll(".*claims=\"([^\"]+)\".*", "$1");
        assertThat(new String(Base64.getDecoder().decode(claims), StandardCharsets.UTF_8))
                .contains("acrs");
        assertThat(refused.header("WWW-Authenticate")).contains("error=\"insufficient_claims\"");
        assertThat(calls.get("/jobs").status()).isEqualTo(401);
        clock.advance(Duration.ofSeconds(1));
        assertThat(BatchCalls.withToken(batch, entra).get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void sharedKey_rightSignature_isAdmittedWithTheQueryInAnyOrder() {
        assertThat(signed(
                                batch.accountKey(),
                                "GET",
                                "/jobs?maxresults=5&api-version=2024-02-01.19.0&$filter=id%20eq%20'a'")
                        .status())
                .isEqualTo(200);
        assertThat(signed(batch.accountKey(), "DELETE", "/jobs/none?api-version=2024-02-01.19.0")
                        .code())
                .isEqualTo("JobNotFound");
    }

    @Test
    void sharedKey_wrongKey_is403AndShowsTheStringToSign() {
        String wrong = Base64.getEncoder().encodeToString("wrong".getBytes(StandardCharsets.UTF_8));

        BatchCalls.Answer answer = signed(wrong, "GET", "/jobs?api-version=2024-02-01.19.0");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("AuthenticationFailed");
        assertThat(answer.value("AuthenticationErrorDetail"))
                .contains("GET\n\n\n")
                .contains("/" + batch.accountName() + "/jobs\napi-version:2024-02-01.19.0");
    }

    @Test
    void sharedKey_dateOutsideOfTheWindow_is403() {
        SharedKeySigner signer = new SharedKeySigner(
                batch.accountName(), batch.accountKey(), clock.instant().minus(Duration.ofMinutes(16)));

        BatchCalls.Answer answer = send(signer, "GET", "/jobs?api-version=2024-02-01.19.0");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.value("AuthenticationErrorDetail")).contains("15 minutes");
    }

    @Test
    void sharedKey_dateInTheOlderForm_isAdmitted() {
        String date = DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                .format(clock.instant().atOffset(ZoneOffset.UTC));
        SharedKeySigner signer = new SharedKeySigner(batch.accountName(), batch.accountKey(), date);

        assertThat(send(signer, "GET", "/jobs?api-version=2024-02-01.19.0").status())
                .isEqualTo(200);
    }

    @Test
    void sharedKey_poolThatIsLinkedToOtherResources_needsAToken() {
        String network = BatchCalls.pool("p", 0)
                .replace("{\"id\"", "{\"networkConfiguration\":{\"subnetId\":\"/subscriptions/s\"},\"id\"");
        String image = BatchCalls.pool("q", 0)
                .replaceAll("\"imageReference\":\\{[^}]*}", "\"imageReference\":{\"virtualMachineImageId\":\"/i\"}");
        String path = "/pools?api-version=2024-02-01.19.0";
        SharedKeySigner signer = new SharedKeySigner(batch.accountName(), batch.accountKey(), clock.instant());
        for (String pool : new String[] {network, image}) {
            String signed = signer.sign("POST", path, "application/json; odata=minimalmetadata", pool.length());
            BatchCalls.Answer refused = calls.authorized(signed)
                    .raw("POST", batch.url() + path, pool, Map.of("ocp-date", signer.dateHeader()));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.value("AuthenticationErrorDetail"))
                    .contains("SharedKey is not allowed")
                    .contains(pool.equals(network) ? "Network" : "Compute");
            assertThat(calls.post("/pools", pool).status()).isEqualTo(201);
        }
    }

    @Test
    void regenerateKey_oldKey_isRefusedAndTheNewOneTaken() {
        String old = batch.accountKey();
        String fresh = batch.regenerateKey();

        assertThat(signed(old, "GET", "/jobs?api-version=2024-02-01.19.0").status())
                .isEqualTo(403);
        assertThat(signed(fresh, "GET", "/jobs?api-version=2024-02-01.19.0").status())
                .isEqualTo(200);
    }

    @Test
    void authentication_modeThatIsOff_is403() {
        try (FakeBatch keysOnly = FakeBatch.builder()
                .issuer(entra)
                .authentication(AuthenticationMode.SHARED_KEY)
                .clock(clock)
                .start()) {
            BatchCalls.Answer answer = BatchCalls.withToken(keysOnly, entra).get("/jobs");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.value("AuthenticationErrorDetail"))
                    .contains("AAD")
                    .contains("not allowed");
        }
    }

    @Test
    void taskToken_isGoodForTheJobOfItsTaskOnly() {
        AtomicReference<String> token = new AtomicReference<>("");
        try (FakeBatch other = FakeBatch.builder()
                .issuer(entra)
                .clock(clock)
                .script(attempt -> {
                    token.set(attempt.environment().getOrDefault("AZ_BATCH_AUTHENTICATION_TOKEN", ""));
                    return TaskOutcome.neverEnds();
                })
                .start()) {
            BatchCalls owner = BatchCalls.withToken(other, entra);
            owner.post("/pools", BatchCalls.pool("p", 1));
            owner.post("/jobs", BatchCalls.job("j", "p"));
            owner.post("/jobs", BatchCalls.job("j2", "p"));
            owner.post(
                    "/jobs/j/tasks",
                    "{\"id\":\"t\",\"commandLine\":\"c\",\"authenticationTokenSettings\":{\"access\":[\"job\"]}}");
            other.advance(Duration.ofSeconds(1));

            BatchCalls task = owner.authorized("Bearer " + token.get());
            assertThat(token.get()).isNotEmpty();
            assertThat(task.post("/jobs/j/tasks", BatchCalls.task("child")).status())
                    .isEqualTo(201);
            assertThat(task.get("/jobs/j").status()).isEqualTo(200);
            assertThat(task.get("/jobs/%6A").status()).isEqualTo(200);
            assertThat(task.get("/jobs/j2").status()).isEqualTo(403);
            assertThat(task.get("/pools").value("AuthenticationErrorDetail")).contains("that job only");
            owner.delete("/jobs/j");
            other.advance(Duration.ofSeconds(1));
            assertThat(task.get("/jobs/j").status()).isEqualTo(401);
        }
    }

    @Test
    void disable_everyRequest_is403AccountIsDisabled() {
        batch.disable(true);
        assertThat(calls.get("/jobs").code()).isEqualTo("AccountIsDisabled");
        batch.disable(false);
        assertThat(calls.get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void builder_badValues_nameOptionValueAndRemedy() {
        assertThatThrownBy(() -> FakeBatch.builder().account("Not_Good"))
                .hasMessage("account: 'Not_Good' is no account name; use 3 to 24 lower-case letters and digits");
        assertThatThrownBy(() -> FakeBatch.builder().accountKey("%%%"))
                .hasMessageContaining("accountKey")
                .hasMessageNotContaining("%%%");
        assertThatThrownBy(() -> FakeBatch.builder().port(70_000)).hasMessageContaining("port: 70000");
    }

    private BatchCalls.Answer signed(String key, String method, String pathAndQuery) {
        return send(new SharedKeySigner(batch.accountName(), key, clock.instant()), method, pathAndQuery);
    }

    private BatchCalls.Answer send(SharedKeySigner signer, String method, String pathAndQuery) {
        return calls.authorized(signer.sign(method, pathAndQuery, "", 0))
                .raw(method, batch.url() + pathAndQuery, null, Map.of("ocp-date", signer.dateHeader()));
    }
}
