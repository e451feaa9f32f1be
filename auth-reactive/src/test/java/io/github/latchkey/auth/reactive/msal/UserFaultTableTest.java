package io.github.latchkey.auth.reactive.msal;

import static io.github.latchkey.auth.reactive.msal.People.BATCH;
import static io.github.latchkey.auth.reactive.msal.People.DESKTOP;
import static io.github.latchkey.auth.reactive.msal.People.WEB;
import static io.github.latchkey.auth.reactive.msal.People.WEB_REDIRECT;
import static io.github.latchkey.auth.reactive.msal.People.WEB_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.AuthorizationRequest;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.UserCredential;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.auth.trouble.Trouble;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a person takes part meets every kind of trouble, and each ends as one typed error. */
class UserFaultTableTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private static final FakeEntra ENTRA = People.entra().loopLimit(100_000).start();
    private static final ScriptedBrowser BROWSER = new ScriptedBrowser(ENTRA);
    private static final Cloud CLOUD = Cloud.custom("fake", ENTRA.authorityHost(), Cloud.PUBLIC.batchResource());
    private static final MsalEngine ENGINE = engine(Duration.ofSeconds(10));
    private static final MsalEngine IMPATIENT = engine(Duration.ofMillis(300));

    private static MsalEngine engine(Duration timeout) {
        return MsalEngine.builder()
                .httpClient(ReactorNettyMsalClient.of(ENTRA.httpClient(), timeout))
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .build();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
        IMPATIENT.close();
        ENTRA.close();
    }

    @BeforeEach
    void nothingIsWrongYet() {
        ENTRA.faults().clear();
    }

    /** A way to sign in, and the request of it that goes wrong. */
    private record Kind(String name, Predicate<ServerRequest> where, Supplier<UserCredential> credential) {

        /** A poll outlasts what passes. */
        boolean polls() {
            return name.equals("device code");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("password", FakeEntra.tokenEndpoint(), UserFaultTableTest::password),
                new Kind("device code", FakeEntra.tokenEndpoint(), UserFaultTableTest::deviceCode),
                new Kind("browser", FakeEntra.tokenEndpoint(), UserFaultTableTest::browser),
                new Kind("authorization code", FakeEntra.tokenEndpoint(), UserFaultTableTest::authorizationCode));
    }

    private static Stream<Kind> kindsBefore() {
        return Stream.of(
                new Kind(
                        "password, kind of user",
                        request -> request.path().contains("/userrealm/"),
                        UserFaultTableTest::password),
                new Kind("device code, code", FakeEntra.deviceCodeEndpoint(), UserFaultTableTest::deviceCode));
    }

    private static UserCredential password() {
        return Credential.usernamePassword()
                .cloud(CLOUD)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .username(FakeEntra.DEFAULT_USER_NAME)
                .password(FakeEntra.DEFAULT_USER_PASSWORD)
                .build();
    }

    private static UserCredential deviceCode() {
        return Credential.deviceCode()
                .cloud(CLOUD)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .prompt(prompt -> ENTRA.approveDevice(prompt.userCode()))
                .build();
    }

    private static UserCredential browser() {
        return Credential.interactiveBrowser()
                .cloud(CLOUD)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .browser(BROWSER::signIn)
                .build();
    }

    private static UserCredential authorizationCode() {
        AuthorizationRequest request = AuthorizationRequest.builder()
                .cloud(CLOUD)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(WEB)
                .redirectUri(WEB_REDIRECT)
                .scopes(BATCH.scopes())
                .build();
        return Credential.authorizationCode()
                .request(request)
                .client(Credential.clientSecret()
                        .cloud(CLOUD)
                        .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                        .clientId(WEB)
                        .clientSecret(WEB_SECRET)
                        .build())
                .code(Fields.parse(BROWSER.signIn(request.uri()).getRawQuery()).text("code"))
                .build();
    }

    private static AuthenticationException failure(TokenSource source) {
        Throwable thrown = catchThrowable(() -> source.acquire(BATCH)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
        assertThat(thrown.getCause()).isInstanceOf(AuthenticationException.class);
        return (AuthenticationException) Objects.requireNonNull(thrown.getCause());
    }

    static Stream<Arguments> table() {
        return Stream.concat(
                kinds().flatMap(kind -> Trouble.ofTokenEndpoint(NOON).stream()
                        .filter(trouble -> !kind.polls() || !trouble.passes())
                        .map(trouble -> Arguments.of(kind, trouble))),
                kindsBefore()
                        .flatMap(kind ->
                                Trouble.ofAnyEndpoint(NOON).stream().map(trouble -> Arguments.of(kind, trouble))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void acquire_inTrouble_failsOnceAndTyped(Kind kind, Trouble trouble) {
        TokenSource source = ENGINE.source(kind.credential.get());
        Faults.Rule rule = ENTRA.faults().on(kind.where).fault(trouble.fault());

        AuthenticationException e = failure(source);

        trouble.requireEndedAs(e);
        assertThat(e.getMessage()).doesNotContain(FakeEntra.DEFAULT_USER_PASSWORD, WEB_SECRET);
        assertThat(rule.seen()).as("one request, no hidden retry").isEqualTo(1);
    }

    static Stream<Trouble> lastingTroubles() {
        return Trouble.ofTokenEndpoint(NOON).stream().filter(trouble -> !trouble.passes());
    }

    static Stream<Trouble> passingTroubles() {
        // What breaks the JSON of an answer leaves its status, and an answer that the person is waited for has no 200.
        return Trouble.ofTokenEndpoint(NOON).stream()
                .filter(trouble -> trouble.passes() && !trouble.wantsPause())
                .filter(trouble -> !trouble.toString().equals("broken JSON"));
    }

    private static void pollWithoutAPause() {
        ENTRA.faults()
                .on(FakeEntra.deviceCodeEndpoint())
                .rewrite(answer -> answer.body(
                        "application/json",
                        new String(answer.body(), StandardCharsets.UTF_8)
                                .replaceFirst("\"interval\"\\s*:\\s*5", "\"interval\":0")));
    }

    private static void pollsOnOver(Fault trouble, MsalEngine engine) {
        AtomicInteger prompts = new AtomicInteger();
        pollWithoutAPause();
        Faults.Rule rule = ENTRA.faults().on(FakeEntra.tokenEndpoint()).nth(3).fault(trouble);
        TokenSource source = engine.source(Credential.deviceCode()
                .cloud(CLOUD)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .prompt(prompt -> {
                    prompts.incrementAndGet();
                    var unused = CompletableFuture.runAsync(() -> {
                        while (rule.seen() < 4) {
                            Thread.onSpinWait();
                        }
                        ENTRA.approveDevice(prompt.userCode());
                    });
                })
                .build());

        assertThat(source.acquire(BATCH)
                        .toCompletableFuture()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .value())
                .isNotBlank();
        assertThat(rule.hits()).isEqualTo(1);
        assertThat(prompts).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("passingTroubles")
    void deviceCode_troubleThatPasses_pollsOnForTheSameCode(Trouble trouble) {
        pollsOnOver(trouble.fault(), ENGINE);
    }

    @Test
    void deviceCode_serverHangsOnce_pollsOnForTheSameCode() {
        try (MsalEngine engine = engine(Duration.ofSeconds(2))) {
            pollsOnOver(Fault.hang(), engine);
        }
    }

    @ParameterizedTest
    @MethodSource("lastingTroubles")
    void deviceCode_inTroubleWhileThePersonIsWaitedFor_failsOnceAndTyped(Trouble trouble) {
        AtomicInteger prompts = new AtomicInteger();
        TokenSource source = ENGINE.source(Credential.deviceCode()
                .cloud(CLOUD)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .prompt(prompt -> prompts.incrementAndGet())
                .build());
        pollWithoutAPause();
        Faults.Rule rule =
                ENTRA.faults().on(FakeEntra.tokenEndpoint()).afterFirst(2).fault(trouble.fault());

        AuthenticationException e = failure(source);

        trouble.requireEndedAs(e);
        assertThat(rule.seen())
                .as("two answers that the person is waited for, and then it")
                .isEqualTo(3);
        assertThat(prompts).hasValue(1);
    }

    static Stream<Kind> all() {
        return Stream.concat(kinds().filter(kind -> !kind.polls()), kindsBefore());
    }

    @ParameterizedTest
    @MethodSource("all")
    void acquire_serverHangs_endsByTheTimeout(Kind kind) {
        TokenSource source = IMPATIENT.source(kind.credential.get());
        ENTRA.faults().on(kind.where).fault(Fault.hang());

        assertThat(failure(source))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }

    @ParameterizedTest
    @MethodSource("all")
    void acquire_bodyDripsForever_endsByTheTimeout(Kind kind) {
        TokenSource source = IMPATIENT.source(kind.credential.get());
        ENTRA.faults().on(kind.where).fault(Fault.drip(1, Duration.ofMillis(200)));

        assertThat(failure(source))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }
}
