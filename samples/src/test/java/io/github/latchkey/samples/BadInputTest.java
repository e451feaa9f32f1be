package io.github.latchkey.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.BatchAuthenticationException;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchClientBuilder;
import io.github.latchkey.batch.BatchNotFoundException;
import io.github.latchkey.batch.BatchTimeoutException;
import io.github.latchkey.batch.BatchTransportException;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskCreate;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/**
 * What a newcomer does wrong, and the answer: typed, with the option and the value, before any request where it can be.
 */
class BadInputTest {

    private final FakeEntra entra = FakeEntra.start();
    private final FakeBatch fake = FakeBatch.builder().issuer(entra).start();

    @AfterEach
    void close() {
        fake.close();
        entra.close();
    }

    private Credential credential(Cloud cloud, String secret) {
        return Credential.clientSecret()
                .cloud(cloud)
                .tenantId(entra.tenantId())
                .clientId(entra.clientId())
                .clientSecret(secret)
                .build();
    }

    private Cloud cloud(URI authorityHost, String batchResource) {
        return Cloud.custom("fake", authorityHost, batchResource);
    }

    private Cloud fakeCloud() {
        return cloud(entra.authorityHost(), Cloud.PUBLIC.batchResource());
    }

    private BatchClientBuilder client(Credential credential) {
        return BatchClient.builder()
                .accountUrl(fake.url())
                .credential(credential)
                .httpClient(entra.httpClient())
                .timeout(Duration.ofSeconds(20));
    }

    private BatchClient client() {
        return client(credential(fakeCloud(), entra.clientSecret())).build();
    }

