package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.AutoPoolSpecification;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.model.PoolLifetimeOption;
import io.github.latchkey.batch.model.PoolSpecification;
import io.github.latchkey.batch.model.ResourceFile;
import io.github.latchkey.batch.model.Secret;
import io.github.latchkey.batch.model.SignedUrl;
import io.github.latchkey.batch.model.UserAccount;
import io.github.latchkey.batch.pool.PoolPropertiesUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

@NullUnmarked // a null where none should be is a failed test
class BuilderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account.westus.batch.azure.com",
                "http://account.westus.batch.azure.com",
                "http://localhost:8080",
                "https://account.westus.batch.azure.com/jobs",
                "https://account.westus.batch.azure.com?x=1",
                "https://account.westus.batch.azure.com#x",
                "ftp://account.westus.batch.azure.com",
                "https://",
                "https:///x",
                "https://a b",
                "",
            })
    void accountUrl_ofAWrongShape_isRefused(String url) {
        assertThatThrownBy(() -> builder().accountUrl(url).build())
                .isInstanceOfSatisfying(InvalidOptionException.class, error -> {
                    assertThat(error.option()).isEqualTo("accountUrl");
                    assertThat(error.value()).contains(url);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:pa55@host.batch.azure.com",
                "https://me:pa55 @host.batch.azure.com",
                "me:pa55@host.batch.azure.com",
                "https://me:pa55@host.batch.azure.com/path"
            })
    void accountUrl_withAPassword_isRefusedWithoutShowingIt(String url) {
        assertThatThrownBy(() -> builder().accountUrl(url).build())
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageNotContaining("pa55");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1.evil.example", "http://localhost.evil.example"})
    void loopbackOption_opensNothingElse(String url) {
        assertThatThrownBy(() ->
                        builder().accountUrl(url).allowInsecureLoopback(true).build())
                .isInstanceOf(InvalidOptionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://account.westus.batch.azure.com",
                "https://account.westus.batch.azure.com/",
                "HTTPS://Account.westus.batch.azure.com:443"
            })
    void accountUrl_ofTheRightShape_isTaken(String url) {
        assertThat(builder().accountUrl(url).build()).isNotNull();
    }

    @Test
    void signing_noneOrTwoWays_isRefused() {
        assertThatThrownBy(() -> BatchClient.builder()
                        .accountUrl("https://a.b.batch.azure.com")
                        .build())
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("sharedKey");
        assertThatThrownBy(() -> builder().sharedKey("a", "a2V5")).isInstanceOf(InvalidOptionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "..", "ä", "a.b", "x?y", "%2e"})
    void ids_ofAWrongShape_areRefusedBeforeAnyRequest(String id) {
        BatchClient client = builder().accountUrl("https://a.b.batch.azure.com").build();

        assertThatThrownBy(() -> client.jobs().get(id)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> client.tasks(id)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> client.pools().delete(id)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> JobCreate.builder()
                        .id(id)
                        .poolInfo(PoolInformation.builder().poolId("p").build())
                        .build())
                .isInstanceOfSatisfying(
                        InvalidOptionException.class,
                        error -> assertThat(error.option()).isEqualTo("id"));
    }

    @Test
    void ids_longerThan64_areRefused() {
        BatchClient client = builder().accountUrl("https://a.b.batch.azure.com").build();

        assertThat(client.jobs().get("x".repeat(64))).isNotNull();
        assertThatThrownBy(() -> client.jobs().get("x".repeat(65))).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    @SuppressWarnings("deprecation") // what a later version dropped is deprecated, and refused for that version
    void operation_thatTheVersionLacks_isRefusedBeforeAnyRequest() {
        BatchClient old = builder().accountUrl("https://a.b.batch.azure.com").build();
        BatchClient latest = builder()
                .accountUrl("https://a.b.batch.azure.com")
                .serviceVersion(ServiceVersion.V2025_06_01)
                .build();

        assertThatThrownBy(() -> old.nodes("p").start("n"))
                .isInstanceOfSatisfying(InvalidOptionException.class, error -> {
                    assertThat(error.option()).isEqualTo("serviceVersion");
                    assertThat(error).hasMessageContaining("2024-07-01.20.0");
                });
        assertThatThrownBy(() -> latest.nodes("p").remoteDesktop("n")).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> latest.certificates().list()).isInstanceOf(InvalidOptionException.class);
        assertThat(latest.nodes("p").start("n")).isNotNull();
    }

    @Test
    void force_isRefusedWhereItDoesNotBelong() {
        BatchClient latest = builder()
                .accountUrl("https://a.b.batch.azure.com")
                .serviceVersion(ServiceVersion.V2024_07_01)
                .build();
        BatchClient old = builder().accountUrl("https://a.b.batch.azure.com").build();
        RequestOptions force = RequestOptions.builder().force(true).build();

        assertThat(latest.jobs().delete("j", force)).isNotNull();
        assertThatThrownBy(() -> old.jobs().delete("j", force)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> latest.pools().delete("p", force)).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void member_thatIsRequiredOrThatTheVersionLacks_isNamedWithItsOwner() {
        BatchClient client = builder()
                .accountUrl("https://a.b.batch.azure.com")
                .serviceVersion(ServiceVersion.V2025_06_01)
                .build();
        PoolSpecification tagged = PoolSpecification.builder()
                .vmSize("small")
                .resourceTags(Map.of("a", "b"))
                .build();

        assertThatThrownBy(() ->
                        client.jobs().create(auto(PoolSpecification.builder().build())))
                .isInstanceOfSatisfying(
                        InvalidOptionException.class,
                        error -> assertThat(error.option()).isEqualTo("PoolSpecification.vmSize"));
        assertThatThrownBy(() -> client.jobs().create(auto(tagged)))
                .isInstanceOfSatisfying(
                        InvalidOptionException.class,
                        error -> assertThat(error.option()).isEqualTo("PoolSpecification.resourceTags"));
    }

    @Test
    void condition_onACallThatHasNone_isRefused() {
        BatchClient client = builder().accountUrl("https://a.b.batch.azure.com").build();
        RequestOptions matching = RequestOptions.when(Conditions.ifMatch("0x1"));

        assertThatThrownBy(() -> client.pools().disableAutoScale("p", matching))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> client.files().ofTask("j", "t").properties("stdout.txt", matching))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> Conditions.ifMatch("a b")).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void serverTimeout_isSpelledAsTheVersionSpellsIt() {
        try (ScriptedServer server = new ScriptedServer()) {
            server.answers(Reply.ok("{}"));
            RequestOptions options = RequestOptions.builder()
                    .serverTimeout(Duration.ofSeconds(9))
                    .build();
            Clients.of(server).jobs().get("j", options).block();
            Clients.builder(server)
                    .tokenSupplier(() -> Mono.just("t"))
                    .serviceVersion(ServiceVersion.V2025_06_01)
                    .build()
                    .jobs()
                    .get("j", options)
                    .block();

            assertThat(server.requests().get(0).uri()).endsWith("&timeout=9");
            assertThat(server.requests().get(1).uri()).isEqualTo("/jobs/j?api-version=2025-06-01&timeOut=9");
        }
    }

    @Test
    void updateProperties_versionsThatInsistOnCertificates_getAnEmptyList() {
        try (ScriptedServer server = new ScriptedServer()) {
            server.answers(Reply.status(204));
            PoolPropertiesUpdate update = PoolPropertiesUpdate.builder()
                    .applicationPackageReferences(List.of())
                    .metadata(List.of())
                    .build();
            Clients.of(server).pools().updateProperties("p", update).block();
            Clients.builder(server)
                    .tokenSupplier(() -> Mono.just("t"))
                    .serviceVersion(ServiceVersion.V2025_06_01)
                    .build()
                    .pools()
                    .updateProperties("p", update)
                    .block();

            assertThat(server.requests().get(0).body()).contains("\"certificateReferences\":[]");
            assertThat(server.requests().get(1).body()).doesNotContain("certificateReferences");
        }
    }

    @Test
    void filter_escapesAndGroups() {
        Filter filter = Filter.where("id")
                .startsWith("o'hara")
                .or(Filter.where("state").ne("active"))
                .and(Filter.where("executionInfo/exitCode").ge(1))
                .and(Filter.where("creationTime").lt(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(filter.text())
                .isEqualTo("(startswith(id,'o''hara') or state ne 'active') and executionInfo/exitCode ge 1"
                        + " and creationTime lt DateTime'2026-01-01T00:00:00Z'");
        assertThat(Filter.where("creationTime").gt(Instant.parse("2026-01-01T00:00:00.123456789Z")))
                .as("the service reads seven digits")
                .hasToString("creationTime gt DateTime'2026-01-01T00:00:00.1234567Z'");
        assertThatThrownBy(() -> Filter.where("creationTime").gt(Instant.MAX))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> Filter.where("id eq 'x' or id")).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void secrets_areNotPrinted() {
        assertThat(UserAccount.builder().name("u").password(Secret.of("pa55")))
                .asString()
                .contains("u")
                .doesNotContain("pa55");
        assertThat(ResourceFile.builder()
                        .httpUrl(SignedUrl.of("https://h/c?sig=pa55"))
                        .build())
                .asString()
                .contains("https://h/c")
                .doesNotContain("pa55");
    }

    private static JobCreate auto(PoolSpecification pool) {
        return JobCreate.builder()
                .id("j")
                .poolInfo(PoolInformation.builder()
                        .autoPoolSpecification(AutoPoolSpecification.builder()
                                .poolLifetimeOption(PoolLifetimeOption.JOB)
                                .pool(pool)
                                .build())
                        .build())
                .build();
    }

    private static BatchClientBuilder builder() {
        return BatchClient.builder().tokenSupplier(() -> Mono.just("t"));
    }
}
