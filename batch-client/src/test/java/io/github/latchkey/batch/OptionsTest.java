package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.ScriptedServer.Request;
import io.github.latchkey.testkit.batch.FakeBatch;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/** What a user can choose, for the client and for one call. */
@NullUnmarked // a null where none should be is a failed test
class OptionsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void raw_expressionsOfAList_areSentAsTheyAre() {
        server.answers(Reply.ok("{\"value\":[]}"));
        ListOptions raw = ListOptions.builder()
                .filter(Filter.raw("id eq 'a&b' or startswith(id,'c d')"))
                .selectRaw("id, stats/url")
                .expandRaw("stats,other/part")
                .build();

        Clients.of(server).jobs().list(raw).collectList().block(SOON);

        assertThat(query(server.only()))
                .containsEntry("$filter", "id eq 'a&b' or startswith(id,'c d')")
                .containsEntry("$select", "id, stats/url")
                .containsEntry("$expand", "stats,other/part");
        assertThat(server.only().uri()).doesNotContain(" ", "'", "&b");
    }

    @Test
    void raw_expressionsOfACall_areSentAsTheyAre() {
        server.answers(Reply.ok("{}"));
        RequestOptions raw = RequestOptions.builder()
                .selectRaw("id,stats")
                .expandRaw("stats($top=1)")
                .build();

        Clients.of(server).jobs().get("j", raw).block(SOON);

        assertThat(query(server.only())).containsEntry("$select", "id,stats").containsEntry("$expand", "stats($top=1)");
    }

    @Test
    void raw_filterInsideAnother_keepsItsMeaning() {
        server.answers(Reply.ok("{\"value\":[]}"));
        Filter filter = Filter.where("state").eq("active").and(Filter.raw("id eq 'a' or id eq 'b'"));

        Clients.of(server).jobs().list(ListOptions.where(filter)).collectList().block(SOON);

        assertThat(query(server.only())).containsEntry("$filter", "state eq 'active' and (id eq 'a' or id eq 'b')");
    }

    @Test
    void raw_blank_isRefused() {
        assertThatThrownBy(() -> Filter.raw(" ")).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> ListOptions.builder().selectRaw("")).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> ListOptions.builder().expandRaw(" ")).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> RequestOptions.builder().selectRaw(" ")).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> RequestOptions.builder().expandRaw("")).isInstanceOf(InvalidOptionException.class);
    }

    private static Map<String, String> query(Request request) {
        return Arrays.stream(URI.create(request.uri()).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        assertThat(text).as("a blank is %20 here").doesNotContain("+");
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Test
    void requestId_made_isAnotherGuidForEachCall() {
        server.answers(Reply.ok("{}"));
        BatchClient client = Clients.of(server);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            client.jobs().get("j").block(SOON);
            ids.add(server.requests().get(i).header("client-request-id"));
        }

        assertThat(ids).hasSize(20).allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        assertThat(server.requests())
                .allMatch(request -> request.header("return-client-request-id").equals("true"));
    }

    @Test
    void requestId_chosen_isThatOfAllTriesAndAllPages() {
        server.answers(
                Reply.error(503, "ServerBusy"),
                Reply.ok("{\"value\":[{\"id\":\"a\"}],\"odata.nextLink\":\"" + server.url() + "/jobs?2\"}"),
                Reply.ok("{\"value\":[{\"id\":\"b\"}]}"));

        Clients.of(server)
                .jobs()
                .list(ListOptions.builder().clientRequestId(GUID).build())
                .blockLast(SOON);

        assertThat(server.requests())
                .hasSize(3)
                .allMatch(request -> request.header("client-request-id").equals(GUID));
        assertThatThrownBy(() -> RequestOptions.builder().clientRequestId("{" + GUID + "}"))
                .isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void requestIds_ofTheCallersOwn_areAskedForEachCall() {
        server.answers(Reply.ok("{}"));
        BatchClient client = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .requestIds(() -> GUID)
                .build();

        client.jobs().get("j").block(SOON);

        assertThat(server.only().header("client-request-id")).isEqualTo(GUID);
    }

    @Test
    void userAgent_namesTheCallerBeforeUs() {
        server.answers(Reply.ok("{}"));

        Clients.of(server).jobs().get("j").block(SOON);
        Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .userAgent("night-render/2.1")
                .build()
                .jobs()
                .get("j")
                .block(SOON);

        assertThat(server.requests().get(0).header("User-Agent")).startsWith("latchkey-batch/");
        assertThat(server.requests().get(1).header("User-Agent")).startsWith("night-render/2.1 latchkey-batch/");
        assertThatThrownBy(() -> BatchClient.builder().userAgent("a\r\nAuthorization: b"))
                .isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void timeout_ofACall_goesBeforeTheClients() {
        server.answers(Reply.silence());
        BatchClient client = Clients.of(server);
        RequestOptions brief =
                RequestOptions.builder().timeout(Duration.ofMillis(100)).build();

        assertThatThrownBy(() -> client.jobs().get("j", brief).block(SOON))
                .isInstanceOf(BatchTimeoutException.class)
                .hasMessageMatching("(?s).*within \\d{1,3} ms.*");
    }

    @Test
    void times_withoutEnd_areTaken() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        BatchClient client = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .timeout(forever)
                .attemptTimeout(forever)
                .backoff(forever, forever)
                .jitter(() -> 0)
                .build();
        server.answers(Reply.error(503, "ServerBusy"), Reply.ok("{\"id\":\"j\"}"));
        RequestOptions call = RequestOptions.builder()
                .timeout(BatchLimits.NO_LIMIT)
                .serverTimeout(forever)
                .build();
        assertThat(client.jobs().get("j", call).block(SOON).id()).isEqualTo("j");
        assertThat(server.requests()).hasSize(2);

        server.answers(Reply.error(503, "ServerBusy"), Reply.ok("{\"id\":\"j\",\"state\":\"completed\"}"));
        Polling patient = Polling.builder()
                .interval(forever, forever)
                .outage(forever)
                .timeout(forever)
                .build();
        assertThat(client.jobs().awaitCompleted("j", patient).blockLast(SOON).id())
                .isEqualTo("j");
    }

    @Test
    void httpClient_ofTheCallersOwn_isUsedAndLeftOpen() {
        server.answers(Reply.ok("{}"));
        ConnectionProvider pool =
                ConnectionProvider.builder("own").maxConnections(1).build();
        BatchClient client = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("t"))
                .httpClient(HttpClient.create(pool).headers(headers -> headers.set("x-own", "yes")))
                .build();

        client.jobs().get("j").block(SOON);
        client.close().block(SOON);

        assertThat(server.only().header("x-own")).isEqualTo("yes");
        assertThat(pool.isDisposed()).isFalse();
        pool.disposeLater().block(SOON);
    }

    @Test
    void wireLog_isOffUnlessAskedFor() {
        server.answers(Reply.ok("{}"));
        Logger log = (Logger) LoggerFactory.getLogger("io.github.latchkey.batch.wire");
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        log.addAppender(seen);
        log.setLevel(Level.DEBUG);
        log.setAdditive(false);
        try {
            Clients.of(server).jobs().get("j").block(SOON);
            assertThat(seen.list).isEmpty();

            Clients.builder(server)
                    .tokenSupplier(() -> Mono.just("t"))
                    .wireLog(true)
                    .build()
                    .jobs()
                    .get("j")
                    .block(SOON);
            assertThat(seen.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .satisfiesExactly(
                            sent -> assertThat(sent)
                                    .startsWith("-> GET /jobs/j [")
                                    .contains("authorization: ***"),
                            answered -> assertThat(answered).startsWith("<- 200 GET /jobs/j ["));
        } finally {
            log.detachAppender(seen);
            log.setLevel(null);
            log.setAdditive(true);
        }
    }

    @Test
    void proxy_isGoneThroughWithoutSeeingAnything() {
        try (FakeBatch fake = FakeBatch.builder().start();
                ConnectProxy proxy = new ConnectProxy()) {
            BatchClient client = BatchClient.builder()
                    .accountUrl(fake.url())
                    .sharedKey(fake.accountName(), fake.accountKey())
                    .httpClient(fake.httpClient()
                            .proxy(spec -> spec.type(ProxyProvider.Proxy.HTTP)
                                    .host("127.0.0.1")
                                    .port(proxy.port())))
                    .build();

            assertThat(client.jobs().list().collectList().block(SOON)).isEmpty();

            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT ")
                    .doesNotContain("Authorization")
                    .doesNotContain("SharedKey");
            assertThat(proxy.sent()).isNotEmpty().doesNotContain("SharedKey").doesNotContain("/jobs");
            client.close().block(SOON);
        }
    }

    @Test
    void close_twiceOrWithoutACall_ends() {
        BatchClient client = Clients.of(server);

        client.close().block(SOON);
        client.close().block(SOON);

        for (Mono<?> call : List.<Mono<?>>of(
                client.jobs().get("j"),
                client.jobs().list().collectList(),
                client.jobs().list().pages().collectList(),
                client.files().ofTask("j", "t").download("f").then())) {
            assertThatThrownBy(() -> call.block(SOON)).isInstanceOf(BatchClientClosedException.class);
        }
    }
}
