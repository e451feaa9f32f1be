package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.internal.json.Models;
import io.github.latchkey.batch.model.DiffDiskPlacement;
import io.github.latchkey.batch.model.DiffDiskSettings;
import io.github.latchkey.batch.model.Versions;
import io.github.latchkey.batch.node.ComputeNodeDeallocateOption;
import io.github.latchkey.batch.node.ComputeNodeState;
import io.github.latchkey.batch.node.RemoteLoginSettings;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** What differs between the service's versions, as it goes over the wire. */
@NullUnmarked // a null where none should be is a failed test
class VersionsTest {

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(ServiceVersion.class)
    void operations_ofAVersion_areSentWithItsNameAndTheOthersAreRefused(ServiceVersion version) {
        BatchClient client = client(version);
        int sent = 0;
        for (Operation operation : Operation.values()) {
            boolean here = (operation.since() == null || version.compareTo(operation.since()) >= 0)
                    && (operation.until() == null || version.compareTo(operation.until()) < 0);
            if (operation == Operation.TASK_ADD_COLLECTION) {
                continue; // its call asks again for tasks that the answer does not name
            }
            server.requests().clear();
            try {
                server.answers(new Reply(response -> response.status(
                                operation.success().iterator().next())
                        .sendString(Mono.just(operation.method().name().equals("HEAD") ? "" : "{\"value\":[]}"))));
                Calls.invoke(client, operation, Calls.conditions(operation).get(0), version);
                sent++;
                assertThat(here).as(operation.id()).isTrue();
                assertThat(new QueryStringDecoder(server.only().uri()).parameters())
                        .containsEntry("api-version", List.of(version.value()))
                        .containsKey(version == ServiceVersion.V2025_06_01 ? "timeOut" : "timeout");
            } catch (AssertionError e) {
                if (here || !(e.getCause() instanceof InvalidOptionException refused)) {
                    throw e;
                }
                assertThat(refused.option()).as(operation.id()).isEqualTo("serviceVersion");
                assertThat(server.requests()).isEmpty();
            }
        }
        assertThat(sent + 1)
                .isEqualTo(Map.of(
                                ServiceVersion.V2024_02_01, 76,
                                ServiceVersion.V2024_07_01, 77,
                                ServiceVersion.V2025_06_01, 72)
                        .get(version));
    }

    @Test
    void nodes_startAndDeallocate_areSentAsTheServiceDescribesThem() {
        server.answers(Reply.status(202));
        BatchClient client = client(ServiceVersion.V2024_07_01);

        client.nodes("p").start("n").block();
        client.nodes("p").deallocate("n", null).block();
        client.nodes("p")
                .deallocate("n", ComputeNodeDeallocateOption.TASK_COMPLETION)
                .block();

        assertThat(server.requests())
                .extracting(request -> request.method() + " " + request.uri() + " " + request.body())
                .containsExactly(
                        "POST /pools/p/nodes/n/start?api-version=2024-07-01.20.0 ",
                        "POST /pools/p/nodes/n/deallocate?api-version=2024-07-01.20.0 ",
                        "POST /pools/p/nodes/n/deallocate?api-version=2024-07-01.20.0"
                                + " {\"nodeDeallocateOption\":\"taskcompletion\"}");
        assertThat(server.requests().get(0).header("Content-Length")).isEqualTo("0");
        assertThat(server.requests().get(1).header("Content-Type")).isNull();
    }

    @Test
    void force_isSentOnTheFourCallsThatKnowIt() {
        server.answers(Reply.status(202));
        BatchClient client = client(ServiceVersion.V2025_06_01);
        RequestOptions force = RequestOptions.builder().force(true).build();

        client.jobs().delete("j", force).block();
        client.jobs().terminate("j", "enough", force).block();
        client.jobSchedules().delete("s", force).block();
        client.jobSchedules().terminate("s", force).block();

        assertThat(server.requests())
                .hasSize(4)
                .allMatch(request -> request.uri().endsWith("&force=true"));
    }

    @Test
    void usageMetrics_spellTheirWindowAsTheVersionDoes() {
        server.answers(Reply.ok("{\"value\":[]}"));
        for (ServiceVersion version : ServiceVersion.values()) {
            client(version)
                    .pools()
                    .usageMetrics(Instant.EPOCH, Instant.ofEpochSecond(1, 123_456_789), ListOptions.defaults())
                    .blockLast();
        }

        assertThat(server.requests())
                .extracting(request -> request.uri().replaceAll(".*api-version=[^&]*&", ""))
                .containsExactly(
                        "starttime=1970-01-01T00%3A00%3A00Z&endtime=1970-01-01T00%3A00%3A01.1234567Z",
                        "starttime=1970-01-01T00%3A00%3A00Z&endtime=1970-01-01T00%3A00%3A01.1234567Z",
                        "startTime=1970-01-01T00%3A00%3A00Z&endtime=1970-01-01T00%3A00%3A01.1234567Z");
    }

