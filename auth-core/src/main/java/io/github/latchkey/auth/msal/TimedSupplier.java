package io.github.latchkey.auth.msal;

import io.github.latchkey.auth.SupplierErrors;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks the program for a secret on the engine's threads, and no longer than a request may take. */
final class TimedSupplier {

    private TimedSupplier() {}

    /**
     * Asks.
     *
     * @param what what is asked for, for messages
     * @param supplier who is asked
     * @param executor where; its queue does not count
     * @param limit how long the answer may take
     * @return the answer, or a typed error that names what was asked for; a supplier that is late is interrupted
     */
    static <T> CompletableFuture<T> ask(
            String what, Supplier<? extends T> supplier, ExecutorService executor, Duration limit) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            Future<?> work = executor.submit(() -> {
                var unused = answer.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
                try {
                    answer.complete(supplier.get());
                } catch (Throwable e) { // whatever it is, somebody waits for it
                    answer.completeExceptionally(new CompletionException(e));
                }
            });
            var unused = answer.whenComplete((value, error) -> {
                if (error instanceof TimeoutException) {
                    work.cancel(true);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer.exceptionallyCompose(error -> CompletableFuture.failedFuture(SupplierErrors.failed(what, error)));
    }
}
