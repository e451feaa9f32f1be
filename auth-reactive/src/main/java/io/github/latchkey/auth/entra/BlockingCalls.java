package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.SupplierErrors;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Calls what may block and what others wrote, away from the event loop, and turns its failures into ours. */
final class BlockingCalls {

    private final Scheduler scheduler;
    private final TimeLimits limits;

    /**
     * Names where and how long.
     *
     * @param scheduler where calls run
     * @param limits how long a call may wait for a thread, and then take; a call that is late is interrupted
     */
    BlockingCalls(Scheduler scheduler, TimeLimits limits) {
        this.scheduler = scheduler;
        this.limits = limits;
    }

    /** Asks for a secret; none is an error. */
    Mono<String> secret(String what, Supplier<String> secret) {
        return call(what, () -> SupplierErrors.requirePresent(what, secret.get()));
    }

    /** Calls what answers something. */
    <T> Mono<T> call(String what, Callable<T> work) {
        return begin(what, work).switchIfEmpty(Mono.error(() -> SupplierErrors.absent(what)));
    }

    /** Calls what answers nothing. */
    Mono<Void> run(String what, Runnable work) {
        return begin(what, Executors.callable(work)).then();
    }

    /** Calls what answers at some later time, without a thread that waits; its answer has the same time as the call. */
    <T> Mono<T> stage(String what, Callable<? extends CompletionStage<T>> work) {
        return call(what, work)
                .flatMap(stage -> Mono.<T>fromCompletionStage(stage)
                        .timeout(limits.work())
                        .switchIfEmpty(Mono.error(() -> SupplierErrors.absent(what)))
                        .onErrorMap(error -> failure(what, error)));
    }

    private <T> Mono<T> begin(String what, Callable<T> work) {
        return limits.<T>limit(begin -> Mono.fromCallable(() -> {
                            begin.run();
                            return outcome(work);
                        })
                        .subscribeOn(scheduler)
                        .flatMap(Function.identity()))
                .onErrorMap(error -> failure(what, error));
    }

    /**
     * A failure as a value: when nobody waits any more it is dropped, where Reactor would log an error, secrets and
     * all.
     */
    private static <T> Mono<T> outcome(Callable<T> work) {
        try {
            return Mono.justOrEmpty(work.call());
        } catch (Throwable e) {
            Exceptions.throwIfFatal(e);
            return Mono.error(e);
        }
    }

    private static AuthenticationException failure(String what, Throwable error) {
        return error instanceof TimeLimits.NoTurnException
                ? new TransientAuthenticationException(
                        "The " + what + " was not asked for: no thread came free in time",
                        ErrorDetails.builder()
                                .remedy("Give the EntraClient a blockingScheduler with more threads.")
                                .build(),
                        error)
                : SupplierErrors.failed(what, error);
    }
}
