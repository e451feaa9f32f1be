package io.github.latchkey.testkit.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.FakeAzure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What happens, as server-sent events: {@code request} when one has arrived and again when it has been answered, and
 * {@code state} when the fakes are not as they were. One look at the state serves all who listen; nobody looks while
 * nobody listens. Who reads too slowly misses the oldest events.
 */
final class LiveEvents implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int BACKLOG = 1000;

    private final FakeAzure azure;
    private final Scheduler scheduler = Schedulers.newSingle("latchkey-testkit-admin", true);
    private final Flux<String> states;

    LiveEvents(FakeAzure azure, AdminState state) {
        this.azure = azure;
        this.states = Flux.interval(Duration.ZERO, PERIOD, scheduler)
                .onBackpressureDrop()
                .map(tick -> state.all())
                .distinctUntilChanged(AdminState::lasting)
                .map(all -> frame("state", all))
                .replay(1)
                .refCount();
    }

    /** Frames of {@code text/event-stream} until the listener goes away. */
    Flux<byte[]> stream() {
        Flux<String> requests = Flux.<String>create(
                        sink -> {
                            Disposable listening = azure.journal()
                                    .listen(request -> sink.next(frame("request", AdminState.request(request))));
                            sink.onDispose(listening);
                        },
                        OverflowStrategy.IGNORE)
                .onBackpressureBuffer(BACKLOG, BufferOverflowStrategy.DROP_OLDEST);
        Flux<String> heartbeat =
                Flux.interval(HEARTBEAT, scheduler).onBackpressureDrop().map(tick -> ": still here\n\n");
        return Flux.merge(Flux.just("retry: 1000\n\n"), states, requests, heartbeat)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static String frame(String event, ObjectNode data) {
        return "event: " + event + "\ndata: " + data + "\n\n";
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
