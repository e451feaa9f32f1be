package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * MSAL4J's errors in our family. What Entra ID itself answered is ours already ({@link GuardedHttpClient}); left are
 * what the redirect of a browser said, and what MSAL4J thinks itself.
 */
final class MsalErrors {

    private MsalErrors() {}

    static Throwable typed(@Nullable Throwable error, String correlationId) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException known) {
                return known;
            }
        }
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CancellationException cancelled) {
            return cancelled;
        }
        ErrorDetails.Builder details = ErrorDetails.builder().correlationId(correlationId);
        if (cause instanceof MsalThrottlingException throttled) {
            return new TransientAuthenticationException(
                    "MSAL4J holds back requests after Entra ID throttled them",
                    details.retryAfter(Duration.ofMillis(throttled.retryInMs())).build(),
                    throttled);
        }
        if (cause instanceof MsalServiceException service) {
            return service(service, details);
        }
        if (cause instanceof MsalClientException client) {
            return client(client, details);
        }
        if (cause instanceof InvalidOptionException invalid) {
            return Options.unusable("credential", invalid, details.build());
        }
        return other(cause, details.build());
    }

    /** What the redirect brought back in place of a code. */
    private static AuthenticationException service(MsalServiceException e, ErrorDetails.Builder details) {
        ErrorDetails said = said(e, details)
                .statusCode(e.statusCode() == null ? 0 : e.statusCode())
                .claims(e.claims() == null || e.claims().isBlank() ? null : e.claims())
                .build();
        return EntraErrors.answered("Sign-in", said, e.getMessage());
    }

    private static AuthenticationException client(MsalClientException e, ErrorDetails.Builder details) {
        String word = e.errorCode() == null ? "" : e.errorCode();
        if (word.equals(AuthenticationErrorCode.CODE_EXPIRED)) {
            return new InteractionRequiredException(
                    "The person did not sign in" + EntraErrors.sentence(e.getMessage()),
                    said(e, details).remedy("Ask the user again.").build(),
                    e);
        }
        Throwable cause = e.getCause();
        boolean passes = cause instanceof IOException
                || cause instanceof TimeoutException
                || word.equals(AuthenticationErrorCode.INVALID_JSON)
                || word.equals(AuthenticationErrorCode.HTTP_TIMEOUT);
        return passes
                ? new TransientAuthenticationException(
                        "Sign-in did not get through", said(e, details).build(), e)
                : new PermanentAuthenticationException(
                        "Sign-in failed" + EntraErrors.sentence(e.getMessage()),
                        said(e, details).build(),
                        e);
    }

    private static AuthenticationException other(@Nullable Throwable cause, ErrorDetails details) {
        String name = cause == null ? "no reason" : cause.getClass().getSimpleName();
        return cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof RejectedExecutionException
                ? new TransientAuthenticationException("Sign-in did not get through: " + name, details, cause)
                : new PermanentAuthenticationException("Sign-in failed unexpectedly: " + name, details, cause);
    }

    private static ErrorDetails.Builder said(MsalException e, ErrorDetails.Builder details) {
        return EntraErrors.addFactsOf(details.error(e.errorCode()), e.getMessage());
    }
}