    @Test
    void nodeCounts_comeInSmallPagesBefore2025() {
        server.answers(Reply.ok("{\"value\":[]}"));
        ListOptions many = ListOptions.builder().maxResults(11).build();

        assertThatThrownBy(() -> client(ServiceVersion.V2024_07_01).account().nodeCounts(many))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("maxResults");
        client(ServiceVersion.V2025_06_01).account().nodeCounts(many).blockLast();

        assertThat(server.only().uri()).endsWith("&maxresults=11");
    }

    @Test
    void cacheDisk_isSpelledAsTheVersionSpellsIt() {
        DiffDiskSettings settings = DiffDiskSettings.builder()
                .placement(DiffDiskPlacement.CACHE_DISK)
                .build();

        assertThat(json(settings, ServiceVersion.V2024_07_01)).isEqualTo("{\"placement\":\"CacheDisk\"}");
        assertThat(json(settings, ServiceVersion.V2025_06_01)).isEqualTo("{\"placement\":\"cachedisk\"}");
        assertThat(Models.read(
                        "{\"placement\":\"cachedisk\"}".getBytes(StandardCharsets.UTF_8), DiffDiskSettings.class))
                .isEqualTo(settings);
    }

    @Test
    void members_thatAVersionLacks_areRefusedByName() {
        int checked = 0;
        for (Class<?> type : Models.all()) {
            for (RecordComponent component : type.getRecordComponents()) {
                Versions versions = component.getAccessor().getAnnotation(Versions.class);
                if (versions == null) {
                    continue;
                }
                ServiceVersion knows =
                        versions.from().isEmpty() ? ServiceVersion.V2024_02_01 : version(versions.from());
                ServiceVersion lacks =
                        versions.from().isEmpty() ? version(versions.until()) : ServiceVersion.V2024_02_01;
                Object model = Models.only(type, component.getName(), knows.value());
                String member = type.getSimpleName() + "." + component.getName();

                assertThat(json(model, knows)).contains("\"" + component.getName() + "\":");
                assertThatThrownBy(() -> json(model, lacks))
                        .as(member)
                        .isInstanceOfSatisfying(
                                InvalidOptionException.class,
                                refused -> assertThat(refused.option()).isEqualTo(member));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(35);
    }

    @Test
    void answers_ofLaterVersions_areReadWhole() {
        server.answers(
                Reply.ok("{\"remoteLoginIPAddress\":\"10.0.0.1\",\"remoteLoginPort\":50000,"
                        + "\"ipv6RemoteLoginIPAddress\":\"fd00::1\",\"ipv6RemoteLoginPort\":50001}"),
                Reply.ok("{\"id\":\"n\",\"state\":\"deallocated\",\"ipv6Address\":\"fd00::2\"}"),
                Reply.ok(
                        "{\"value\":[{\"poolId\":\"p\",\"dedicated\":{\"deallocated\":3,\"deallocating\":1,\"total\":4}}]}"));
        BatchClient client = client(ServiceVersion.V2025_06_01);

        RemoteLoginSettings login = client.nodes("p").remoteLoginSettings("n").block();
        assertThat(login.ipv6RemoteLoginIPAddress()).isEqualTo("fd00::1");
        assertThat(login.ipv6RemoteLoginPort()).isEqualTo(50001);
        assertThat(client.nodes("p").get("n").block())
                .satisfies(node -> assertThat(node.state()).isSameAs(ComputeNodeState.DEALLOCATED))
                .satisfies(node -> assertThat(node.ipv6Address()).isEqualTo("fd00::2"));
        assertThat(client.account()
                        .nodeCounts(ListOptions.defaults())
                        .blockLast()
                        .dedicated())
                .satisfies(counts -> assertThat(counts.deallocated()).isEqualTo(3))
                .satisfies(counts -> assertThat(counts.deallocating()).isOne());
    }

    private BatchClient client(ServiceVersion version) {
        return Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .serviceVersion(version)
                .timeout(Duration.ofSeconds(20))
                .maxAttempts(1)
                .build();
    }

    private static String json(Object model, ServiceVersion version) {
        return new String(Json.write(model, version.value()), StandardCharsets.UTF_8);
    }

    private static ServiceVersion version(String value) {
        return Arrays.stream(ServiceVersion.values())
                .filter(version -> version.value().equals(value))
                .findFirst()
                .orElseThrow();
    }
}
