package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A code is good for one time. Whoever got no answer may bring it again. Not a record, since it must not print. */
final class AuthorizationCode {

    private final String code;
    private final URI redirectUri;
    private final Optional<String> verifier;

    AuthorizationCode(String code, URI redirectUri, Optional<String> verifier) {
        this.code = code;
        this.redirectUri = redirectUri;
        this.verifier = verifier;
    }

    /**
     * Redeems the code.
     *
     * @param application who redeems it
     * @param call what for
     * @param unanswered called when the answer is one that passes; if the request did arrive, Entra ID will say so the
     *     next time (AADSTS54005)
     */
    CompletableFuture<IAuthenticationResult> redeem(
            AbstractClientApplicationBase application, MsalCall call, Runnable unanswered) {
        var parameters = AuthorizationCodeParameters.builder(code, redirectUri).scopes(call.scopes());
        verifier.ifPresent(parameters::codeVerifier);
        call.claims().ifPresent(parameters::claims);
        CompletableFuture<IAuthenticationResult> answer;
        try {
            answer = application.acquireToken(parameters.build());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((token, error) -> {
            if (error != null && passes(error, call)) {
                unanswered.run();
            }
        });
    }

    /** Returns whether the same code may still be good after an error. */
    static boolean passes(Throwable error, MsalCall call) {
        return MsalErrors.typed(error, call.correlationId()) instanceof TransientAuthenticationException;
    }
}
