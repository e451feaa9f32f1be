package io.github.latchkey.batch.internal.http;

import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Counts the calls under way. Open while the number is not negative; closing adds a large negative number, so that one
 * word tells both, whether new calls may enter and how many are left.
 */
final class InFlight {

    private static final long CLOSED = Long.MIN_VALUE / 2;

    private final AtomicLong calls = new AtomicLong();
    private final Sinks.Empty<Void> drained = Sinks.empty();

    boolean enter() {
        if (calls.incrementAndGet() > 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (calls.decrementAndGet() == CLOSED) {
            drained.tryEmitEmpty();
        }
    }

    Mono<Void> close() {
        return Mono.defer(() -> {
            long before = calls.getAndUpdate(n -> n < 0 ? n : n + CLOSED);
            if (before == 0) {
                drained.tryEmitEmpty();
            }
            return drained.asMono();
        });
    }
}
