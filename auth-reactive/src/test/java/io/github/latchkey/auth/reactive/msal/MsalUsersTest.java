package io.github.latchkey.auth.reactive.msal;

import static io.github.latchkey.auth.reactive.msal.People.BATCH;
import static io.github.latchkey.auth.reactive.msal.People.DESKTOP;
import static io.github.latchkey.auth.reactive.msal.People.WEB;
import static io.github.latchkey.auth.reactive.msal.People.WEB_REDIRECT;
import static io.github.latchkey.auth.reactive.msal.People.WEB_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.AuthorizationRequest;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.DeviceCodePrompt;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InteractiveBrowserCredential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.UsernamePasswordCredential;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.auth.msal.TokenCacheException;
import io.github.latchkey.auth.msal.TokenCacheStore;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.auth.reactive.TokenProviders;
import io.github.latchkey.auth.trouble.Trouble;
import io.github.latchkey.testkit.entra.Aadsts;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.EntraUser;
import io.github.latchkey.testkit.entra.EntraUser.SecondFactor;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Users sign in by MSAL4J. The fake stands behind the real host name, which MSAL4J's cache needs to find anything. */
class MsalUsersTest {

    private final FakeEntra entra = People.entra()
            .user(EntraUser.builder("careful@contoso.example", "letmein")
                    .secondFactor(SecondFactor.REQUIRED)
                    .build())
            .deviceCodeInterval(Duration.ofSeconds(1))
            .start();
    private final ScriptedBrowser browser = new ScriptedBrowser(entra);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MsalEngine engine = engine().build();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        engine.close();
        threads.shutdownNow();
        entra.close();
    }

    private MsalEngine.Builder engine() {
        return MsalEngine.builder().httpClient(browser.msalClient()).executor(threads);
    }

    private static AccessToken token(TokenSource source, TokenRequest request) {
        return source.acquire(request)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static AuthenticationException failure(TokenSource source, TokenRequest request) {
        Throwable thrown = catchThrowable(() -> token(source, request));
        assertThat(thrown.getCause()).isInstanceOf(AuthenticationException.class);
        return (AuthenticationException) Objects.requireNonNull(thrown.getCause());
    }

    private VerifiedToken verified(AccessToken token) {
        return entra.tokenVerifier().verify(token.value(), Set.of(Cloud.PUBLIC.batchResource()));
    }

    private long requests(String grant) {
        return entra.tokenRequests().grant(grant).count();
    }

    private static UsernamePasswordCredential password(String user, String password) {
        return Credential.usernamePassword()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .username(user)
                .password(password)
                .build();
    }

    @Test
    void password_right_isTheUsersTokenAndThenComesSilently() {
        TokenSource source = engine.source(password(FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD));

        AccessToken first = token(source, BATCH);
        AccessToken second = token(source, BATCH);

        assertThat(verified(first).user()).isTrue();
        assertThat(verified(first).clientId()).isEqualTo(DESKTOP);
        assertThat(second.value()).as("never the cached token again").isNotEqualTo(first.value());
        assertThat(requests("password")).isEqualTo(1);
        assertThat(requests("refresh_token")).isEqualTo(1);
    }

    @Test
    void password_wrongOrSecondFactor_failsTyped() {
        assertThat(failure(engine.source(password(FakeEntra.DEFAULT_USER_NAME, "wrong-password")), BATCH)
                        .getMessage())
                .contains("AADSTS50126")
                .doesNotContain("wrong-password");
        assertThat(failure(engine.source(password("careful@contoso.example", "letmein")), BATCH))
                .isInstanceOf(InteractionRequiredException.class);
    }

    @Test
    void deviceCode_approved_promptsOnceAndThenComesSilently() {
        AtomicInteger prompts = new AtomicInteger();
        TokenSource source = engine.source(Credential.deviceCode()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .prompt(prompt -> {
                    prompts.incrementAndGet();
                    assertThat(prompt.message()).contains(prompt.userCode());
                    entra.approveDevice(prompt.userCode());
                })
                .build());

        assertThat(verified(token(source, BATCH)).user()).isTrue();
        token(source, BATCH);

        assertThat(prompts).hasValue(1);
    }

    private TokenSource deviceCode(AtomicInteger prompts) {
        return deviceCode(engine, FakeEntra.DEFAULT_USER_NAME, prompts);
    }

    private TokenSource deviceCode(MsalEngine by, String user, AtomicInteger prompts) {
        return by.source(Credential.deviceCode()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .prompt(prompt -> {
                    prompts.incrementAndGet();
                    entra.approveDevice(prompt.userCode(), user);
                })
                .build());
    }

    @Test
    void silently_inTrouble_failsWithoutAskingThePerson() {
        AtomicInteger prompts = new AtomicInteger();
        TokenSource source = deviceCode(prompts);
        token(source, BATCH);
        entra.faults().on(FakeEntra.tokenEndpoint()).respond(Answers.throttled(Duration.ofSeconds(9)));

        AuthenticationException e = failure(source, BATCH);

        assertThat(e).isInstanceOf(TransientAuthenticationException.class);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(9));
        entra.faults().clear();
        token(source, BATCH);
        assertThat(prompts).hasValue(1);
    }

    @Test
    void silently_refreshTokenRefused_asksThePersonAgain() {
        AtomicInteger prompts = new AtomicInteger();
        TokenSource source = deviceCode(prompts);
        token(source, BATCH);
        entra.faults()
                .on(FakeEntra.tokenEndpoint())
                .first(1)
                .respond(entra.answers().error(Aadsts.REFRESH_TOKEN_EXPIRED));

        assertThat(verified(token(source, BATCH)).user()).isTrue();

        assertThat(prompts).hasValue(2);
    }

    @Test
    void correlationIdOfTheCaller_inEveryFlow_isSentWithEachRequest() {
        String id = "0b0e0d5e-6f0f-4d0e-8b5a-000000000002";
        TokenRequest traced = BATCH.toBuilder().correlationId(id).build();
        for (TokenSource source : List.of(
                deviceCode(new AtomicInteger()),
                engine.source(password(FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD)),
                engine.source(Credential.interactiveBrowser()
                        .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                        .clientId(DESKTOP)
                        .browser(browser::signIn)
                        .build()))) {
            token(source, traced);
            token(source, traced);
        }

        assertThat(entra.journal().requests(request -> !request.path().endsWith("/authorize")))
                .filteredOn(request -> request.headers().has("x-client-SKU"))
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(request ->
                        assertThat(request.headers().text("client-request-id")).isEqualTo(id));
    }

    /** Comes back from starting a task only when the task is done, or waits for just that. */
    private static final class LateExecutor extends ThreadPoolExecutor {

        LateExecutor() {
            super(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        }

        @Override
        public void execute(Runnable task) {
            CompletableFuture<Thread> begun = new CompletableFuture<>();
            CompletableFuture<Void> done = new CompletableFuture<>();
            super.execute(() -> {
                begun.complete(Thread.currentThread());
                try {
                    task.run();
                } finally {
                    done.complete(null);
                }
            });
            Thread thread = begun.orTimeout(20, TimeUnit.SECONDS).join();
            while (!done.isDone() && !waitsForItsStart(thread)) {
                Thread.onSpinWait();
            }
        }

        private static boolean waitsForItsStart(Thread thread) {
            return thread.getState() == Thread.State.WAITING
                    && Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().endsWith("SignIns$Started"));
        }
    }

    @Test
    void deviceCode_answeredBeforeTheCallHasReturned_signsIn() {
        try (MsalEngine late = engine().executor(new LateExecutor()).build()) {
            TokenSource source = late.source(Credential.deviceCode()
                    .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                    .clientId(DESKTOP)
                    .prompt(prompt -> entra.approveDevice(prompt.userCode()))
                    .build());

            assertThat(verified(token(source, BATCH)).user()).isTrue();
        }
    }

    @Test
    void deviceCode_executorWithoutThreads_saysSoAndPromptsNobody() {
        AtomicInteger prompts = new AtomicInteger();
        ExecutorService none = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>()) {
            @Override
            public void execute(Runnable task) {
                task.run();
            }
        };
        try (MsalEngine engine = engine().executor(none).build()) {
            AuthenticationException e = failure(
                    engine.source(Credential.deviceCode()
                            .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                            .clientId(DESKTOP)
                            .prompt(prompt -> prompts.incrementAndGet())
                            .build()),
                    BATCH);

            assertThat(e).isInstanceOf(PermanentAuthenticationException.class).hasMessageContaining("executor");
            assertThat(prompts).hasValue(0);
        }
    }

    @Test
    void deviceCode_declined_needsThePerson() {
        TokenSource source = engine.source(Credential.deviceCode()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .prompt(prompt -> entra.declineDevice(prompt.userCode()))
                .build());

        assertThat(failure(source, BATCH)).isInstanceOf(InteractionRequiredException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Aadsts.class,
            names = {"DEVICE_CODE_EXPIRED", "DEVICE_CODE_EXPIRED_OTHER_FORM"})
    void deviceCode_expiredAtEntraId_needsThePersonAgain(Aadsts error) {
        AtomicInteger prompts = new AtomicInteger();
        entra.faults()
                .on(FakeEntra.tokenEndpoint())
                .first(1)
                .respond(entra.answers().error(error));

        AuthenticationException e = failure(deviceCode(prompts), BATCH);

        assertThat(e).isInstanceOf(InteractionRequiredException.class);
        assertThat(e.error()).contains("expired_token");
        assertThat(e.errorCode()).hasValue(error.code());
        assertThat(e.remedy().orElse("")).contains("ask the user again");
        assertThat(prompts).hasValue(1);
    }

    @Test
    void deviceCode_expiredWhileItIsPolledFor_needsThePersonAgain() {
        TestClock clock = TestClock.frozen(); // for Entra ID the code stays good; its time is up for the client
        try (FakeEntra slow = FakeEntra.builder()
                .clock(clock)
                .deviceCodeLifetime(Duration.ofSeconds(1))
                .deviceCodeInterval(Duration.ofSeconds(1))
                .app(EntraApp.builder(DESKTOP)
                        .allowPublicClient(true)
                        .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                        .build())
                .start()) {
            AtomicInteger prompts = new AtomicInteger();
            TokenSource source = MsalEngine.builder()
                    .httpClient(new ScriptedBrowser(slow).msalClient())
                    .executor(threads)
                    .build()
                    .source(Credential.deviceCode()
                            .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                            .clientId(DESKTOP)
                            .prompt(prompt -> prompts.incrementAndGet())
                            .build());

            AuthenticationException e = failure(source, BATCH);

            assertThat(e).isInstanceOf(InteractionRequiredException.class).hasMessageContaining("did not sign in");
            assertThat(e.remedy().orElse("")).contains("Ask the user again");
            assertThat(e.correlationId()).isPresent();
            assertThat(prompts).hasValue(1);
        }
    }

    @Test
    void deviceCode_cancelled_stopsPolling() {
        CompletableFuture<DeviceCodePrompt> prompted = new CompletableFuture<>();
        CompletableFuture<AccessToken> token = engine.source(Credential.deviceCode()
                        .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                        .clientId(DESKTOP)
                        .prompt(prompted::complete)
                        .build())
                .acquire(BATCH)
                .toCompletableFuture();
        DeviceCodePrompt prompt = prompted.orTimeout(20, TimeUnit.SECONDS).join();

        token.cancel(true);

        assertThat(prompt.userCode()).isNotBlank();
        // The thread that polled ends, and nothing is left to run.
        threads.shutdown();
        assertThat(catchThrowable(() -> assertThat(threads.awaitTermination(20, TimeUnit.SECONDS))
                        .isTrue()))
                .isNull();
        assertThat(token).isCancelled();
    }

    @Test
    void browser_userSignsIn_isTheUsersToken() {
        TokenSource source = engine.source(Credential.interactiveBrowser()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .loginHint(FakeEntra.DEFAULT_USER_NAME)
                .browser(address -> browser.signIn(address))
                .build());

        assertThat(verified(token(source, BATCH)).user()).isTrue();
        token(source, BATCH);

        assertThat(requests("authorization_code")).isEqualTo(1);
        assertThat(requests("refresh_token")).isEqualTo(1);
    }

    private AuthenticationException browserFailure(
            UnaryOperator<InteractiveBrowserCredential.Builder> change, Consumer<URI> page) {
        List<URI> opened = new CopyOnWriteArrayList<>();
        AuthenticationException e = failure(
                engine.source(change.apply(Credential.interactiveBrowser().clientId(DESKTOP))
                        .browser(address -> {
                            opened.add(address);
                            page.accept(address);
                        })
                        .build()),
                BATCH);
        URI back = URI.create(Fields.parse(opened.get(0).getRawQuery()).text("redirect_uri"));
        assertThat(catchThrowable(() -> new ServerSocket(back.getPort(), 1, InetAddress.getLoopbackAddress()).close()))
                .as("the port is free again")
                .isNull();
        return e;
    }

    @Test
    void browser_hintAndPrompt_standInTheAddressOfThePage() {
        List<Fields> asked = new CopyOnWriteArrayList<>();

        browserFailure(
                credential -> credential
                        .loginHint("ada@contoso.example")
                        .prompt(InteractiveBrowserCredential.Prompt.SELECT_ACCOUNT)
                        .signInTimeout(Duration.ofMillis(50)),
                page -> asked.add(Fields.parse(page.getRawQuery())));

        assertThat(asked).singleElement().satisfies(query -> {
            assertThat(query.text("login_hint")).isEqualTo("ada@contoso.example");
            assertThat(query.text("prompt")).isEqualTo("select_account");
        });
    }

    @Test
    void browser_nobodySignsIn_endsByTheTimeout() {
        assertThat(browserFailure(credential -> credential.signInTimeout(Duration.ofMillis(50)), page -> {}))
                .isInstanceOf(InteractionRequiredException.class)
                .hasMessageContaining("Nobody signed in with the browser within PT0.05S")
                .satisfies(e -> assertThat(e.remedy()).isPresent());
    }

    @Test
    void browser_personDeclines_needsThePerson() {
        assertThat(browserFailure(
                        credential -> credential,
                        page -> browser.comeBack(
                                page,
                                "error=access_denied&error_description=AADSTS65004%3A+User+declined+to+consent.")))
                .isInstanceOf(InteractionRequiredException.class)
                .satisfies(e -> {
                    assertThat(e.error()).contains("access_denied");
                    assertThat(e.errorCode()).hasValue(65004);
                });
    }

    @Test
    void browserOrPrompt_thatFails_failsTheFlightTyped() {
        Consumer<Object> broken = any -> {
            throw new IllegalStateException("no screen");
        };

        assertThat(browserFailure(credential -> credential, broken::accept))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasRootCauseMessage("no screen");
        assertThat(failure(
                        engine.source(Credential.deviceCode()
                                .clientId(DESKTOP)
                                .prompt(broken::accept)
                                .build()),
                        BATCH))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasRootCauseMessage("no screen");
    }

    @Test
    void browser_cancelledWhileThePageIsOpen_endsTheWait() {
        CompletableFuture<URI> opened = new CompletableFuture<>();
        CompletableFuture<AccessToken> token = engine.source(Credential.interactiveBrowser()
                        .clientId(DESKTOP)
                        .browser(opened::complete)
                        .build())
                .acquire(BATCH)
                .toCompletableFuture();
        URI page = opened.orTimeout(20, TimeUnit.SECONDS).join();

        token.cancel(true);

        assertThat(Fields.parse(page.getRawQuery()).text("code_challenge_method"))
                .isEqualTo("S256");
        assertThat(page.getPath()).as("the tenant is optional").startsWith("/organizations/");
        threads.shutdown();
        assertThat(catchThrowable(() -> assertThat(threads.awaitTermination(20, TimeUnit.SECONDS))
                        .isTrue()))
                .isNull();
    }

    @Test
    void browser_portIsTaken_saysWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TokenSource source = engine.source(Credential.interactiveBrowser()
                    .clientId(DESKTOP)
                    .redirectUri(URI.create("http://localhost:" + taken.getLocalPort()))
                    .browser(address -> {})
                    .build());

            assertThat(failure(source, BATCH))
                    .isInstanceOf(PermanentAuthenticationException.class)
                    .hasMessageContaining("http://localhost:" + taken.getLocalPort())
                    .hasMessageContaining("Free the port");
        }
    }

    @Test
    void authorizationCode_ofAWebApplication_isRedeemedOnceAndThenComesSilently() {
        AuthorizationRequest request = AuthorizationRequest.builder()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(WEB)
                .redirectUri(WEB_REDIRECT)
                .scopes(BATCH.scopes())
                .build();
        URI back = browser.signIn(request.uri());
        Fields answer = Fields.parse(back.getRawQuery());
        assertThat(answer.text("state")).isEqualTo(request.state());
        TokenSource source = engine.source(Credential.authorizationCode()
                .request(request)
                .client(Credential.clientSecret(FakeEntra.DEFAULT_TENANT_ID, WEB, WEB_SECRET))
                .code(answer.text("code"))
                .build());

        assertThat(verified(token(source, BATCH)).clientId()).isEqualTo(WEB);
        assertThat(verified(token(source, BATCH)).user()).isTrue();

        assertThat(requests("authorization_code")).isEqualTo(1);
        assertThat(requests("refresh_token")).isEqualTo(1);
    }

    static List<Fault> passingTroubles() {
        return List.of(
                Fault.respond(Answers.throttled(Duration.ofSeconds(1))),
                Fault.respond(Answers.gatewayPage(503)),
                Fault.resetBefore());
    }

    @ParameterizedTest
    @MethodSource("passingTroubles")
    void authorizationCode_troubleAtFirst_isRedeemedByTheNextAttempt(Fault trouble) {
        AuthorizationRequest request = AuthorizationRequest.builder()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(WEB)
                .redirectUri(WEB_REDIRECT)
                .scopes(BATCH.scopes())
                .build();

        signInDespite(
                trouble,
                Credential.authorizationCode()
                        .request(request)
                        .client(Credential.clientSecret(FakeEntra.DEFAULT_TENANT_ID, WEB, WEB_SECRET))
                        .code(Fields.parse(browser.signIn(request.uri()).getRawQuery())
                                .text("code"))
                        .build());

        assertThat(requests("authorization_code")).isEqualTo(2);
    }

    /** Has a provider get a user's token although the first token request meets a fault. */
    private void signInDespite(Fault trouble, Credential credential) {
        TokenProvider provider = TokenProvider.builder(engine.source(credential), BATCH)
                .retryBackoff(Duration.ofMillis(1), Duration.ofMillis(1))
                .build();
        entra.faults().on(FakeEntra.tokenEndpoint()).first(1).fault(trouble);

        AccessToken token = Objects.requireNonNull(provider.token().block(Duration.ofSeconds(30)));

        assertThat(verified(token).user()).isTrue();
        provider.dispose();
    }

    private int pagesFor(Fault trouble) {
        AtomicInteger pages = new AtomicInteger();
        signInDespite(
                trouble,
                Credential.interactiveBrowser()
                        .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                        .clientId(DESKTOP)
                        .browser(page -> {
                            pages.incrementAndGet();
                            browser.signIn(page);
                        })
                        .build());
        return pages.get();
    }

    @ParameterizedTest
    @MethodSource("passingTroubles")
    void browser_troubleAtTheRedemption_bringsTheSameCodeAgain(Fault trouble) {
        assertThat(pagesFor(trouble)).isEqualTo(1);
        assertThat(requests("authorization_code")).isEqualTo(2);
    }

    @Test
    void browser_answerToTheRedemptionIsLost_asksAgain() {
        assertThat(pagesFor(Fault.resetAfterHalfBody())).isEqualTo(2);
        assertThat(requests("authorization_code"))
                .as("the spent code in between")
                .isEqualTo(3);
    }

    @Test
    void deviceCode_askedAgainWhileThePersonReads_isOnePrompt() {
        AtomicInteger prompts = new AtomicInteger();
        CompletableFuture<DeviceCodePrompt> prompted = new CompletableFuture<>();
        TokenSource source = engine.source(Credential.deviceCode()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .prompt(prompt -> {
                    prompts.incrementAndGet();
                    prompted.complete(prompt);
                })
                .build());
        List<CompletableFuture<AccessToken>> flights = Stream.generate(
                        () -> source.acquire(BATCH).toCompletableFuture())
                .limit(3)
                .toList();

        entra.approveDevice(prompted.orTimeout(20, TimeUnit.SECONDS).join().userCode());

        assertThat(flights)
                .allSatisfy(flight -> assertThat(
                                verified(flight.orTimeout(20, TimeUnit.SECONDS).join())
                                        .user())
                        .isTrue());
        assertThat(prompts).hasValue(1);
    }

    @Test
    void authorizationCode_unknown_isRefusedAndNotTriedAgain() {
        TokenSource source = engine.source(Credential.authorizationCode()
                .client(Credential.clientSecret(FakeEntra.DEFAULT_TENANT_ID, WEB, WEB_SECRET))
                .code("invented")
                .redirectUri(WEB_REDIRECT)
                .build());

        assertThat(failure(source, BATCH)).isInstanceOf(PermanentAuthenticationException.class);
        assertThat(failure(source, BATCH)).hasMessageContaining("redeemed before");
        assertThat(requests("authorization_code")).isEqualTo(1);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights are other there")
    void tokenCache_plainTextFile_letsTheNextRunComeSilentlyAndIsTheOwnersAlone() throws IOException {
        Path file = directory.resolve("cache.json");
        UsernamePasswordCredential user = password(FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD);
        token(engine().tokenCache(TokenCacheStore.plainTextFile(file)).build().source(user), BATCH);

        token(engine().tokenCache(TokenCacheStore.plainTextFile(file)).build().source(user), BATCH);

        assertThat(requests("password")).isEqualTo(1);
        assertThat(requests("refresh_token")).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(failure(
                        engine().tokenCache(TokenCacheStore.plainTextFile(file))
                                .build()
                                .source(user),
                        BATCH))
                .isInstanceOf(TokenCacheException.class)
                .hasMessageContaining("Others may read");
    }

    @Test
    void tokenCache_twoProgramsSignUsersInAtOnce_keepsBoth() {
        Path file = directory.resolve("cache.json");
        List<UsernamePasswordCredential> users = IntStream.range(0, 6)
                .mapToObj(i -> {
                    String name = "user" + i + "@contoso.example";
                    entra.directory().save(EntraUser.builder(name, "letmein").build());
                    return password(name, "letmein");
                })
                .toList();

        CompletableFuture.allOf(users.stream()
                        .map(user -> engine().tokenCache(TokenCacheStore.plainTextFile(file))
                                .build()
                                .source(user)
                                .acquire(BATCH)
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        MsalEngine later =
                engine().tokenCache(TokenCacheStore.plainTextFile(file)).build();
        users.forEach(user -> token(later.source(user), BATCH));

        assertThat(requests("password")).as("nobody has to sign in again").isEqualTo(6);
        assertThat(requests("refresh_token")).isEqualTo(6);
    }

    private String person(TokenSource source) {
        return verified(token(source, BATCH)).objectId();
    }

    private MsalEngine keeping(Path file) {
        return engine().tokenCache(TokenCacheStore.plainTextFile(file)).build();
    }

    @Test
    void tokenCache_twoPeopleWithoutNamesOnOneEngine_getEachTheirOwnToken() {
        entra.directory()
                .save(EntraUser.builder("bea@contoso.example", "letmein").build());
        AtomicInteger prompts = new AtomicInteger();
        try (MsalEngine shared = keeping(directory.resolve("cache.json"))) {
            TokenSource ada = deviceCode(shared, FakeEntra.DEFAULT_USER_NAME, prompts);
            TokenSource bea = deviceCode(shared, "bea@contoso.example", prompts);

            String first = person(ada);
            String second = person(bea);

            assertThat(first).isNotEmpty();
            assertThat(second).isNotEmpty().isNotEqualTo(first);
            assertThat(person(ada)).isEqualTo(first);
            assertThat(person(bea)).isEqualTo(second);
            assertThat(prompts).as("each is asked once").hasValue(2);
        }
    }

    @Test
    void tokenCache_onePersonForTwoScopes_isAskedOnce() {
        entra.directory()
                .save(EntraUser.builder("bea@contoso.example", "letmein").build());
        AtomicInteger prompts = new AtomicInteger();
        try (MsalEngine shared = keeping(directory.resolve("cache.json"))) {
            person(deviceCode(shared, "bea@contoso.example", prompts));
            Credential ada = Credential.deviceCode()
                    .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                    .clientId(DESKTOP)
                    .prompt(prompt -> {
                        prompts.incrementAndGet();
                        entra.approveDevice(prompt.userCode());
                    })
                    .build();
            TokenProviders providers = TokenProviders.builder(shared::source).build();
            for (TokenRequest request : List.of(BATCH, TokenRequest.forScopes(Cloud.PUBLIC.batchScope()))) {
                assertThat(providers.get(ada, request).token().block(Duration.ofSeconds(30)))
                        .isNotNull();
            }
            providers.dispose();
        }

        assertThat(prompts).as("each credential once").hasValue(2);
    }

    @Test
    void tokenCache_onePersonFromTheLastRun_isTheFirstSourcesAndNoOthers() {
        entra.directory()
                .save(EntraUser.builder("bea@contoso.example", "letmein").build());
        AtomicInteger prompts = new AtomicInteger();
        Path file = directory.resolve("cache.json");
        try (MsalEngine before = keeping(file)) {
            person(deviceCode(before, FakeEntra.DEFAULT_USER_NAME, prompts));
        }
        try (MsalEngine now = keeping(file)) {
            String first = person(deviceCode(now, FakeEntra.DEFAULT_USER_NAME, prompts));
            assertThat(prompts).as("silently").hasValue(1);

            assertThat(person(deviceCode(now, "bea@contoso.example", prompts))).isNotEqualTo(first);
            assertThat(prompts).hasValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = InteractiveBrowserCredential.Prompt.class,
            names = {"LOGIN", "SELECT_ACCOUNT"})
    void browser_promptAndAnAccountInTheCache_asksThePersonAtFirst(InteractiveBrowserCredential.Prompt prompt) {
        for (int run = 1; run <= 2; run++) {
            try (MsalEngine keeping = keeping(directory.resolve("cache.json"))) {
                TokenSource source = keeping.source(Credential.interactiveBrowser()
                        .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                        .clientId(DESKTOP)
                        .loginHint(FakeEntra.DEFAULT_USER_NAME)
                        .prompt(prompt)
                        .browser(browser::signIn)
                        .build());
                token(source, BATCH);
                token(source, BATCH);
            }
            assertThat(requests("authorization_code")).isEqualTo(run);
            assertThat(requests("refresh_token")).isEqualTo(run);
        }
    }

    private static void assertEndedByTheClose(CompletableFuture<AccessToken> call) {
        assertThat(catchThrowable(() -> call.orTimeout(20, TimeUnit.SECONDS).join()))
                .hasCauseExactlyInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContaining("its MsalEngine is closed");
    }

    @Test
    void close_moreCallsThanThreads_endsEachAndTakesNoMore() {
        CountDownLatch never = new CountDownLatch(1);
        MsalEngine full = MsalEngine.builder()
                .httpClient(request -> {
                    never.await();
                    throw new AssertionError("never");
                })
                .build();
        TokenSource source = full.source(Credential.usernamePassword()
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(DESKTOP)
                .username(FakeEntra.DEFAULT_USER_NAME)
                .password("any")
                .build());
        List<CompletableFuture<AccessToken>> calls = IntStream.range(0, 40)
                .mapToObj(i -> source.acquire(BATCH).toCompletableFuture())
                .toList();

        full.close();

        assertThat(calls).allSatisfy(MsalUsersTest::assertEndedByTheClose);
        assertEndedByTheClose(source.acquire(BATCH).toCompletableFuture());
    }

    @Test
    void close_callQueuedForThreadsOfTheCaller_endsItAndLeavesTheThreads() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        CountDownLatch free = new CountDownLatch(1);
        var unused = one.submit(() -> free.await(30, TimeUnit.SECONDS));
        MsalEngine closing = engine().executor(one).build();
        AtomicInteger prompts = new AtomicInteger();
        CompletableFuture<AccessToken> queued = deviceCode(closing, FakeEntra.DEFAULT_USER_NAME, prompts)
                .acquire(BATCH)
                .toCompletableFuture();

        closing.close();

        assertEndedByTheClose(queued);
        free.countDown();
        assertThat(one.submit(() -> "works on").get(20, TimeUnit.SECONDS)).isEqualTo("works on");
        assertThat(prompts).as("nobody is asked any more").hasValue(0);
        assertThat(entra.journal().total()).isZero();
        one.shutdownNow();
    }

    @Test
    void close_browserIsOpen_endsTheCallAndFreesThePort() throws Exception {
        CompletableFuture<URI> opened = new CompletableFuture<>();
        MsalEngine closing = engine().build();
        CompletableFuture<AccessToken> call = closing.source(Credential.interactiveBrowser()
                        .clientId(DESKTOP)
                        .browser(opened::complete)
                        .build())
                .acquire(BATCH)
                .toCompletableFuture();
        URI page = opened.get(20, TimeUnit.SECONDS);

        closing.close();

        assertEndedByTheClose(call);
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        int port = URI.create(Fields.parse(page.getRawQuery()).text("redirect_uri"))
                .getPort();
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    static Stream<Trouble> directoryTroubles() {
        // How long a body may be is the HTTP client's part, and this one is the test's.
        return Trouble.ofAnyEndpoint(Instant.now()).stream()
                .filter(trouble -> !trouble.toString().equals("a huge body"));
    }

    @ParameterizedTest
    @MethodSource("directoryTroubles")
    void directoryOfClouds_inTrouble_isDoneWithout(Trouble trouble) throws Exception {
        forgetClouds();
        Faults.Rule rule = entra.faults()
                .on(request -> request.path().endsWith("/discovery/instance"))
                .fault(trouble.fault());
        TokenSource source = engine.source(password(FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD));

        assertThat(verified(token(source, BATCH)).user()).isTrue();

        assertThat(rule.seen()).as("it was asked").isPositive();
        forgetClouds();
    }

    /** MSAL4J asks once in the life of a program. */
    private static void forgetClouds() throws ReflectiveOperationException {
        Field cache = Class.forName("com.microsoft.aad.msal4j.AadInstanceDiscoveryProvider")
                .getDeclaredField("cache");
        cache.setAccessible(true);
        ((Map<?, ?>) Objects.requireNonNull(cache.get(null))).clear();
    }

    @Test
    void tokenCache_thatCannotBeUsed_refusesBeforeThePersonIsAsked() throws IOException {
        AtomicInteger prompts = new AtomicInteger();
        Files.writeString(directory.resolve("other"), "no tokens");
        Files.setPosixFilePermissions(directory.resolve("other"), PosixFilePermissions.fromString("rw-------"));
        for (TokenCacheStore store : List.of(
                TokenCacheStore.plainTextFile(directory.resolve("other")),
                TokenCacheStore.plainTextFile(directory.resolve("absent/cache")),
                withoutKeyring())) {
            TokenSource source = engine().tokenCache(store)
                    .build()
                    .source(Credential.deviceCode()
                            .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                            .clientId(DESKTOP)
                            .prompt(prompt -> {
                                prompts.incrementAndGet();
                                entra.approveDevice(prompt.userCode());
                            })
                            .build());

            AuthenticationException e = failure(source, BATCH);

            assertThat(e).isInstanceOf(TokenCacheException.class);
            assertThat(e.remedy()).as(e.getMessage()).isPresent();
        }
        assertThat(prompts).hasValue(0);
        assertThat(entra.journal().total()).isZero();
    }

    private static TokenCacheStore withoutKeyring() {
        return new TokenCacheStore() {
            @Override
            public Optional<String> load() throws IOException {
                throw new IOException("There is no keyring: start one.");
            }

            @Override
            public void save(String text) {
                throw new AssertionError("nothing may be saved");
            }
        };
    }

    @Test
    void source_ofAManagedIdentity_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> engine.source(
                        Credential.managedIdentity().environment(Map.of()).build()))
                .withMessageContaining("EntraClient");
    }

    @Test
    void optionalLibraries_notOnTheClassPath_areNamed() throws Exception {
        URL ours = MsalEngine.class.getProtectionDomain().getCodeSource().getLocation();
        URL nullness = org.jspecify.annotations.Nullable.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (URLClassLoader bare =
                new URLClassLoader(new URL[] {ours, nullness}, ClassLoader.getPlatformClassLoader())) {
            Throwable engine = catchThrowable(() -> bare.loadClass(MsalEngine.class.getName())
                    .getMethod("builder")
                    .invoke(null));
            Throwable store = catchThrowable(() -> bare.loadClass(TokenCacheStore.class.getName())
                    .getMethod("encrypted", Path.class)
                    .invoke(null, directory));

            assertThat(List.of(Objects.requireNonNull(engine.getCause()), Objects.requireNonNull(store.getCause())))
                    .extracting(thrown -> thrown.getClass().getName())
                    .containsOnly(CredentialUnavailableException.class.getName());
            assertThat(engine.getCause()).hasMessageContaining("com.microsoft.azure:msal4j ");
            assertThat(store.getCause()).hasMessageContaining("com.microsoft.azure:msal4j-persistence-extension");
        }
    }
}
