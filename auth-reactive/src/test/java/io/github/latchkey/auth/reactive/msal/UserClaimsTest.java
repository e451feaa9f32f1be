package io.github.latchkey.auth.reactive.msal;

import static io.github.latchkey.auth.reactive.msal.People.BATCH;
import static io.github.latchkey.auth.reactive.msal.People.DESKTOP;
import static io.github.latchkey.auth.reactive.msal.People.WEB;
import static io.github.latchkey.auth.reactive.msal.People.WEB_REDIRECT;
import static io.github.latchkey.auth.reactive.msal.People.WEB_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthorizationRequest;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.TokenRejectedException;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Fields;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Continuous Access Evaluation for people: what the program can do, and what a resource wants, reach Entra ID together.
 */
class UserClaimsTest {

    private static final String CHALLENGE =
            "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeEntra entra = People.entra().start();
    private final ScriptedBrowser browser = new ScriptedBrowser(entra);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Fields> pages = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
        entra.close();
    }

    /** The ways in which a person signs in. */
    private enum Way {
        BROWSER,
        DEVICE_CODE,
        AUTHORIZATION_CODE,
        PASSWORD
    }

    private TokenSource source(Way way, String... capabilities) {
        MsalEngine engine = MsalEngine.builder()
                .httpClient(browser.msalClient())
                .executor(threads)
                .clientCapabilities(capabilities)
                .build();
        return engine.source(
                switch (way) {
                    case BROWSER ->
                        Credential.interactiveBrowser()
                                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                                .clientId(DESKTOP)
                                .browser(this::signIn)
                                .build();
                    case DEVICE_CODE ->
                        Credential.deviceCode()
                                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                                .clientId(DESKTOP)
                                .prompt(prompt -> entra.approveDevice(prompt.userCode()))
                                .build();
                    case AUTHORIZATION_CODE -> {
                        AuthorizationRequest request = AuthorizationRequest.builder()
                                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                                .clientId(WEB)
                                .redirectUri(WEB_REDIRECT)
                                .scopes(BATCH.scopes())
                                .build();
                        yield Credential.authorizationCode()
                                .request(request)
                                .client(Credential.clientSecret(FakeEntra.DEFAULT_TENANT_ID, WEB, WEB_SECRET))
                                .code(Fields.parse(signIn(request.uri()).getRawQuery())
                                        .text("code"))
                                .build();
                    }
                    case PASSWORD ->
                        Credential.usernamePassword()
                                .tenantId(FakeEntra.DEFAULT_TENANT_ID)
                                .clientId(DESKTOP)
                                .username(FakeEntra.DEFAULT_USER_NAME)
                                .password(FakeEntra.DEFAULT_USER_PASSWORD)
                                .build();
                });
    }

    private URI signIn(URI page) {
        pages.add(Fields.parse(page.getRawQuery()));
        return browser.signIn(page);
    }

    private static AccessToken token(TokenSource source, TokenRequest request) {
        return source.acquire(request)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private VerifiedToken verified(AccessToken token) {
        return entra.tokenVerifier().verify(token.value(), Set.of(Cloud.PUBLIC.batchResource()));
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.isEmpty() ? "{}" : text);
    }

    /** What the token requests said, in order; polls of a device code say the same again and again. */
    private List<JsonNode> claimsOfTokenRequests() throws IOException {
        List<JsonNode> sent = new ArrayList<>();
        for (var request : entra.journal().requests(one -> one.path().endsWith("/token"))) {
            JsonNode claims = json(Fields.parse(request.body()).text("claims"));
            if (sent.isEmpty() || !sent.get(sent.size() - 1).equals(claims)) {
                sent.add(claims);
            }
        }
        return sent;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void acquire_tokenRevoked_bringsANewOneForTheChallengeWithoutThePerson(Way way) throws IOException {
        TokenSource source = source(way, "cp1");
        AccessToken first = token(source, BATCH);
        assertThat(verified(first).claims().path("xms_cc").toString()).isEqualTo("[\"cp1\"]");
        int asked = pages.size();

        entra.revokeTokens(verified(first).objectId());
        assertThat(catchThrowable(() -> verified(first))).isInstanceOf(TokenRejectedException.class);
        AccessToken second = token(source, BATCH.toBuilder().claims(CHALLENGE).build());

        assertThat(second.value()).isNotEqualTo(first.value());
        assertThat(verified(second).claims().path("xms_cc").toString()).isEqualTo("[\"cp1\"]");
        assertThat(pages).as("silently").hasSize(asked);
        assertThat(claimsOfTokenRequests())
                .containsExactly(
                        json("{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"),
                        json("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"},"
                                + "\"xms_cc\":{\"values\":[\"cp1\"]}}}"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void acquire_challengedBeforeAnySignIn_redeemsWithTheChallenge(Way way) throws IOException {
        TokenSource source = source(way);

        token(source, BATCH.toBuilder().claims(CHALLENGE).build());

        assertThat(claimsOfTokenRequests()).containsExactly(json(CHALLENGE));
    }

    @Test
    void acquire_browser_tellsThePageChallengeAndCapabilities() throws IOException {
        TokenRequest challenged = BATCH.toBuilder().claims(CHALLENGE).build();

        token(source(Way.BROWSER, "cp1"), BATCH);
        token(source(Way.BROWSER, "cp1"), challenged);
        token(source(Way.BROWSER), challenged);
        token(source(Way.BROWSER), BATCH);

        List<JsonNode> claims = new ArrayList<>();
        for (Fields page : pages) {
            claims.add(json(page.text("claims")));
        }
        JsonNode both = json("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"},"
                + "\"xms_cc\":{\"values\":[\"cp1\"]}}}");
        assertThat(claims)
                .containsExactly(
                        json("{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"),
                        both,
                        json(CHALLENGE),
                        json(""));
    }
}
