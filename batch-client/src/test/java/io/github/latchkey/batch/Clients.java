package io.github.latchkey.batch;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Clients for tests: short waits, no chance. */
final class Clients {

    private Clients() {}

    static BatchClientBuilder builder(ScriptedServer server) {
        return unhurried(server).attemptTimeout(Duration.ofSeconds(10)).timeout(Duration.ofSeconds(30));
    }

    /** With as much time for calls and tries as a client has by itself. */
    static BatchClientBuilder unhurried(ScriptedServer server) {
        return BatchClient.builder()
                .accountUrl(server.url())
                .allowInsecureLoopback(true)
                .backoff(Duration.ofMillis(1), Duration.ofMillis(4));
    }

    static BatchClient of(ScriptedServer server) {
        return builder(server).tokenSupplier(() -> Mono.just("t0ken")).build();
    }
}