    private static URI nobodyListens() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("https://localhost:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "common", "organizations", "consumers", "COMMON", "a/b", "..", "ten ant"})
    @SuppressWarnings("NullAway") // as an unset variable brings it
    void tenant_sharedAbsentOrMalformed_isRefusedAtOnce(String tenantId) {
        assertThatThrownBy(() -> Credential.clientSecret(tenantId, entra.clientId(), "secret"))
                .isInstanceOfSatisfying(
                        InvalidOptionException.class,
                        refused -> assertThat(refused.option()).isEqualTo("tenantId"))
                .hasMessageContaining("Azure portal");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    @SuppressWarnings("NullAway") // as an unset variable brings it
    void clientAndSecret_blank_areRefusedAtOnce(String blank) {
        assertThatThrownBy(() -> Credential.clientSecret(entra.tenantId(), blank, "secret"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("clientId");
        assertThatThrownBy(() -> Credential.clientSecret(entra.tenantId(), entra.clientId(), blank))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("clientSecret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://account.westeurope.batch.azure.com",
                "http://localhost:1234",
                "https://account.westeurope.batch.azure.com/jobs",
                "account.westeurope.batch.azure.com",
                "https://",
                "https://user:password@account.batch.azure.com",
                "https://account.batch.azure.com?api-version=1",
                "",
                "not a url"
            })
    void accountUrl_wrongShape_isRefusedAtOnce(String url) {
        assertThatThrownBy(() -> BatchClient.builder()
                        .accountUrl(url)
                        .credential(credential(fakeCloud(), "secret"))
                        .build())
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("accountUrl")
                .hasMessageNotContaining("password@");
    }

    @Test
    void accountUrl_plainHttpOnLoopback_needsTheOption() {
        BatchClient allowed = BatchClient.builder()
                .accountUrl("http://localhost:1234")
                .allowInsecureLoopback(true)
                .credential(credential(fakeCloud(), "secret"))
                .build();
        allowed.close().block();
        assertThatThrownBy(() -> BatchClient.builder()
                        .accountUrl("http://account.westeurope.batch.azure.com")
                        .allowInsecureLoopback(true)
                        .credential(credential(fakeCloud(), "secret"))
                        .build())
                .isInstanceOf(InvalidOptionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a/b",
                "ä",
                "..",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void jobAndTaskIds_outsideTheRules_areRefusedBeforeAnyRequest(String id) {
        BatchClient batch = client();
        assertThatThrownBy(() -> batch.jobs().get(id).block()).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> batch.tasks("job").get(id).block()).isInstanceOf(InvalidOptionException.class);
        assertThat(fake.journal().requests()).isEmpty();
        batch.close().block();
    }

    @Test
    void bulkAdd_publisherFailsInTheMiddle_saysWhatWasSent() {
        BatchClient batch = client();
        createJob(batch);
        List<TaskAddOutcome> outcomes = new CopyOnWriteArrayList<>();
        Flux<TaskCreate> failing = Flux.range(0, 250)
                .map(i -> TaskCreate.builder().id("t" + i).commandLine("true").build())
                .concatWith(Flux.error(new IllegalStateException("the caller's own")));
        assertThatThrownBy(() -> batch.tasks("job")
                        .addAll(failing)
                        .doOnNext(outcomes::add)
                        .blockLast())
                .satisfies(
                        error -> assertThat(error.toString() + error.getCause()).contains("the caller's own"));
        long onTheServer = batch.tasks("job").list().count().blockOptional().orElseThrow();
        assertThat(outcomes.stream().filter(TaskAddOutcome::isPresent)).hasSize((int) onTheServer);
        batch.close().block();
    }

    private void createJob(BatchClient batch) {
        batch.jobs()
                .create(JobCreate.builder()
                        .id("job")
                        .poolInfo(PoolInformation.builder().poolId("pool").build())
                        .build())
                .block();
    }

    @Test
    void wrongSecret_isTypedAndSaysWhatToDo() {
        BatchClient batch = client(credential(fakeCloud(), "not-the-secret")).build();
        assertThatThrownBy(() -> batch.jobs().list().blockLast())
                .isInstanceOfSatisfying(AuthenticationException.class, refused -> {
                    assertThat(refused.errorCode()).hasValue(7000215);
                    assertThat(refused.error()).contains("invalid_client");
                    assertThat(refused.correlationId()).isPresent();
                    assertThat(refused.remedy()).isPresent();
                    assertThat(refused.getMessage()).doesNotContain("not-the-secret");
                });
        batch.close().block();
    }

    @Test
    void unknownJob_isTypedWithTheServicesCode() {
        BatchClient batch = client();
        assertThatThrownBy(() -> batch.jobs().get("missing").block())
                .isInstanceOfSatisfying(
                        BatchNotFoundException.class,
                        missing -> assertThat(missing.code()).contains("JobNotFound"));
        batch.close().block();
    }

    @Test
    void entraNotReachable_isTransientAndTyped() {
        Credential nowhere = credential(cloud(nobodyListens(), Cloud.PUBLIC.batchResource()), "secret");
        BatchClient batch = client(nowhere).timeout(Duration.ofSeconds(1)).build();
        assertThatThrownBy(() -> batch.jobs().list().blockLast())
                .as("the call's own time is shorter than what the sign-in may take")
                .isInstanceOf(BatchTimeoutException.class)
                .hasMessageContaining("no token");
        batch.close().block();
        TokenProvider provider = TokenProvider.builder(
                        EntraClient.builder()
                                .httpClient(entra.httpClient())
                                .build()
                                .source(nowhere),
                        TokenRequest.forScopes(Cloud.PUBLIC.batchScope()))
                .flightTimeout(Duration.ofSeconds(1))
                .build();
        assertThatThrownBy(() -> provider.token().block())
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("https://localhost");
        provider.dispose();
    }

    @Test
    void batchNotReachable_isTyped() {
        BatchClient batch = client(credential(fakeCloud(), entra.clientSecret()))
                .accountUrl(nobodyListens())
                .maxAttempts(2)
                .build();
        assertThatThrownBy(() -> batch.jobs().list().blockLast()).isInstanceOf(BatchTransportException.class);
        batch.close().block();
    }

    @Test
    void tokenWithTheWrongAudience_isTypedAndNamesIt() {
        BatchClient batch = client(
                        credential(cloud(entra.authorityHost(), "https://management.azure.com/"), entra.clientSecret()))
                .build();
        assertThatThrownBy(() -> batch.jobs().list().blockLast())
                .isInstanceOf(BatchAuthenticationException.class)
                .hasMessageContaining("https://batch.core.windows.net/");
        batch.close().block();
    }
}
