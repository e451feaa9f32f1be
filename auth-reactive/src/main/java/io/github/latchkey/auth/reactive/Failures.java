package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Turns whatever a token source throws into the one family of errors. */
final class Failures {

    private Failures() {}

    static AuthenticationException typed(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof AuthenticationException known) {
            return known;
        }
        if (cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof RejectedExecutionException) {
            return new TransientAuthenticationException(
                    "The token source failed: " + cause.getClass().getSimpleName(), ErrorDetails.NONE, cause);
        }
        if (cause instanceof InvalidOptionException invalid) {
            return Options.unusable("token source", invalid, ErrorDetails.NONE);
        }
        return new PermanentAuthenticationException(
                "The token source failed unexpectedly: " + cause.getClass().getSimpleName(), ErrorDetails.NONE, cause);
    }

    static AuthenticationException noToken() {
        return new PermanentAuthenticationException(
                "The token source completed without a token",
                ErrorDetails.builder()
                        .remedy("A TokenSource has to complete with a token or with an AuthenticationException.")
                        .build(),
                null);
    }
}
