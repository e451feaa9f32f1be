package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Calls what may block and what others wrote, away from the event loop, and turns its failures into ours. */
final class BlockingCalls {

    private final Scheduler scheduler;

    BlockingCalls(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Asks for a secret; none is an error. */
    Mono<String> secret(String what, Supplier<String> secret) {
        return call(what, () -> requirePresent(what, secret.get()));
    }

    /** Calls what answers something. */
    <T> Mono<T> call(String what, Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .switchIfEmpty(Mono.error(() -> absent(what)))
                .onErrorMap(error -> typed(what, error));
    }

    /** Calls what answers nothing. */
    Mono<Void> run(String what, Runnable work) {
        return Mono.<Void>fromRunnable(work).subscribeOn(scheduler).onErrorMap(error -> typed(what, error));
    }

    static String requirePresent(String what, @Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            throw absent(what);
        }
        return secret;
    }

    private static PermanentAuthenticationException absent(String what) {
        return new PermanentAuthenticationException(
                "The " + what + "'s supplier answered nothing",
                remedy("Check where the " + what + " comes from; it is asked for anew on each flight."),
                null);
    }

    /** Names the cause by its class only, unless its message is ours: others may quote a secret. */
    static AuthenticationException typed(String what, Throwable error) {
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
            return new PermanentAuthenticationException(
                    "The " + what + " cannot be used", remedy(invalid.getMessage()), invalid);
        }
        if (cause instanceof NoSuchFileException || cause instanceof AccessDeniedException) {
            return new PermanentAuthenticationException(
                    "The " + what + " cannot be read: "
                            + (cause instanceof NoSuchFileException ? "there is no file " : "access is denied to ")
                            + cause.getMessage(),
                    remedy("Check the path and the rights of this process."),
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
