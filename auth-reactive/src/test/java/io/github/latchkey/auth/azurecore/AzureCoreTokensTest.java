package io.github.latchkey.auth.azurecore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class AzureCoreTokensTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final TokenRequest REQUEST = TokenRequest.builder(List.of(Cloud.PUBLIC.batchScope()))
            .tenantId("contoso.example")
            .claims("{\"access_token\":{}}")
            .build();

    @Test
    void source_ofTheirs_keepsWhatIsAskedAndWhatIsAnswered() {
        AtomicReference<@Nullable TokenRequestContext> asked = new AtomicReference<>();
        TokenCredential theirs = context -> {
            asked.set(context);
            return Mono.just(new com.azure.core.credential.AccessToken(
                    "theirs",
                    NOON.plusSeconds(3600).atOffset(ZoneOffset.UTC),
                    NOON.plusSeconds(60).atOffset(ZoneOffset.UTC)));
        };
        TokenSource source = AzureCoreTokens.source(theirs, CLOCK);

        AccessToken token = source.acquire(REQUEST).toCompletableFuture().join();

        assertThat(token.value()).isEqualTo("theirs");
        assertThat(token.obtainedAt()).isEqualTo(NOON);
        assertThat(token.expiresAt()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(token.refreshAt()).contains(NOON.plusSeconds(60));
        TokenRequestContext context = Objects.requireNonNull(asked.get());
        assertThat(context.getScopes()).containsExactly(Cloud.PUBLIC.batchScope());
        assertThat(context.getTenantId()).isEqualTo("contoso.example");
        assertThat(context.getClaims()).isEqualTo("{\"access_token\":{}}");
        assertThat(context.isCaeEnabled()).isTrue();
    }

    @Test
    void credential_ofOurs_keepsWhatIsAskedAndWhatIsAnswered() {
        AtomicReference<@Nullable TokenRequest> asked = new AtomicReference<>();
        TokenCredential credential = AzureCoreTokens.credential(request -> {
            asked.set(request);
            return CompletableFuture.completedFuture(AccessToken.builder("ours", NOON, NOON.plusSeconds(3600))
                    .refreshAt(NOON.plusSeconds(60))
                    .build());
        });
        TokenRequestContext context = new TokenRequestContext()
                .addScopes(Cloud.PUBLIC.batchScope())
                .setTenantId("contoso.example")
                .setClaims("{\"access_token\":{}}");
        assertThat(asked).as("nothing before it is subscribed to").hasNullValue();

        com.azure.core.credential.AccessToken token =
                credential.getToken(context).block(Duration.ofSeconds(10));

        assertThat(token).isNotNull();
        assertThat(token.getToken()).isEqualTo("ours");
        assertThat(token.getExpiresAt().toInstant()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(token.getRefreshAt().toInstant()).isEqualTo(NOON.plusSeconds(60));
        assertThat(asked.get()).isEqualTo(REQUEST);
    }

    @Test
    void credential_ofOurs_cancelledOrRefused_tellsBothSides() {
        CompletableFuture<AccessToken> hanging = new CompletableFuture<>();
        TokenRequestContext context = new TokenRequestContext().addScopes(Cloud.PUBLIC.batchScope());
        AzureCoreTokens.credential(request -> hanging)
                .getToken(context)
                .subscribe()
                .dispose();
        assertThat(hanging).isCancelled();

        try (FakeEntra entra = FakeEntra.start()) {
            TokenCredential refused = AzureCoreTokens.credential(EntraClient.builder()
                    .httpClient(entra.httpClient())
                    .build()
                    .source(Credential.clientSecret()
                            .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                            .tenantId(entra.tenantId())
                            .clientId(entra.clientId())
                            .clientSecret("wrong")
                            .build()));
            assertThatThrownBy(() -> refused.getToken(context).block(Duration.ofSeconds(20)))
                    .isInstanceOf(PermanentAuthenticationException.class);
            assertThat(entra.tokenRequests().count()).isEqualTo(1);
        }
    }
}
