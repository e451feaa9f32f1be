package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.net.MalformedURLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Turns a flow of MSAL4J into a source: its answers into tokens, its errors into ours, a cancel into its cancel. */
final class MsalSource implements TokenSource {

    private final MsalSettings settings;
    private final MsalFlow flow;

    MsalSource(MsalSettings settings, MsalFlow flow) {
        this.settings = settings;
        this.flow = flow;
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        MsalFlow.Running running = new MsalFlow.Running();
        CompletableFuture<AccessToken> result = new CompletableFuture<>();
        var unused = result.whenComplete((token, error) -> {
            if (result.isCancelled()) {
                running.cancel();
            }
        });
        try {
            settings.executor().execute(() -> run(request, running, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(MsalErrors.typed(e));
        }
        return result;
    }

    private void run(TokenRequest request, MsalFlow.Running running, CompletableFuture<AccessToken> result) {
        Instant asked = settings.clock().instant();
        try {
            var unused = flow.start(request, running)
                    .thenApply(answer -> token(answer, asked, request))
                    .whenComplete((token, error) -> {
                        if (token != null) {
                            result.complete(token);
                        } else {
                            result.completeExceptionally(MsalErrors.typed(error));
                        }
                    });
        } catch (MalformedURLException | RuntimeException e) {
            result.completeExceptionally(MsalErrors.typed(e));
        }
    }

    private static AccessToken token(IAuthenticationResult answer, Instant asked, TokenRequest request) {
        try {
            AccessToken.Builder token = AccessToken.builder(
                            answer.accessToken(), asked, answer.expiresOnDate().toInstant())
                    .scopes(
                            answer.scopes() == null || answer.scopes().isBlank()
                                    ? request.scopes()
                                    : Set.copyOf(List.of(answer.scopes().strip().split(" +"))));
            Long refreshOn = answer.metadata().refreshOn();
            if (refreshOn != null && refreshOn > 0) {
                token.refreshAt(Instant.ofEpochSecond(refreshOn));
            }
            return token.build();
        } catch (InvalidOptionException e) {
            throw new PermanentAuthenticationException(
                    "Entra ID's answer is not a usable token", ErrorDetails.NONE, null);
        }
    }
}
