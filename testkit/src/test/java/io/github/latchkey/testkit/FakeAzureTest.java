package io.github.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraTenant;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.RecordedRequest;
import io.github.latchkey.testkit.http.Requests;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FakeAzureTest {

    private static final String POOL = """
            {"id":"%s","vmSize":"standard_d2s_v3","targetDedicatedNodes":1,
             "virtualMachineConfiguration":{"nodeAgentSKUId":"batch.node.ubuntu 22.04",
             "imageReference":{"publisher":"canonical","offer":"0001-com-ubuntu-server-jammy","sku":"22_04-lts"}}}""";

    private static AzureCalls program(FakeAzure azure) {
        return new AzureCalls(azure.httpClient(), azure.credentials());
    }

    @Test
    void start_withoutFurtherWords_aProgramSignsInAndCallsBatch() {
        try (FakeAzure azure = FakeAzure.start()) {
            AzureCalls.Answer jobs = program(azure).call(azure.batch(), "GET", "/jobs");

            assertThat(jobs.status()).isEqualTo(200);
            azure.tokenRequests().hasCount(1);
            azure.batchRequests().operation("Job_List").status(200).hasCount(1);
        }
    }

    @Test
    void requests_forAnOperationThatNoFakeHas_areRefusedWithThoseThatThereAre() {
        try (FakeAzure azure = FakeAzure.start()) {
            assertThatThrownBy(() -> azure.batchRequests().operation("Job_Lsit"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("operation: there is no 'Job_Lsit'; there are [")
                    .hasMessageContaining("Job_List, ");
            assertThatThrownBy(() -> azure.batch().journal().select().operation("POST /{tenant}/oauth2/v2.0/token"))
                    .isInstanceOf(IllegalArgumentException.class);

            azure.batchRequests().operation("job_list").hasNone();
            azure.batchRequests().operation("").hasNone();
            azure.journal()
                    .select()
                    .operation("POST /{tenant}/oauth2/v2.0/token")
                    .hasNone();
        }
    }

    @Test
    void journal_ofBothFakes_isOneInOrderAndNamesTheServer() {
        try (FakeAzure azure = FakeAzure.start()) {
            program(azure).call(azure.batch(), "GET", "/jobs");

            assertThat(azure.journal().requests())
                    .extracting(RecordedRequest::server, RecordedRequest::operation)
                    .containsExactly(
                            tuple("entra", "POST /{tenant}/oauth2/v2.0/token"),
                            tuple("batch/latchkeytest", "Job_List"));
            assertThat(azure.journal().requests().get(1)).hasToString("batch/latchkeytest #1 GET /jobs -> 200");
            assertThat(azure.entra().journal().requests()).hasSize(1);
            assertThat(azure.batch().journal().total()).isEqualTo(1);
        }
    }

    @Test
    void accounts_areApart_andTheFirstOneIsTheDefault() {
        try (FakeAzure azure = FakeAzure.builder()
                .batch("first", batch -> batch.pool(POOL.formatted("p")))
                .batch("second", batch -> {})
                .start()) {
            assertThat(azure.batch()).isSameAs(azure.batch("first"));
            assertThat(azure.accounts()).extracting(FakeBatch::accountName).containsExactly("first", "second");
            assertThat(azure.batch("second").url()).isNotEqualTo(azure.batch().url());
            assertThat(azure.batch("first").snapshot().pools()).hasSize(1);
            assertThat(azure.batch("second").snapshot().pools()).isEmpty();
            assertThat(program(azure)
                            .call(azure.batch("second"), "GET", "/jobs")
                            .status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> azure.batch("third"))
                    .hasMessageContaining("'third'")
                    .hasMessageContaining("first");
        }
    }

    @Test
    void roles_ofTheDescription_areEnforced() {
        EntraApp app = EntraApp.builder("c0ffee00-1111-4222-8333-444455556666")
                .secret("s")
                .build();
        try (FakeAzure azure = FakeAzure.builder()
                .entra(entra -> entra.app(app))
                .batch(batch -> batch.assign(
                        BuiltInRoles.BATCH_ACCOUNT_READER, app.servicePrincipalId(FakeEntra.DEFAULT_TENANT_ID)))
                .start()) {
            assertThat(program(azure).call(azure.batch(), "GET", "/jobs").status())
                    .as("the default application has no role")
                    .isEqualTo(403);
        }
    }

    @Test
    void advance_frozenClock_movesTokensAndNodes() {
        TestClock clock = TestClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z"));
        try (FakeAzure azure = FakeAzure.builder()
                .clock(clock)
                .batch(batch -> batch.pool(POOL.formatted("p")))
                .start()) {
            String token = program(azure).token();
            assertThat(azure.batch().snapshot().pools().get(0).nodes()).isZero();

            azure.advance(Duration.ofHours(2));

            assertThat(azure.batch().snapshot().pools().get(0).nodes()).isEqualTo(1);
            assertThat(program(azure)
                            .call(azure.batch(), token, "GET", "/jobs", "")
                            .status())
                    .as("the token has expired")
                    .isEqualTo(401);
        }
    }

    @Test
    void seed_same_givesTheSameTokens() {
        assertThat(firstLifetime(7)).isEqualTo(firstLifetime(7)).isNotEqualTo(firstLifetime(8));
    }

    @Test
    void seed_ofEachServer_isItsOwnAndTheSameAgain() {
        assertThat(decisions(7)).isEqualTo(decisions(7)).doesNotHaveDuplicates().hasSize(4);
    }

    /** What each of the servers decides when it shall fail half of the time. */
    private static List<List<Boolean>> decisions(long seed) {
        ServerRequest request = ServerRequest.of("GET", "/", Fields.none(), new byte[0]);
        try (FakeAzure azure = FakeAzure.builder()
                .seed(seed)
                .batch("first", account -> {})
                .batch("second", account -> {})
                .start()) {
            return Stream.of(
                            azure.entra().faults(),
                            azure.entra().managedIdentity().faults(),
                            azure.batch("first").faults(),
                            azure.batch("second").faults())
                    .map(faults -> {
                        faults.on(Requests.any()).withProbability(0.5).respondStatus(503);
                        return IntStream.range(0, 24)
                                .mapToObj(i -> faults.decide(request).isPresent())
                                .toList();
                    })
                    .toList();
        }
    }

    @Test
    void requestIds_ofTwoAccounts_areNotTheSame() {
        try (FakeAzure azure = FakeAzure.builder()
                .batch("first", account -> {})
                .batch("second", account -> {})
                .start()) {
            assertThat(azure.accounts())
                    .extracting(account -> program(azure)
                            .call(account, "GET", "/jobs")
                            .headers()
                            .get("request-id"))
                    .doesNotHaveDuplicates();
        }
    }

    private static int firstLifetime(long seed) {
        try (FakeAzure azure = FakeAzure.builder().seed(seed).start()) {
            assertThat(azure.seed()).isEqualTo(seed);
            return program(azure).askForToken().json().path("expires_in").asInt();
        }
    }

    @Test
    void environment_hasWhatAProgramLooksFor() {
        try (FakeAzure azure = FakeAzure.start()) {
            assertThat(azure.environment())
                    .containsEntry(
                            "AZURE_AUTHORITY_HOST",
                            azure.entra().authorityHost().toString())
                    .containsEntry("AZURE_TENANT_ID", azure.entra().tenantId())
                    .containsEntry("AZURE_CLIENT_ID", azure.entra().clientId())
                    .containsEntry("AZURE_CLIENT_SECRET", azure.entra().clientSecret())
                    .containsEntry("BATCH_ACCOUNT_URL", azure.batch().url().toString())
                    .containsEntry("BATCH_ACCOUNT_NAME", "latchkeytest")
                    .containsEntry("BATCH_ACCOUNT_KEY", azure.batch().accountKey());
        }
    }

    @Test
    void credentials_toString_hidesTheSecret() {
        try (FakeAzure azure = FakeAzure.start()) {
            assertThat(azure.credentials().scope()).isEqualTo("https://batch.core.windows.net//.default");
            assertThat(azure.credentials())
                    .isEqualTo(azure.credentials())
                    .hasSameHashCodeAs(azure.credentials())
                    .asString()
                    .contains(azure.entra().clientId())
                    .doesNotContain(azure.entra().clientSecret());
        }
    }

    @Test
    void reset_everythingIsAsAtTheStart_preparationIncluded() {
        try (FakeAzure azure = FakeAzure.builder()
                .batch(batch -> batch.pool(POOL.formatted("p")))
                .prepare(fakes ->
                        fakes.batch().faults().on(Requests.any()).first(1).respondStatus(503))
                .start()) {
            AzureCalls program = program(azure);
            assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(503);
            assertThat(program.call(azure.batch(), "DELETE", "/pools/p").status())
                    .isEqualTo(202);

            azure.reset();

            assertThat(azure.journal().total()).isZero();
            assertThat(azure.tokenRequests().count()).isZero();
            assertThat(azure.batch().snapshot().pools()).hasSize(1);
            assertThat(azure.batch().snapshot().pools().get(0).state()).isEqualTo("active");
            assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(503);
            assertThat(program.call(azure.batch(), "GET", "/jobs").status()).isEqualTo(200);
        }
    }

    @Test
    void trustAndTenant_ofTheDescription_areUsed() {
        TestAuthority own = TestAuthority.create();
        String tenant = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";
        try (FakeAzure azure = FakeAzure.builder()
                .trust(own)
                .entra(entra -> entra.tenant(EntraTenant.of(tenant, "fabrikam.example")))
                .batch(batch -> batch.tenant(tenant))
                .start()) {
            assertThat(azure.trust()).isSameAs(own);
            assertThat(program(azure).call(azure.batch(), "GET", "/jobs").text())
                    .as("a token of the default tenant")
                    .contains("wrong tenant");
        }
    }

    @Test
    void start_descriptionContradictsItself_saysSoAndLeavesNothingOpen() {
        int port = freePort();
        FakeAzure.Builder twice = FakeAzure.builder()
                .entra(entra -> entra.port(port))
                .batch("one", batch -> {})
                .batch("two", batch -> batch.account("one"));
        FakeAzure.Builder noPool =
                FakeAzure.builder().entra(entra -> entra.port(port)).batch(batch -> batch.pool("{\"id\":\"p\"}"));
        FakeAzure.Builder badPreparation =
                FakeAzure.builder().entra(entra -> entra.port(port)).prepare(azure -> azure.batch("none"));

        assertThatThrownBy(twice::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two accounts named 'one'");
        assertThatThrownBy(noPool::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pool 'p'")
                .hasMessageContaining("400");
        assertThatThrownBy(badPreparation::start).hasMessageContaining("'none'");
        try (FakeAzure azure =
                FakeAzure.builder().entra(entra -> entra.port(port)).start()) {
            assertThat(azure.entra().authorityHost()).hasPort(port);
        }
    }

    /** A port that is free and stays so: below those that systems hand out to whoever asks for any. */
    private static int freePort() {
        for (int port : new Random().ints(100, 20_000, 32_000).toArray()) {
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one.
            }
        }
        throw new AssertionError("a hundred ports are taken");
    }
}
