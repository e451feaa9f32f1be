package io.github.latchkey.auth.azurecore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Configuration;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.chain.TokenSourceChain;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vendor's own library on the other side of the adapter, over real sockets. */
class AzureIdentityTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FakeEntra entra = FakeEntra.start();
    private final HttpClient http = new NettyAsyncHttpClientBuilder(entra.httpClient()).build();

    @AfterEach
    void close() {
        entra.close();
    }

    private TokenCredential theirs(String secret) {
        return new ClientSecretCredentialBuilder()
                .authorityHost(entra.authorityHost().toString())
                .disableInstanceDiscovery()
                .tenantId(entra.tenantId())
                .clientId(entra.clientId())
                .clientSecret(secret)
                .httpClient(http)
                .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
                .build();
    }

    private static AccessToken token(TokenSource source) {
        return source.acquire(BATCH)
                .toCompletableFuture()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static AuthenticationException failure(TokenCredential credential) {
        Throwable thrown = catchThrowable(() -> token(AzureCoreTokens.source(credential, Clock.systemUTC())));
        assertThat(thrown.getCause()).isInstanceOf(AuthenticationException.class);
        return (AuthenticationException) Objects.requireNonNull(thrown.getCause());
    }

    private VerifiedToken verified(String token) {
        return entra.tokenVerifier().verify(token, Set.of(Cloud.PUBLIC.batchResource()));
    }

    @Test
    void theirs_behindOurProvider_isATokenForBatch() {
        List<com.azure.core.credential.AccessToken> given = new CopyOnWriteArrayList<>();
        TokenCredential theirs = theirs(entra.clientSecret());
        TokenProvider provider = TokenProvider.builder(
                        AzureCoreTokens.source(
                                context -> theirs.getToken(context).doOnNext(given::add), Clock.systemUTC()),
                        BATCH)
                .build();

        AccessToken token = Objects.requireNonNull(provider.token().block(LIMIT));

        assertThat(verified(token.value()).clientId()).isEqualTo(entra.clientId());
        assertThat(given)
                .singleElement()
                .satisfies(one -> assertThat(token.expiresAt())
                        .isEqualTo(one.getExpiresAt().toInstant()));
        provider.dispose();
    }

    @Test
    void theirs_wrongSecret_isPermanentWithItsFacts() {
        AuthenticationException e = failure(theirs("wrong~secret"));

        assertThat(e).isInstanceOf(PermanentAuthenticationException.class);
        assertThat(e.errorCode()).hasValue(7000215);
        assertThat(e.details().statusCode()).hasValue(401);
        assertThat(e.traceId()).isPresent();
        assertThat(e.correlationId()).isPresent();
        assertThat(e.remedy()).hasValueSatisfying(remedy -> assertThat(remedy).contains("not its id"));
        assertThat(e.getMessage()).doesNotContain("wrong~secret");
    }

    @Test
    void theirs_policyWantsMore_needsThePersonWithTheClaims() {
        entra.faults()
                .on(FakeEntra.tokenEndpoint())
                .respond(entra.answers().claims("{\"access_token\":{\"acrs\":{}}}"));

        AuthenticationException e = failure(theirs(entra.clientSecret()));

        assertThat(e).isInstanceOf(InteractionRequiredException.class);
        assertThat(e.claims()).contains("{\"access_token\":{\"acrs\":{}}}");
    }

    @Test
    void theirs_outageOrNobodyThere_isTransient() {
        entra.faults().on(FakeEntra.tokenEndpoint()).respond(ServerResponse.json(503, Map.of("error", "server_error")));
        assertThat(failure(theirs(entra.clientSecret()))).isInstanceOf(TransientAuthenticationException.class);
        entra.faults().clear();
        entra.faults().on(FakeEntra.tokenEndpoint()).respond(Answers.throttled(Duration.ofSeconds(7)));
        assertThat(failure(theirs(entra.clientSecret()))).isInstanceOf(TransientAuthenticationException.class);
        entra.faults().clear();
        entra.faults().on(FakeEntra.tokenEndpoint()).resetBefore();
        assertThat(failure(theirs(entra.clientSecret()))).isInstanceOf(TransientAuthenticationException.class);
    }

    @Test
    void theirs_thatDoesNotWorkHere_isPassedOverInAChain() {
        TokenCredential bare = new EnvironmentCredentialBuilder()
                .configuration(Configuration.NONE)
                .build();
        assertThat(failure(bare)).isInstanceOf(CredentialUnavailableException.class);

        TokenSourceChain chain = TokenSourceChain.builder()
                .add("theirs", AzureCoreTokens.source(bare, Clock.systemUTC()))
                .add("other", AzureCoreTokens.source(theirs(entra.clientSecret()), Clock.systemUTC()))
                .build();

        assertThat(verified(token(chain).value()).clientId()).isEqualTo(entra.clientId());
        assertThat(chain.winner()).contains("other");
    }

    @Test
    void ours_inTheirPipeline_isSentWithTheirRequest() {
        TokenCredential ours = AzureCoreTokens.credential(EntraClient.builder()
                .httpClient(entra.httpClient())
                .build()
                .source(Credential.clientSecret()
                        .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                        .tenantId(entra.tenantId())
                        .clientId(entra.clientId())
                        .clientSecret(entra.clientSecret())
                        .build()));
        try (TestServer service = TestServer.builder(
                        request -> ServerResponse.text(200, request.headers().text("Authorization")))
                .certificate(TestAuthority.shared().issueServerCertificate(List.of()))
                .start()) {
            HttpResponse response = Objects.requireNonNull(new HttpPipelineBuilder()
                    .httpClient(new NettyAsyncHttpClientBuilder(
                                    TestAuthority.shared().httpClient())
                            .build())
                    .policies(new BearerTokenAuthenticationPolicy(ours, Cloud.PUBLIC.batchScope()))
                    .build()
                    .send(new HttpRequest(HttpMethod.GET, service.uri().toString()))
                    .block(LIMIT));

            String sent = Objects.requireNonNull(response.getBodyAsString().block(LIMIT));
            assertThat(verified(sent.substring("Bearer ".length())).clientId()).isEqualTo(entra.clientId());
        }
    }
}
