package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.JobPatch;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.testkit.batch.FakeBatch;
import java.lang.reflect.Proxy;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@NullUnmarked // a null where none should be is a failed test
class SigningTest {

    private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";
    private static final String CHALLENGE = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
            + "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==\"";

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
    void bearer_whoseTokenIsAtHand_asksForNoMono() {
        Instant now = Instant.now();
        AccessToken token = AccessToken.builder("at-hand", now, now.plus(Duration.ofHours(1)))
                .build();
        TokenProvider hot = (TokenProvider) Proxy.newProxyInstance(
                TokenProvider.class.getClassLoader(),
                new Class<?>[] {TokenProvider.class},
                (self, method, arguments) -> {
                    if (!method.getName().equals("peek")) {
                        throw new AssertionError(method + " was called");
                    }
                    return token;
                });
        BatchClient own = Clients.builder(server).tokenProvider(hot).build();
        server.answers(Reply.ok("{\"id\":\"j\"}"), Reply.ok("{\"value\":[]}"));

        own.jobs().get("j").block();
        own.jobs().list().blockLast();

        assertThat(server.requests()).hasSize(2).allMatch(r -> "Bearer at-hand".equals(r.header("Authorization")));
        own.close().block();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", CHALLENGE})
    void refused_thousandAtOnce_causeOneNewToken(String challenge) {
        int calls = 1000;
        ConnectionProvider pool =
                ConnectionProvider.builder("thousand").maxConnections(calls).build();
        BatchClient wide = Clients.builder(server)
                .tokenProvider(provider)
                .httpClient(HttpClient.create(pool))
                .attemptTimeout(Duration.ofSeconds(60))
                .timeout(Duration.ofSeconds(60))
                .build();
        Sinks.Empty<Void> allAreHere = Sinks.empty();
        AtomicInteger refused = new AtomicInteger();
        server.answer(request -> {
            if (!"Bearer token-1".equals(request.header("Authorization"))) {
                return Reply.ok("{\"id\":\"j\"}");
            }
            if (refused.incrementAndGet() == calls) {
                allAreHere.tryEmitEmpty().orThrow();
            }
            Reply refusal = Reply.error(401, "AuthenticationFailed");
            return (challenge.isEmpty() ? refusal : refusal.header("WWW-Authenticate", challenge))
                    .after(allAreHere.asMono());
        });

        Flux.range(0, calls).flatMap(i -> wide.jobs().get("j"), calls).blockLast(Duration.ofSeconds(60));

        assertThat(refused).as("all of them at the same time").hasValue(calls);
        assertThat(server.requests())
                .filteredOn(request -> "Bearer token-2".equals(request.header("Authorization")))
                .hasSize(calls);
        assertThat(server.requests()).hasSize(2 * calls);
        assertThat(asked)
                .extracting(request -> request.claims().orElse(""))
                .containsExactly("", challenge.isEmpty() ? "" : CLAIMS);
        pool.disposeLater().block();
    }

    @ParameterizedTest
    @CsvSource({"400, InvalidAuthenticationInfo", "401, AuthenticationFailed", "403, AuthenticationFailed"})
    void refused_underAnyStatus_isAskedAgainWithANewToken(int status, String code) {
        server.answers(Reply.error(status, code), Reply.ok("{\"id\":\"j\"}"));

        client.jobs().get("j").block();

        assertThat(server.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void refused_forWhatTheTokenMayNotDo_keepsTheToken() {
        server.answers(Reply.error(403, "InsufficientAccountPermissions"), Reply.ok("{\"id\":\"j\"}"));

        assertThatThrownBy(() -> client.jobs().get("j").block()).isInstanceOf(BatchPermissionException.class);
        client.jobs().get("j").block();

        assertThat(made).hasValue(1);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void refused_withANewTokenToo_isToldAfterOneReplay() {
        server.answers(Reply.error(401, "AuthenticationFailed"));

        assertThatThrownBy(() -> client.jobs().get("j").block()).isInstanceOf(BatchAuthenticationException.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void claimsChallenge_isAnsweredWithATokenForIt() {
        server.answers(
                Reply.error(401, "AuthenticationFailed").header("WWW-Authenticate", CHALLENGE),
                Reply.ok("{\"id\":\"j\"}"));

        client.jobs().get("j").block();

        assertThat(asked.get(1).claims()).contains(CLAIMS);
        assertThat(server.requests().get(1).header("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void claimsChallenge_besideOthers_isFound() {
        Reply refusal = Reply.error(401, "AuthenticationFailed");
        server.answers(
                new Reply(response -> refusal.send()
                        .apply(response.addHeader("WWW-Authenticate", "SharedKey realm=\"claims\"")
                                .addHeader("WWW-Authenticate", "Bearer realm=\"\", claims=\"no JSON\"")
                                .addHeader("WWW-Authenticate", CHALLENGE))),
                Reply.ok("{\"id\":\"j\"}"));

        client.jobs().get("j").block();

        assertThat(asked.get(1).claims()).contains(CLAIMS);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"access_token\":}", "{}{}", "[]", "null", "\"text\"", "no JSON"})
    void claimsChallenge_thatIsNoJsonObject_isARefusalAsAnyOther(String claims) {
        String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        server.answers(
                Reply.error(401, "AuthenticationFailed")
                        .header("WWW-Authenticate", "Bearer claims=\"" + encoded + "\""),
                Reply.ok("{\"id\":\"j\"}"));

        client.jobs().get("j").block();

        assertThat(asked).extracting(request -> request.claims().isPresent()).containsExactly(false, false);
        assertThat(server.requests().get(1).header("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void claimsChallenge_whoseAnswerFails_isAskedForAgainByTheNext() {
        AtomicInteger asks = new AtomicInteger();
        TokenProvider shaky = TokenProvider.builder(
                        request -> request.claims().isPresent() && asks.incrementAndGet() == 1
                                ? CompletableFuture.failedFuture(
                                        new PermanentAuthenticationException("No", ErrorDetails.NONE, null))
                                : source.acquire(request),
                        TokenRequest.forScopes("https://batch.core.windows.net//.default"))
                .failureBackoff(Duration.ofNanos(1), Duration.ofNanos(1))
                .build();
        BatchClient own = Clients.builder(server).tokenProvider(shaky).build();
        server.answer(request -> "Bearer token-1".equals(request.header("Authorization"))
                ? Reply.error(401, "AuthenticationFailed").header("WWW-Authenticate", CHALLENGE)
                : Reply.ok("{\"id\":\"j\"}"));

        assertThatThrownBy(() -> own.jobs().get("j").block()).isInstanceOf(AuthenticationException.class);
        assertThat(own.jobs().get("j").block().id()).isEqualTo("j");
        shaky.dispose();
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

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void sharedKey_isNotReplayedAfterARefusal(int status) {
        BatchClient keyed = Clients.builder(server)
                .sharedKey("acct", "a2V5")
                .clock(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC))
                .build();
        server.answers(Reply.error(status, "AuthenticationFailed"));

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

    @Test
    void sharedKey_ofALinkWithANumberSign_coversAllThatIsSent() {
        String link = server.url() + "/jobs?$skiptoken=a#b&api-version=1";
        server.answers(Reply.ok("{\"value\":[],\"odata.nextLink\":\"" + link + "\"}"), Reply.ok("{\"value\":[]}"));

        assertThat(keyed().jobs().list().collectList().block()).isEmpty();

        assertThat(server.requests().get(1).uri()).isEqualTo("/jobs?$skiptoken=a%23b&api-version=1");
        assertThat(server.requests().get(1).header("Authorization"))
                .as("what another program computed")
                .isEqualTo("SharedKey Acct:Jsk8kvIjn80aCzmYOQDqEE5aFpoJPBa6qCpWerhA7CQ=");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void headers_ofTheCallersClient_giveWayToOurs(boolean sharedKey) {
        HttpClient theirs = HttpClient.create()
                .headers(headers -> headers.set("Authorization", "Basic other")
                        .set("User-Agent", "theirs")
                        .set("Accept", "text/plain")
                        .set("client-request-id", "theirs")
                        .set("ocp-date", "theirs")
                        .set("X-Route", "blue"));
        BatchClientBuilder builder = Clients.builder(server).httpClient(theirs);
        BatchClient own = (sharedKey ? builder.sharedKey("acct", "a2V5") : builder.tokenProvider(provider)).build();
        server.answers(Reply.error(401, "AuthenticationFailed"), Reply.ok("{\"id\":\"j\"}"));

        own.jobs().get("j").onErrorComplete().block();

        assertThat(server.requests()).hasSize(sharedKey ? 1 : 2).allSatisfy(request -> {
            assertThat(request.headers().getAll("Authorization"))
                    .singleElement()
                    .asString()
                    .startsWith(sharedKey ? "SharedKey acct:" : "Bearer token-");
            assertThat(request.headers().getAll("User-Agent"))
                    .singleElement()
                    .asString()
                    .startsWith("latchkey-batch/");
            assertThat(request.headers().getAll("Accept"))
                    .singleElement()
                    .asString()
                    .startsWith("application/json");
            assertThat(request.headers().getAll("client-request-id"))
                    .singleElement()
                    .isNotEqualTo("theirs");
            assertThat(request.headers().getAll("X-Route")).containsExactly("blue");
        });
        own.close().block();
    }

    /** A header of the service's own, or one of those that it signs by their names. */
    @Test
    void sharedKey_coversTheHeadersOfTheCallersClient() {
        FakeBatch fake = FakeBatch.builder().start();
        BatchClient own = BatchClient.builder()
                .accountUrl(fake.url())
                .sharedKey(fake.accountName(), fake.accountKey())
                .httpClient(fake.httpClient()
                        .headers(headers -> headers.set("ocp-trace", "on")
                                .set("Content-Language", "en")
                                .set("If-None-Match", "0x1")))
                .build();

        assertThat(own.jobs().list().collectList().block(Duration.ofSeconds(30)))
                .isEmpty();

        own.close().block();
        fake.close();
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
