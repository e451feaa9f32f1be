package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ClaimsRequest;
import io.github.latchkey.auth.CorrelationIds;
import io.github.latchkey.auth.TokenRequest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One call of a source: what is asked for, the id that all its requests bear, and the work that is under way for it.
 */
final class MsalCall {

    private final TokenRequest request;
    private final String correlationId;
    private CompletableFuture<?> current = new CompletableFuture<>();
    private boolean cancelled;

    MsalCall(TokenRequest request) {
        this.request = request;
        this.correlationId = CorrelationIds.of(request);
    }

    Set<String> scopes() {
        return request.scopes();
    }

    Optional<String> tenantId() {
        return request.tenantId();
    }

    /** Returns the claims challenge as JSON text. */
    Optional<String> challenge() {
        return request.claims();
    }

    /** Returns the claims challenge in MSAL4J's form. */
    Optional<ClaimsRequest> claims() {
        return request.claims().map(ClaimsRequest::formatAsClaimsRequest);
    }

    /** Returns whether the answer to another call would be one to this call. */
    boolean asksAs(MsalCall other) {
        return scopes().equals(other.scopes())
                && tenantId().equals(other.tenantId())
                && challenge().equals(other.challenge());
    }

    String correlationId() {
        return correlationId;
    }

    /** Takes note of work that a cancel of this call has to end. */
    synchronized <T> CompletableFuture<T> track(CompletableFuture<T> work) {
        current = work;
        if (cancelled) {
            work.cancel(true);
        }
        return work;
    }

    synchronized void cancel() {
        cancelled = true;
        current.cancel(true);
    }
}
