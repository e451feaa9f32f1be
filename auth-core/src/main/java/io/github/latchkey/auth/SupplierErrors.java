package io.github.latchkey.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking the program for a secret, a file or an assertion that it did not bring, as the exception that
 * names what was asked for. Every engine asks here, so that one cause is one error whoever met it.
 */
public final class SupplierErrors {

    private SupplierErrors() {}

    /**
     * Checks what a supplier answered.
     *
     * @param what what was asked for, as {@code client secret}
     * @param answer the answer
     * @return the answer
     * @throws PermanentAuthenticationException if it is {@code null} or blank
     */
    public static String requirePresent(String what, @Nullable String answer) {
        if (answer == null || answer.isBlank()) {
            throw absent(what);
        }
        return answer;
    }

    /**
     * Returns the exception for a supplier that answered nothing.
     *
     * @param what what was asked for
     * @return the exception
     */
    public static PermanentAuthenticationException absent(String what) {
        return new PermanentAuthenticationException(
                "The " + what + "'s supplier answered nothing",
                remedy("Check where the " + what + " comes from; it is asked for anew on each flight."),
                null);
    }

    /**
     * Returns the exception for a supplier that failed or was too slow. It names the cause by its class only, unless
     * its message is ours: others may quote a secret.
     *
     * @param what what was asked for
     * @param error what the supplier threw, a {@link TimeoutException} when it was too slow; an
     *     {@link AuthenticationException} is returned as it is
     * @return the exception
     */
    public static AuthenticationException failed(String what, Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof AuthenticationException known) {
            return known;
        }
        if (cause instanceof InvalidOptionException invalid) {
            return Options.unusable(what, invalid, ErrorDetails.NONE);
        }
        if (cause instanceof NoSuchFileException || cause instanceof AccessDeniedException) {
            return new PermanentAuthenticationException(
                    "The " + what + " cannot be read: "
                            + (cause instanceof NoSuchFileException ? "there is no file " : "access is denied to ")
                            + cause.getMessage(),
                    remedy("Check the path and the rights of this process."),
                    cause);
        }
        if (cause instanceof TimeoutException) {
            return new TransientAuthenticationException(
                    "The " + what + " did not come in time",
                    remedy("Check what supplies it: it hangs or is slower than the requestTimeout."),
                    cause);
        }
        String failed = "The " + what + " could not be had: " + cause.getClass().getSimpleName();
        return cause instanceof IOException || cause instanceof RejectedExecutionException
                ? new TransientAuthenticationException(failed, ErrorDetails.NONE, cause)
                : new PermanentAuthenticationException(failed, ErrorDetails.NONE, cause);
    }

    private static ErrorDetails remedy(@Nullable String remedy) {
        return ErrorDetails.builder().remedy(remedy).build();
    }
}
