package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.github.latchkey.auth.AuthorizationRequest;
import io.github.latchkey.auth.AuthorizationRequest.ResponseMode;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InteractiveBrowserCredential;
import io.github.latchkey.auth.PermanentAuthenticationException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a user with a browser that comes back to this machine (RFC 8252). The listener is ours: MSAL4J's holds a thread
 * for as long as the user takes, and drops the error that comes back, so that nobody learns that the user declined
 * (AzureAD/microsoft-authentication-library-for-java issue 513).
 */
final class BrowserSignIn implements UserFlow.SignIn {

    private final InteractiveBrowserCredential credential;
    private final Executor executor;
    private final Set<String> capabilities;
    private final Consumer<URI> browser;
    private final AtomicReference<@Nullable Brought> unanswered = new AtomicReference<>();

    BrowserSignIn(InteractiveBrowserCredential credential, MsalSettings settings) {
        this.credential = credential;
        this.executor = settings.executor();
        this.capabilities = settings.capabilities();
        this.browser = credential.browser().orElseGet(() -> SystemBrowser.ofThisMachine()::open);
    }

    /** A code that met a server in trouble is brought again before the person is asked again. */
    @Override
    public CompletableFuture<IAuthenticationResult> start(AbstractClientApplicationBase application, MsalCall call) {
        CompletableFuture<IAuthenticationResult> result = new CompletableFuture<>();
        Brought brought = unanswered.getAndSet(null);
        if (brought == null || !brought.call.asksAs(call)) {
            open(application, call, result);
            return result;
        }
        var unused = redeem(application, brought.code, call).whenComplete((token, error) -> {
            if (error == null || AuthorizationCode.passes(error, call)) {
                SignIns.end(result, token, error);
            } else if (!result.isDone()) {
                open(application, call, result);
            }
        });
        return result;
    }

    private void open(
            AbstractClientApplicationBase application, MsalCall call, CompletableFuture<IAuthenticationResult> result) {
        LoopbackListener listener;
        try {
            listener = LoopbackListener.open(credential.redirectUri());
        } catch (IOException e) {
            result.completeExceptionally(new PermanentAuthenticationException(
                    "The browser cannot come back to " + credential.redirectUri(),
                    ErrorDetails.builder()
                            .remedy("Free the port, or give a redirectUri without one, so that any free port is taken.")
                            .build(),
                    e));
            return;
        }
        var unused = result.whenComplete((token, error) -> listener.close());
        try {
            AuthorizationRequest asked = ask(listener.redirectUri(), call);
            unused = answer(listener, asked, call)
                    // The port is free before anybody learns the outcome.
                    .whenCompleteAsync((answer, error) -> listener.close(), executor)
                    .thenCompose(answer -> redeem(application, asked, call, answer))
                    .whenComplete((token, error) -> SignIns.end(result, token, error));
            browser.accept(asked.uri());
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private CompletableFuture<Map<String, String>> answer(
            LoopbackListener listener, AuthorizationRequest asked, MsalCall call) {
        return listener.answerTo(asked.state())
                .orTimeout(credential.signInTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(error -> CompletableFuture.failedFuture(
                        error instanceof TimeoutException ? nobodyCameBack(call) : error));
    }

    private AuthorizationRequest ask(URI redirectUri, MsalCall call) {
        return AuthorizationRequest.builder()
                .cloud(credential.cloud())
                .tenantId(call.tenantId().orElse(credential.tenantId()))
                .clientId(credential.clientId())
                .redirectUri(redirectUri)
                .responseMode(ResponseMode.FORM_POST)
                .scopes(call.scopes())
                .prompt(credential.prompt())
                .loginHint(credential.loginHint().orElse(null))
                // MSAL4J adds the capabilities to its token requests alone; the page is ours.
                .claims(RequestedClaims.merge(call.challenge().orElse(null), capabilities))
                .build();
    }

    private CompletableFuture<IAuthenticationResult> redeem(
            AbstractClientApplicationBase application,
            AuthorizationRequest asked,
            MsalCall call,
            Map<String, String> answer) {
        String code = answer.get("code");
        if (code == null) {
            return CompletableFuture.failedFuture(new MsalServiceException(
                    answer.getOrDefault("error_description", "the browser brought neither a code nor an error"),
                    answer.getOrDefault("error", "invalid_response")));
        }
        return redeem(
                application, new AuthorizationCode(code, asked.redirectUri(), Optional.of(asked.codeVerifier())), call);
    }

    private CompletableFuture<IAuthenticationResult> redeem(
            AbstractClientApplicationBase application, AuthorizationCode code, MsalCall call) {
        return code.redeem(application, call, () -> unanswered.set(new Brought(code, call)));
    }

    /** A code, and what it was asked for. */
    private record Brought(AuthorizationCode code, MsalCall call) {}

    private InteractionRequiredException nobodyCameBack(MsalCall call) {
        return new InteractionRequiredException(
                "Nobody signed in with the browser within " + credential.signInTimeout(),
                ErrorDetails.builder()
                        .claims(call.challenge().orElse(null))
                        .correlationId(call.correlationId())
                        .remedy("Ask the user again, and raise signInTimeout if people need longer.")
                        .build(),
                null);
    }
}
