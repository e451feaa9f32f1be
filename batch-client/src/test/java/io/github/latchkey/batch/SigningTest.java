package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.JobPatch;
import io.github.latchkey.batch.model.PoolInformation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@NullUnmarked // a null where none should be is a failed test
class SigningTest {

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger made = new AtomicInteger();
    private final List<TokenRequest> asked = new CopyOnWriteArrayList<>();
    private final TokenSource source = request -> {
        asked.add(request);
        Instant now = Instant.now();
        return CompletableFuture.completedFuture(
                AccessToken.builder("token-" + made.incrementAndGet(), now, now.plus(Duration.ofHours(1)))
                        .build());
    };
    private final TokenProvider provider = TokenProvider.builder(
                    source, TokenRequest.forScopes("https://batch.core.windows.net//.default"))
            .build();
    private final BatchClient client =
            Clients.builder(server).tokenProvider(provider).build();

    @AfterEach
    void close() {
        client.close().block();
        provider.dispose();
        server.close();
    }

    @Test
    void bearer_manyCalls_useOneToken() {
        server.answer(request -> Reply.ok("{\"id\":\"j\"}"));

        Flux.range(0, 200).flatMap(i -> client.jobs().get("j"), 50).blockLast();

        assertThat(made).hasValue(1);
        assertThat(server.requests()).hasSize(200).allMatch(r -> "Bearer token-1".equals(r.header("Authorization")));
    }

    @Test
    void refused_thousandAtOnce_causeOneNewToken() {
        server.answer(request -> "Bearer token-1".equals(request.header("Authorization"))
                ? Reply.error(401, "AuthenticationFailed")
                : Reply.ok("{\"id\":\"j\"}"));

        Flux.range(0, 1000).flatMap(i -> client.jobs().get("j"), 1000).blockLast(Duration.ofSeconds(60));

        assertThat(made).hasValue(2);
    }

