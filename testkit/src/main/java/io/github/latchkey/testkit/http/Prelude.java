package io.github.latchkey.testkit.http;

import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * What happens to a request before anybody looks at it: first the delay, then the gate, then the action.
 *
 * @param delay zero or negative for none
 * @param clock whose time the delay is in, {@code null} for real time
 * @param gate what to pass, {@code null} for none
 * @param action what to do, {@code null} for nothing
 */
record Prelude(
        Duration delay,
        @Nullable TestClock clock,
        @Nullable Gate gate,
        @Nullable Runnable action) {

    private static final Logger LOG = Loggers.getLogger(Prelude.class);

    static final Prelude NONE = new Prelude(Duration.ZERO, null, null, null);

    Prelude delayed(Duration newDelay, @Nullable TestClock newClock) {
        return new Prelude(newDelay, newClock, gate, action);
    }

    Prelude behind(Gate newGate) {
        return new Prelude(delay, clock, newGate, action);
    }

    Prelude doing(Runnable newAction) {
        return new Prelude(delay, clock, gate, newAction);
    }

    /** Completes when all of it is over; cancelled, it leaves nothing behind on the clock. */
    Mono<Void> over() {
        Mono<Void> over = passing();
        if (gate != null) {
            over = over.then(gate.passage());
        }
        return action == null ? over : over.then(acting(action));
    }

    private Mono<Void> passing() {
        if (delay.isZero() || delay.isNegative()) {
            return Mono.empty();
        }
        TestClock moved = clock;
        return moved == null
                ? Mono.delay(delay, Threads.WORKERS).then()
                : Mono.create(sink -> sink.onDispose(moved.schedule(delay, sink::success)::cancel));
    }

    private static Mono<Void> acting(Runnable action) {
        return Mono.<Void>fromRunnable(action)
                .onErrorResume(failure -> {
                    LOG.error("the action of a fault failed", failure);
                    return Mono.empty();
                })
                .subscribeOn(Threads.WAITING);
    }

    @Override
    public String toString() {
        return (delay.isZero() ? "" : ", after " + delay) + (gate == null ? "" : ", behind a gate");
    }
}
