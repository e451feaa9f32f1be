package io.github.latchkey.batch.task;

import java.util.ArrayDeque;
import java.util.Queue;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * How many requests may be under way: half as many each time the service is throttling, one more after as many successes as
 * are allowed now. Never less than one, never more than the options say.
 */
final class Pace {

    private final int most;
    // Guarded by this; sinks are signalled outside.
    private final Queue<MonoSink<Boolean>> waiting = new ArrayDeque<>();
    private int allowed;
    private int running;
    private int successes;

    Pace(int most) {
        this.most = most;
        this.allowed = most;
    }

    /** Completes with a value when a request may be sent; {@link #left} must follow. */
    Mono<Boolean> enter() {
        return Mono.create(sink -> {
            boolean now;
            synchronized (this) {
                now = running < allowed;
                if (now) {
                    running++;
                } else {
                    waiting.add(sink);
                }
            }
            if (now) {
                sink.success(true);
            }
        });
    }

    void left(boolean throttled) {
        while (true) {
            MonoSink<Boolean> next;
            synchronized (this) {
                if (throttled) {
                    allowed = Math.max(1, allowed / 2);
                    successes = 0;
                } else if (++successes >= allowed && allowed < most) {
                    allowed++;
                    successes = 0;
                }
                running--;
                next = running < allowed ? waiting.poll() : null;
                if (next != null) {
                    running++;
                }
            }
            if (next == null) {
                return;
            }
            next.success(true);
            return;
        }
    }

    synchronized int allowed() {
        return allowed;
    }
}
