package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.OnBehalfOfCredential;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.RefreshTokenCredential;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.reactive.TokenProviders;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.EntraUser;
import io.github.latchkey.testkit.entra.EntraUser.SecondFactor;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Gate;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/**
 * Tokens of users that come without the user: on behalf of one who called, and from a refresh token that a host keeps.
 */
class UserGrantsTest {

    private static final String PHONE = "d41d8cd9-8f00-4204-a980-0998ecf8427e";
    private static final String ORDERS = "1f3870be-274f-4c49-b3e3-1a0c6728957f";
    private static final String SECRET = "orders~secret";
    private static final String BOB = "bob@contoso.example";
    private static final String PASSWORD = "letmein";
    private static final String OFFLINE = "offline_access https://batch.core.windows.net//user_impersonation";
    private static final TestCertificate CERTIFICATE = TestCertificate.selfSigned("orders");

    private final TestClock clock = TestClock.frozen();
    private final FakeEntra entra = FakeEntra.builder()
            .clock(clock)
            .tokenLifetime(Duration.ofHours(1))
            .user(EntraUser.builder(BOB, PASSWORD).build())
            .app(EntraApp.builder(ORDERS)
                    .secret(SECRET)
                    .certificate(CERTIFICATE)
                    .exposes("orders.read")
                    .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                    .build())
            .app(EntraApp.builder(PHONE)
                    .allowPublicClient(true)
                    .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                    .consented(ORDERS, "orders.read")
                    .build())
            .start();
    private final HttpClient http =
            HttpClient.newBuilder().sslContext(entra.trust().sslContext()).build();
    private final Cloud cloud = Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource());
    private final TokenRequest batch = TokenRequest.forScopes(cloud.batchScope());
    private final ServicePrincipalCredential orders = Credential.clientSecret()
            .cloud(cloud)
            .tenantId(FakeEntra.DEFAULT_TENANT_ID)
            .clientId(ORDERS)
            .clientSecret(SECRET)
            .build();
    private final EntraClient client =
            EntraClient.builder().httpClient(entra.httpClient()).build();

    @AfterEach
    void close() {
        client.dispose();
        entra.close();
    }

    /** Signs a user in on the phone's application and returns a member of the answer. */
    private String signIn(String user, String scope, String member) {
        String form = Map.of(
                        "grant_type", "password",
                        "client_id", PHONE,
                        "username", user,
                        "password", user.equals(BOB) ? PASSWORD : FakeEntra.DEFAULT_USER_PASSWORD,
                        "scope", scope)
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            String answer = http.send(
                            HttpRequest.newBuilder(URI.create(entra.authority() + "/oauth2/v2.0/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            Matcher value =
                    Pattern.compile("\"" + member + "\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
            assertThat(value.find()).as(answer).isTrue();
            return value.group(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the token with which a user calls the orders service. */
    private String callOf(String user) {
        return signIn(user, "api://" + ORDERS + "/orders.read", "access_token");
    }

    private VerifiedToken verified(AccessToken token) {
        return entra.tokenVerifier().verify(token.value(), Set.of(cloud.batchResource()));
    }

    private String idOf(String user) {
        return entra.directory().user(user).orElseThrow().objectId();
    }

    private long exchanges() {
        return entra.tokenRequests()
                .grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                .count();
    }

    @Test
    void onBehalfOf_userWhoCalled_isThatUsersTokenForBatch() {
        ServicePrincipalCredential byCertificate = Credential.clientCertificate()
                .cloud(cloud)
                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                .clientId(ORDERS)
                .certificate(ClientCertificate.of(CERTIFICATE.privateKey(), List.of(CERTIFICATE.certificate())))
                .build();

        for (ServicePrincipalCredential service : List.of(orders, byCertificate)) {
            VerifiedToken token =
                    verified(Acquiring.token(client.source(Credential.onBehalfOf(service, callOf(BOB))), batch));

            assertThat(token.user()).isTrue();
            assertThat(token.objectId()).isEqualTo(idOf(BOB));
            assertThat(token.clientId()).isEqualTo(ORDERS);
            assertThat(token.scopes()).containsExactly("user_impersonation");
        }
    }

    @Test
    void onBehalfOf_twoUsersAndTheServiceItself_areNeverMixed() {
        TokenProviders providers = TokenProviders.builder(client::source).build();
        Map<String, String> calls =
                Map.of(FakeEntra.DEFAULT_USER_NAME, callOf(FakeEntra.DEFAULT_USER_NAME), BOB, callOf(BOB));
        List<String> callers = IntStream.range(0, 200)
                .mapToObj(i -> i % 3 == 0 ? "" : i % 3 == 1 ? BOB : FakeEntra.DEFAULT_USER_NAME)
                .toList();

        List<VerifiedToken> tokens = Objects.requireNonNull(Flux.fromIterable(callers)
                .flatMapSequential(
                        caller -> {
                            // A service makes the credential for each call that comes in.
                            Credential credential = caller.isEmpty()
                                    ? orders
                                    : Credential.onBehalfOf(orders, Objects.requireNonNull(calls.get(caller)));
                            return providers.get(credential, batch).token();
                        },
                        callers.size())
                .map(this::verified)
                .collectList()
                .block(Duration.ofSeconds(20)));

        for (int i = 0; i < callers.size(); i++) {
            String caller = callers.get(i);
            assertThat(tokens.get(i).objectId())
                    .as("token %d, of %s", i, caller)
                    .isEqualTo(
                            caller.isEmpty()
                                    ? entra.directory()
                                            .app(ORDERS)
                                            .orElseThrow()
                                            .servicePrincipalId(entra.tenantId())
                                    : idOf(caller));
            assertThat(tokens.get(i).user()).isEqualTo(!caller.isEmpty());
        }
        assertThat(exchanges()).as("one for each user").isEqualTo(2);
        assertThat(entra.tokenRequests().grant("client_credentials").count()).isEqualTo(1);
        providers.dispose();
    }

    @Test
    void onBehalfOf_sameUserWithANewToken_isExchangedAnew() {
        TokenProviders providers = TokenProviders.builder(client::source).build();
        OnBehalfOfCredential first = Credential.onBehalfOf(orders, callOf(BOB));
        OnBehalfOfCredential next = Credential.onBehalfOf(orders, callOf(BOB));

        providers.get(first, batch).token().block(Duration.ofSeconds(20));
        providers.get(next, batch).token().block(Duration.ofSeconds(20));

        assertThat(exchanges()).isEqualTo(2);
        providers.dispose();
    }

    @Test
    void onBehalfOf_policyWantsMore_tellsTheCallerWhichClaimsToBring() {
        String call = callOf(BOB);
        entra.directory()
                .save(entra.directory().user(BOB).orElseThrow().toBuilder()
                        .secondFactor(SecondFactor.REQUIRED)
                        .build());

        AuthenticationException e = Acquiring.failure(client.source(Credential.onBehalfOf(orders, call)), batch);

        assertThat(e).isInstanceOf(InteractionRequiredException.class);
        assertThat(e.errorCode()).hasValue(50076);
        assertThat(e.details().suberror()).contains("basic_action");
        assertThat(e.claims()).hasValueSatisfying(claims -> assertThat(claims).contains("polids"));
        assertThat(e.getMessage()).doesNotContain(call);
    }

    @Test
    void onBehalfOf_tokenExpiredOrOfAnotherService_isRefused() {
        String forBatch = signIn(BOB, OFFLINE, "access_token");
        assertThat(Acquiring.failure(client.source(Credential.onBehalfOf(orders, forBatch)), batch))
                .isInstanceOf(PermanentAuthenticationException.class)
                .satisfies(e -> assertThat(e.errorCode()).hasValue(50013));

        String call = callOf(BOB);
        clock.advance(Duration.ofHours(2));

        assertThat(Acquiring.failure(client.source(Credential.onBehalfOf(orders, call)), batch))
                .isInstanceOf(InteractionRequiredException.class)
                .satisfies(e -> assertThat(e.errorCode()).hasValue(500133));
    }

    /** Keeps a refresh token as a host does: the newest, and which ones there were. */
    private RefreshTokenCredential kept(AtomicReference<String> store, List<String> seen) {
        return Credential.refreshToken()
                .cloud(cloud)
                .clientId(PHONE)
                .refreshToken(store::get)
                .onRotation(token -> {
                    seen.add(token);
                    store.set(token);
                })
                .build();
    }

    @Test
    void refreshToken_rotated_isKeptBeforeTheTokenIsHandedOut() {
        String first = signIn(BOB, OFFLINE, "refresh_token");
        AtomicReference<String> store = new AtomicReference<>(first);
        List<String> seen = new CopyOnWriteArrayList<>();
        TokenSource source = client.source(kept(store, seen));

        assertThat(verified(Acquiring.token(source, batch)).objectId()).isEqualTo(idOf(BOB));
        assertThat(seen).hasSize(1).doesNotContain(first);
        assertThat(verified(Acquiring.token(source, batch)).objectId()).isEqualTo(idOf(BOB));

        assertThat(seen).hasSize(2).doesNotHaveDuplicates();
        assertThat(store).as("the newest one is kept").hasValue(seen.get(1));
        store.set(first);
        assertThat(verified(Acquiring.token(source, batch)).user())
                .as("the old one stays good for a while")
                .isTrue();
    }

    @Test
    void refreshToken_usedByManyAtOnce_losesNoRotation() throws InterruptedException {
        AtomicReference<String> store = new AtomicReference<>(signIn(BOB, OFFLINE, "refresh_token"));
        List<String> seen = new CopyOnWriteArrayList<>();
        TokenSource source = client.source(kept(store, seen));
        Gate gate = Gate.closed();
        entra.faults().on(FakeEntra.tokenEndpoint()).heldAt(gate).pass();

        List<CompletableFuture<AccessToken>> flights = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            flights.add(source.acquire(batch).toCompletableFuture());
        }
        assertThat(gate.awaitArrivals(8, Duration.ofSeconds(20))).isTrue();
        gate.open();
        CompletableFuture.allOf(flights.toArray(CompletableFuture[]::new))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();

        assertThat(flights)
                .allSatisfy(
                        flight -> assertThat(verified(flight.join()).objectId()).isEqualTo(idOf(BOB)));
        assertThat(seen).hasSize(8).doesNotHaveDuplicates().contains(store.get());
        assertThat(verified(Acquiring.token(source, batch)).objectId())
                .as("whichever was kept last is good")
                .isEqualTo(idOf(BOB));
    }

    @Test
    void refreshToken_storeThatFails_failsTheFlightAndLosesNothing() {
        AtomicReference<String> store = new AtomicReference<>(signIn(BOB, OFFLINE, "refresh_token"));
        AtomicBoolean broken = new AtomicBoolean(true);
        TokenSource source = client.source(Credential.refreshToken()
                .cloud(cloud)
                .clientId(PHONE)
                .refreshToken(store::get)
                .onRotation(token -> {
                    if (broken.get()) {
                        throw new IllegalStateException("cannot keep " + token);
                    }
                    store.set(token);
                })
                .build());

        assertThat(Acquiring.failure(source, batch))
                .hasMessageContaining("keeper of the refresh token")
                .hasMessageNotContaining("cannot keep");
        broken.set(false);

        assertThat(verified(Acquiring.token(source, batch)).objectId()).isEqualTo(idOf(BOB));
    }

    @Test
    void refreshToken_tooOldOrOfAnotherApplication_needsThePerson() {
        String token = signIn(BOB, OFFLINE, "refresh_token");
        RefreshTokenCredential others = Credential.refreshToken()
                .client(orders)
                .refreshToken(() -> token)
                .build();

        AuthenticationException foreign = Acquiring.failure(client.source(others), batch);
        assertThat(foreign).isInstanceOf(InteractionRequiredException.class);
        assertThat(foreign.errorCode()).hasValue(70000);
        assertThat(foreign.getMessage()).doesNotContain(token);

        clock.advance(Duration.ofDays(365));
        AuthenticationException old =
                Acquiring.failure(client.source(kept(new AtomicReference<>(token), new ArrayList<>())), batch);
        assertThat(old).isInstanceOf(InteractionRequiredException.class);
        assertThat(old.errorCode()).hasValue(700082);
    }
}
