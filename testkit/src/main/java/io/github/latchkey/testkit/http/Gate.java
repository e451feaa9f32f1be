package io.github.latchkey.testkit.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Holds requests until the test lets them through, so that a test can look at what happens meanwhile without any
 * waiting time of its own. A gate starts closed, opens once, and stays open. Safe for use by many threads.
 */
public final class Gate {

    private final Sinks.Empty<Void> opening = Sinks.empty();
    private final AtomicInteger arrivals = new AtomicInteger();
    private final Bell bell = new Bell();

    private Gate() {}

    /**
     * Makes a closed gate.
     *
     * @return a new gate
     */
    public static Gate closed() {
        return new Gate();
    }

    /** Lets all requests through that wait, and all that come. */
    public void open() {
        opening.tryEmitEmpty();
    }

    /**
     * Counts the requests that have come to this gate, whether or not it was open.
     *
     * @return zero or more
     */
    public int arrivals() {
        return arrivals.get();
    }

    /**
     * Waits until some requests have come to this gate.
     *
     * @param count how many
     * @param limit how long to wait at most, in real time
     * @return whether they came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitArrivals(int count, Duration limit) throws InterruptedException {
        return bell.await(() -> arrivals() >= count, limit);
    }

    /** Completes when the gate is open; counts an arrival on subscription. */
    Mono<Void> passage() {
        return Mono.defer(() -> {
            arrive();
            return opening.asMono();
        });
    }

    private void arrive() {
        arrivals.incrementAndGet();
        bell.ring();
    }

    @Override
    public String toString() {
        return "Gate[" + arrivals() + " arrived]";
    }
}
