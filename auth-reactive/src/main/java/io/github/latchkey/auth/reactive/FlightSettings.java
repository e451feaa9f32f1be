package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.TokenSource;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * What all flights of a provider have in common.
 *
 * @param source where tokens come from
 * @param timeout how long a flight may last
 * @param attemptBackoff the waits between the attempts of one flight
 * @param scheduler where flights take off, time runs and waiters are signalled
 * @param listener who wants to know
 */
record FlightSettings(
        TokenSource source,
        Duration timeout,
        Backoff attemptBackoff,
        Scheduler scheduler,
        TokenProviderListener listener) {

    private static final Logger LOG = Loggers.getLogger(TokenProvider.class);

    /** Tells the listener; whatever it throws is survived. */
    void notify(Consumer<TokenProviderListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            LOG.warn("A token provider listener failed; the event is lost to it", e);
        }
    }
}