    @Test
    void refused_withANewTokenToo_isToldAfterOneReplay() {
        server.answers(Reply.error(401, "AuthenticationFailed"));

        assertThatThrownBy(() -> client.jobs().get("j").block()).isInstanceOf(BatchAuthenticationException.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void claimsChallenge_isAnsweredWithATokenForIt() {
        String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";
        String header = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
                + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "\"";
        server.answers(
                Reply.error(401, "AuthenticationFailed").header("WWW-Authenticate", header),
                Reply.ok("{\"id\":\"j\"}"));

        client.jobs().get("j").block();

        assertThat(asked.get(1).claims()).contains(claims);
        assertThat(server.requests().get(1).header("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void refused_emptyListAfterTheReplay_isAnEmptyList() {
        server.answers(Reply.error(401, "AuthenticationFailed"), Reply.ok("{\"value\":[]}"));

        assertThat(client.jobs().list().collectList().block()).isEmpty();
    }

    @Test
    void delegate_isAskedForEachRequestAndOnceMoreAfterARefusal() {
        AtomicInteger calls = new AtomicInteger();
        BatchClient own = Clients.builder(server)
                .tokenSupplier(() -> Mono.fromSupplier(() -> "own-" + calls.incrementAndGet()))
                .build();
        server.answers(Reply.ok("{}"), Reply.error(401, "AuthenticationFailed"), Reply.ok("{}"));

        own.jobs().get("j").block();
        own.jobs().get("j").block();

        assertThat(server.requests())
                .extracting(r -> r.header("Authorization"))
                .containsExactly("Bearer own-1", "Bearer own-2", "Bearer own-3");
    }

    @Test
    void delegate_thatGivesNothingOrRubbish_isToldWithoutRepeatingIt() {
        BatchClient empty = Clients.builder(server).tokenSupplier(Mono::empty).build();
        BatchClient rubbish = Clients.builder(server)
                .tokenSupplier(() -> Mono.just("two words"))
                .build();

        assertThatThrownBy(() -> empty.jobs().get("j").block()).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> rubbish.jobs().get("j").block())
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageNotContaining("two words");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void sharedKey_isNotReplayedAfterARefusal() {
        BatchClient keyed = Clients.builder(server)
                .sharedKey("acct", "a2V5")
                .clock(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC))
                .build();
        server.answers(Reply.error(401, "AuthenticationFailed"));

        assertThatThrownBy(() -> keyed.jobs().get("j").block()).isInstanceOf(BatchAuthenticationException.class);
        assertThat(server.only().header("ocp-date")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(server.only().header("Authorization")).startsWith("SharedKey acct:");
    }

    /** The signatures were computed apart, by a few lines of Python that follow the service's documentation. */
    @Test
    void sharedKey_ofEachKindOfRequest_isWhatAnotherProgramComputed() {
        BatchClient keyed = keyed();
        Instant epoch = Instant.EPOCH;
        Map<String, Mono<?>> calls = new LinkedHashMap<>();
        calls.put(
                "WDVgqR6CY1S36Rw9LyUfx7B+qAO7W7GVkGPo2+mZbng=", // a body
                keyed.jobs()
                        .create(JobCreate.builder()
                                .id("j")
                                .poolInfo(PoolInformation.builder().poolId("p").build())
                                .build()));
        calls.put(
                "Y6TeED5CtACAMXaiJmpSkSw4U/HOPWMN5X4nm3qCF6c=", // a body and a condition
                keyed.jobs()
                        .patch(
                                "j",
                                JobPatch.builder().priority(7).build(),
                                RequestOptions.when(Conditions.ifMatch("0x8D"))));
        calls.put(
                "mlmaBp+C5ony143IQVgBoRd4TyXpP5MhJFsrGIVPeA0=", // an encoded path, a range and a condition
                keyed.files()
                        .ofTask("j", "t")
                        .download(
                                "wd/a b.txt",
                                ByteRange.of(3, 7),
                                RequestOptions.when(Conditions.ifUnmodifiedSince(epoch)))
                        .then());
        calls.put(
                "99/+Jv9b8H2I74mX4PvNiUv/SKLX27J3IAbTIAFWtPU=", // no body where there could be one
                keyed.pools()
                        .delete(
                                "p",
                                RequestOptions.builder()
                                        .serverTimeout(Duration.ofSeconds(30))
                                        .build()));
        server.answer(request -> Reply.status(
                switch (request.method()) {
                    case "POST" -> 201;
                    case "DELETE" -> 202;
                    default -> 200;
                }));

        calls.values().forEach(Mono::block);

        assertThat(server.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactlyElementsOf(calls.keySet().stream()
                        .map(signature -> "SharedKey Acct:" + signature)
                        .toList());
    }

    @Test
    void sharedKey_ofLinksThatNoParserTakes_isWhatAnotherProgramComputed() {
        String strange = server.url() + "/jobs?$skiptoken=a|b;c%zz%20d&x=%&api-version=1";
        String bare = server.url() + "?$skiptoken=a/b&api-version=1";
        server.answers(
                Reply.ok("{\"value\":[],\"odata.nextLink\":\"" + strange + "\"}"),
                Reply.ok("{\"value\":[],\"odata.nextLink\":\"" + bare + "\"}"),
                Reply.ok("{\"value\":[]}"));

        assertThat(keyed().jobs().list().collectList().block()).isEmpty();

        assertThat(server.requests().get(1).uri()).isEqualTo("/jobs?$skiptoken=a|b;c%zz%20d&x=%&api-version=1");
        assertThat(server.requests().get(1).header("Authorization"))
                .isEqualTo("SharedKey Acct:/lLC+r0YYfLNXqOohJaIHWzHvzWp74M9zw9fh9BPLy0=");
        assertThat(server.requests().get(2).uri()).isEqualTo("/?$skiptoken=a/b&api-version=1");
        assertThat(server.requests().get(2).header("Authorization"))
                .isEqualTo("SharedKey Acct:3/ARZxg8RJYc5rBb6n6xg1hFS9GosPyD7FUuKCOYUwk=");
    }

    private BatchClient keyed() {
        return Clients.builder(server)
                .sharedKey(
                        "Acct",
                        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==")
                .clock(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC))
                .build();
    }

    @Test
    void client_thatWasGivenAProvider_leavesItOpen() {
        client.close().block();

        assertThat(provider.isDisposed()).isFalse();
        assertThatThrownBy(() -> client.jobs().get("j").block()).isInstanceOf(BatchClientClosedException.class);
    }
}
