package io.github.latchkey.auth.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** What drives the clock drops a task that throws, as an executor does. */
class CoarseClockTest {

    private final MovedTime time = new MovedTime();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final List<Runnable> ticks = new ArrayList<>();
    private final CoarseClock clock = new CoarseClock(time, this::nanoTime, this::every);

    private long nanoTime() {
        if (broken.getAndSet(false)) {
            throw new InternalError("once");
        }
        return time.nanoTime();
    }

    private Disposable every(Duration period, Runnable task) {
        ticks.add(task);
        return Disposables.single();
    }

    @Test
    void tick_thatFails_isNotTheLast() {
        Disposable lease = clock.lease(this);
        long before = clock.now;
        broken.set(true);
        time.advance(CoarseClock.TICK);
        ticks.get(0).run();
        assertThat(broken).isFalse();
        time.advance(CoarseClock.TICK);
        ticks.get(0).run();
        assertThat(clock.now - before).isEqualTo(2 * CoarseClock.TICK.toNanos());
        lease.dispose();
        time.scheduler.dispose();
    }
}
