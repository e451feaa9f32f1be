package io.github.latchkey.auth.azurecore;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Adapts the credentials of {@code azure-core}, in both directions. Scopes, tenant, claims, expiry and refresh time are
 * kept.
 */
public final class AzureCoreTokens {

    private AzureCoreTokens() {}

    /**
     * Uses one of their credentials as a source, for example with our Batch client. Their errors become ours: with the
     * AADSTS number, told apart by whether they pass, and a credential that does not work here is passed over in a
     * chain. It is subscribed to on {@link Schedulers#boundedElastic()}, since some of theirs block (the one of the
     * Azure CLI runs it).
     *
     * @param credential subscribed to once for each acquisition; it may keep a cache of its own
     * @param clock the time from which a token's life is counted
     * @return the source; cancelling its stage cancels the subscription
     */
    public static TokenSource source(TokenCredential credential, Clock clock) {
        Objects.requireNonNull(credential, "credential");
        return request -> Mono.defer(() -> {
                    Instant asked = clock.instant();
                    return credential.getToken(context(request)).map(token -> token(token, asked, request));
                })
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(error -> AzureCoreErrors.typed(error, clock.instant()))
                .toFuture();
    }

    /**
     * Uses one of our sources as a credential of their clients, which keep the token themselves.
     *
     * @param source asked once for each subscription; cancelling it cancels the acquisition
     * @return the credential
     */
    public static TokenCredential credential(TokenSource source) {
        Objects.requireNonNull(source, "source");
        return context ->
                Mono.fromCompletionStage(() -> source.acquire(request(context))).map(AzureCoreTokens::token);
    }

    private static TokenRequestContext context(TokenRequest request) {
        TokenRequestContext context = new TokenRequestContext()
                .setScopes(List.copyOf(request.scopes()))
                .setCaeEnabled(request.claims().isPresent());
        request.tenantId().ifPresent(context::setTenantId);
        request.claims().ifPresent(context::setClaims);
        return context;
    }

    private static TokenRequest request(TokenRequestContext context) {
        return TokenRequest.builder(context.getScopes())
                .tenantId(context.getTenantId())
                .claims(context.getClaims())
                .build();
    }

    private static AccessToken token(com.azure.core.credential.AccessToken token, Instant asked, TokenRequest request) {
        OffsetDateTime refreshAt = token.getRefreshAt();
        return AccessToken.builder(token.getToken(), asked, token.getExpiresAt().toInstant())
                .refreshAt(refreshAt == null ? null : refreshAt.toInstant())
                .scopes(request.scopes())
                .build();
    }

    private static com.azure.core.credential.AccessToken token(AccessToken token) {
        return new com.azure.core.credential.AccessToken(
                token.value(),
                token.expiresAt().atOffset(ZoneOffset.UTC),
                token.refreshAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
    }
}
