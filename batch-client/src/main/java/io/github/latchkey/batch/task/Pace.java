package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Nanos;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * How many may go at a time; the others wait for their turn without a thread. Half as many each time the service is
 * throttling, one more after as many successes as are allowed now; never less than one, never more than at first. While
 * the service has asked for a pause nobody goes.
 */
final class Pace {

    private final int most;
    private final Scheduler scheduler;
    // Guarded by this; sinks are signalled outside.
    private final Queue<MonoSink<Boolean>> waiting = new ArrayDeque<>();
    private int allowed;
    private int running;
    private int successes;
    private long pausedUntil;

    Pace(int most, Scheduler scheduler) {
        this.most = most;
        this.scheduler = scheduler;
        this.allowed = most;
        this.pausedUntil = now();
    }

    /** Completes with a value when it is the subscriber's turn; {@link #left} must follow, or one of its siblings. */
    Mono<Boolean> enter() {
        return Mono.defer(() -> {
            long pause = pause();
            return pause > 0
                    ? Mono.delay(Duration.ofNanos(pause), scheduler).then(enter())
                    : turn().flatMap(turn -> pause() > 0 ? comeBack() : Mono.just(turn));
        });
    }

    /** Ends a turn that says nothing about the service. */
    void left() {
        synchronized (this) {
            running--;
        }
        admit();
    }

    /** Ends a turn that the service has answered. */
    void succeeded() {
        synchronized (this) {
            if (++successes >= allowed && allowed < most) {
                allowed++;
                successes = 0;
            }
        }
        left();
    }

    /**
     * Ends a turn in which the service was throttling.
     *
     * @param pause how long it asked to wait
     */
    void throttled(Duration pause) {
        synchronized (this) {
            allowed = Math.max(1, allowed / 2);
            successes = 0;
            pausedUntil = Math.max(pausedUntil, now() + Nanos.of(pause));
        }
        left();
    }

    synchronized int allowed() {
        return allowed;
    }

    private Mono<Boolean> comeBack() {
        left();
        return enter();
    }

    private Mono<Boolean> turn() {
        return Mono.create(sink -> {
            synchronized (this) {
                waiting.add(sink);
            }
            sink.onCancel(() -> leaveTheQueue(sink));
            admit();
        });
    }

    private synchronized void leaveTheQueue(MonoSink<Boolean> sink) {
        waiting.remove(sink);
    }

    private void admit() {
        while (true) {
            MonoSink<Boolean> next;
            synchronized (this) {
                next = running < allowed ? waiting.poll() : null;
                if (next == null) {
                    return;
                }
                running++;
            }
            next.success(true);
        }
    }

    private synchronized long pause() {
        return pausedUntil - now();
    }

    private long now() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }
}
