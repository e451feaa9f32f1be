package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Turns a flow of MSAL4J into a source: its answers into tokens, its errors into ours, a cancel into its cancel. */
final class MsalSource implements TokenSource {

    private final MsalSettings settings;
    private final LiveCalls calls;
    private final MsalFlow flow;

    MsalSource(MsalSettings settings, LiveCalls calls, MsalFlow flow) {
        this.settings = settings;
        this.calls = calls;
        this.flow = flow;
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        MsalCall call = new MsalCall(request);
        CompletableFuture<AccessToken> result = new CompletableFuture<>();
        var unused = result.whenComplete((token, error) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        calls.add(call, result);
        if (result.isDone()) {
            return result; // the engine is closed
        }
        try {
            settings.executor().execute(() -> run(call, result));
        } catch (Throwable e) {
            result.completeExceptionally(MsalErrors.typed(e, call.correlationId()));
        }
        return result;
    }

    private void run(MsalCall call, CompletableFuture<AccessToken> result) {
        if (result.isDone()) {
            return; // nobody waits any more
        }
        Instant asked = settings.clock().instant();
        try {
            var unused = flow.start(call)
                    .thenApply(answer -> token(answer, asked, call))
                    .whenComplete((token, error) -> {
                        if (token != null) {
                            result.complete(token);
                        } else {
                            result.completeExceptionally(MsalErrors.typed(error, call.correlationId()));
                        }
                    });
        } catch (Throwable e) {
            result.completeExceptionally(MsalErrors.typed(e, call.correlationId()));
        }
    }

    private static AccessToken token(IAuthenticationResult answer, Instant asked, MsalCall call) {
        try {
            AccessToken.Builder token = AccessToken.builder(
                            answer.accessToken(), asked, answer.expiresOnDate().toInstant())
                    .scopes(
                            answer.scopes() == null || answer.scopes().isBlank()
                                    ? call.scopes()
                                    : Set.copyOf(List.of(answer.scopes().strip().split(" +"))));
            Long refreshOn = answer.metadata().refreshOn();
            if (refreshOn != null && refreshOn > 0) {
                token.refreshAt(Instant.ofEpochSecond(refreshOn));
            }
            return token.build();
        } catch (InvalidOptionException e) {
            throw EntraErrors.unusable(
                    "Sign-in",
                    ErrorDetails.builder()
                            .statusCode(200)
                            .correlationId(call.correlationId())
                            .build(),
                    e.option().equals("expiresAt") ? "the token has expired already" : "its access_token is malformed");
        }
    }
}
