package io.github.latchkey.auth.entra;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * How long one piece of work may take. It waits for its turn first, in a queue that may be long through no fault of its
 * own, and only from then on does its own time run: ten thousand requests over fifty connections must not time each
 * other out.
 *
 * @param queue the wait for a connection or a thread
 * @param work the time from then on
 */
record TimeLimits(Duration queue, Duration work) {

    /**
     * Limits what somebody begins later.
     *
     * @param begin given what to run when the turn has come; returns the work
     * @return the work, {@link NoTurnException} when its turn did not come, or a {@link TimeoutException} when it was
     *     begun and did not end; either one cancels it
     */
    <T> Mono<T> limit(Function<Runnable, Mono<T>> begin) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> begun = Sinks.empty();
            Mono<Long> end = begun.asMono()
                    .timeout(queue, Mono.error(NoTurnException::new))
                    .then(Mono.delay(work));
            return begin.apply(begun::tryEmitEmpty).timeout(end);
        });
    }

    /** The turn did not come in time. */
    static final class NoTurnException extends TimeoutException {

        private static final long serialVersionUID = 1L;

        NoTurnException() {
            super("The turn did not come in time");
        }
    }
}
