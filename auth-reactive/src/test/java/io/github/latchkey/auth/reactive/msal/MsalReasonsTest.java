package io.github.latchkey.auth.reactive.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.ITokenCacheAccessAspect;
import com.microsoft.aad.msal4j.ITokenCacheAccessContext;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4j.UserAssertion;
import com.microsoft.aad.msal4j.UserNamePasswordParameters;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Gate;
import java.net.MalformedURLException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/**
 * What MSAL4J 1.26 does that a service with many tenants cannot use: the reasons for an engine of our own, each shown
 * by the library itself ({@code docs/decisions}). A test that fails with a newer version tells that a reason has gone.
 */
class MsalReasonsTest {

    private static final Set<String> BATCH = Set.of(Cloud.PUBLIC.batchScope());
    private static final String PHONE = "d41d8cd9-8f00-4204-a980-0998ecf8427e";
    private static final String ORDERS = "1f3870be-274f-4c49-b3e3-1a0c6728957f";
    private static final String REAL_AUTHORITY = "https://login.microsoftonline.com/" + FakeEntra.DEFAULT_TENANT_ID;

    private final FakeEntra entra = FakeEntra.builder()
            .tokenLifetime(Duration.ofHours(24))
            .app(EntraApp.builder(ORDERS)
                    .secret("orders~secret")
                    .exposes("orders.read")
                    .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                    .build())
            .app(EntraApp.builder(PHONE)
                    .allowPublicClient(true)
                    .consented(ORDERS, "orders.read")
                    .build())
            .start();
    private final ScriptedBrowser led = new ScriptedBrowser(entra);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        entra.close();
    }

    private ConfidentialClientApplication.Builder application(String authority) {
        try {
            return ConfidentialClientApplication.builder(
                            ORDERS, ClientCredentialFactory.createFromSecret("orders~secret"))
                    .authority(authority)
                    .instanceDiscovery(false)
                    .executorService(threads)
                    .httpClient(led.msalClient());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IAuthenticationResult token(
            ConfidentialClientApplication application, ClientCredentialParameters parameters) {
        return application
                .acquireToken(parameters)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static ClientCredentialParameters batch() {
        return ClientCredentialParameters.builder(BATCH).build();
    }

    private long requests() {
        return entra.tokenRequests().grant("client_credentials").count();
    }

    @Test
    void coldCalls_fiftyAtOnce_areFiftyRequestsThatHoldFiftyThreads() throws InterruptedException {
        Gate gate = Gate.closed();
        entra.faults().on(FakeEntra.tokenEndpoint()).heldAt(gate).pass();
        ConfidentialClientApplication application = application(REAL_AUTHORITY).build();

        List<CompletableFuture<IAuthenticationResult>> calls = IntStream.range(0, 50)
                .mapToObj(i -> application.acquireToken(batch()))
                .toList();
        boolean allOfThem = gate.awaitArrivals(50, Duration.ofSeconds(30));
        gate.open();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        assertThat(allOfThem).isTrue();
        assertThat(requests()).isEqualTo(50);

        EntraClient client =
                EntraClient.builder().httpClient(entra.httpClient()).build();
        TokenProvider ours = TokenProvider.builder(
                        client.source(Credential.clientSecret()
                                .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                                .clientId(ORDERS)
                                .clientSecret("orders~secret")
                                .build()),
                        TokenRequest.forScopes(Cloud.PUBLIC.batchScope()))
                .build();
        Flux.range(0, 50).flatMap(i -> ours.token(), 50).blockLast(Duration.ofSeconds(30));
        assertThat(requests()).as("ours").isEqualTo(50 + 1);
        ours.dispose();
    }

    @Test
    void refreshIn_ofAnApplicationsToken_isIgnored() {
        CacheText cache = new CacheText();
        ConfidentialClientApplication application =
                application(REAL_AUTHORITY).setTokenCacheAccessAspect(cache).build();
        IAuthenticationResult first = token(application, batch());

        assertThat(first.metadata().refreshOn()).as("Entra ID gave one").isPositive();
        String due = Objects.requireNonNull(cache.text)
                .replaceAll("\"refresh_on\":\"\\d+\"", "\"refresh_on\":\"1700000000\"");
        assertThat(due).isNotEqualTo(cache.text);

        cache.text = due;
        IAuthenticationResult second = token(application, batch());

        assertThat(second.accessToken()).isEqualTo(first.accessToken());
        assertThat(requests()).as("the time to refresh came, and nobody asked").isEqualTo(1);
    }

    @Test
    void claims_forAnApplication_areAnsweredFromTheCache() {
        ConfidentialClientApplication application = application(REAL_AUTHORITY).build();
        IAuthenticationResult first = token(application, batch());

        IAuthenticationResult second = token(
                application,
                ClientCredentialParameters.builder(BATCH)
                        .claims(ClaimsRequest.formatAsClaimsRequest(
                                "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}"))
                        .build());

        assertThat(second.accessToken()).as("the very token that was refused").isEqualTo(first.accessToken());
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("deprecation") // a password is the shortest way to a refresh token
    void claims_forAUser_areForgottenOnTheWayWithTheRefreshToken() throws MalformedURLException {
        Set<String> scopes = Set.of("api://" + ORDERS + "/orders.read");
        PublicClientApplication application = PublicClientApplication.builder(PHONE)
                .authority(REAL_AUTHORITY)
                .instanceDiscovery(false)
                .executorService(threads)
                .httpClient(led.msalClient())
                .build();
        IAuthenticationResult first = application
                .acquireToken(UserNamePasswordParameters.builder(
                                scopes, FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD.toCharArray())
                        .build())
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        application
                .acquireTokenSilently(SilentParameters.builder(scopes, first.account())
                        .claims(ClaimsRequest.formatAsClaimsRequest(
                                "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}"))
                        .build())
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        assertThat(entra.tokenRequests().grant("refresh_token").count()).isEqualTo(1);
        assertThat(entra.tokenRequests().withClaims().count())
                .as("Entra ID does not hear of the challenge")
                .isZero();
    }

    @Test
    void throttledInPlainText_losesStatusAndRetryAfter() {
        entra.faults().on(FakeEntra.tokenEndpoint()).respond(Answers.throttled(Duration.ofSeconds(60)));
        ConfidentialClientApplication application = application(REAL_AUTHORITY).build();

        Throwable thrown = catchThrowable(() -> token(application, batch()));
        assertThat(thrown.getCause()).isInstanceOfSatisfying(MsalServiceException.class, e -> {
            assertThat(e.statusCode()).isNull();
            assertThat(e.headers()).isNull();
            assertThat(e.getMessage()).doesNotContain("429").doesNotContain("60");
        });
        entra.faults().clear();
        assertThat(token(application, batch()).accessToken())
                .as("and nobody waits for the sixty seconds")
                .isNotBlank();
    }

    @Test
    void retry_afterAServerError_sleepsOnTheThreadOfTheCall() {
        CopyOnWriteArrayList<Thread> callers = new CopyOnWriteArrayList<>();
        IHttpClient broken = request -> {
            callers.add(Thread.currentThread());
            return new HttpResponse().statusCode(503).body("{\"error\":\"x\",\"error_description\":\"y\"}");
        };
        ConfidentialClientApplication application =
                application(REAL_AUTHORITY).httpClient(broken).build();

        CompletableFuture<IAuthenticationResult> call = application.acquireToken(batch());
        boolean slept = false;
        while (!slept && !call.isDone()) {
            slept = callers.stream()
                    .flatMap(thread -> Stream.of(thread.getStackTrace()))
                    .anyMatch(frame -> frame.getMethodName().equals("sleep"));
            Thread.onSpinWait();
        }

        assertThat(catchThrowable(call::join)).isNotNull();
        assertThat(slept).isTrue();
        assertThat(callers).as("requests of one call").hasSize(2);
    }

    @Test
    void oneApplication_onBehalfOfAndForItself_handsTheServiceTheUsersToken() {
        String form = "grant_type=password&client_id=" + PHONE + "&username=" + FakeEntra.DEFAULT_USER_NAME
                + "&password=" + FakeEntra.DEFAULT_USER_PASSWORD.replace(' ', '+') + "&scope=api://" + ORDERS
                + "/orders.read";
        String call = led.token(form);
        ConfidentialClientApplication application = application(REAL_AUTHORITY).build();
        IAuthenticationResult user = application
                .acquireToken(OnBehalfOfParameters.builder(BATCH, new UserAssertion(call))
                        .build())
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        IAuthenticationResult service = token(application, batch());

        assertThat(verified(service).user()).isTrue();
        assertThat(service.accessToken()).isEqualTo(user.accessToken());
        assertThat(requests()).as("nobody asked for the service").isZero();
    }

    private VerifiedToken verified(IAuthenticationResult token) {
        return entra.tokenVerifier().verify(token.accessToken(), Set.of(Cloud.PUBLIC.batchResource()));
    }

    @Test
    void tenantOfARequest_thatIsAlsoPartOfTheHost_changesTheHost() {
        CopyOnWriteArrayList<URL> asked = new CopyOnWriteArrayList<>();
        IHttpClient seen = request -> {
            asked.add(request.url());
            return new HttpResponse().statusCode(400).body("{\"error\":\"x\",\"error_description\":\"y\"}");
        };
        ConfidentialClientApplication application = application("https://contoso.login.example/contoso")
                .httpClient(seen)
                .build();

        Throwable thrown = catchThrowable(() -> token(
                application,
                ClientCredentialParameters.builder(BATCH).tenant("fabrikam").build()));

        assertThat(thrown).isNotNull();
        assertThat(asked).extracting(URL::getHost).containsOnly("fabrikam.login.example");
    }

    @Test
    void authorityWithAPort_neverHitsTheCache() {
        ConfidentialClientApplication application =
                application(entra.authority().toString()).build();

        token(application, batch());
        token(application, batch());

        assertThat(requests()).isEqualTo(2);
    }

    /** MSAL4J's cache as text that a test may change. */
    private static final class CacheText implements ITokenCacheAccessAspect {

        private @Nullable String text;

        @Override
        public void beforeCacheAccess(ITokenCacheAccessContext context) {
            if (text != null) {
                context.tokenCache().deserialize(text);
            }
        }

        @Override
        public void afterCacheAccess(ITokenCacheAccessContext context) {
            if (context.hasCacheChanged()) {
                text = context.tokenCache().serialize();
            }
        }
    }
}
