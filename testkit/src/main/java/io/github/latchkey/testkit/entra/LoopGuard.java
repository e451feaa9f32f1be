package io.github.latchkey.testkit.entra;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Notices a client that sends the same request again and again within a short time. */
final class LoopGuard {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int REMEMBERED = 1000;

    private final EntraOptions options;
    private final Map<String, ArrayDeque<Instant>> seen = new LinkedHashMap<>();

    LoopGuard(EntraOptions options) {
        this.options = options;
    }

    synchronized void clear() {
        seen.clear();
    }

    /** Ends the request when the same one has come too often; does nothing without a limit. */
    synchronized void check(TokenCall call) {
        if (options.loopLimit() == 0) {
            return;
        }
        Instant now = options.clock().instant();
        ArrayDeque<Instant> times = seen.computeIfAbsent(call.request().text(), text -> new ArrayDeque<>());
        while (!times.isEmpty() && times.getFirst().isBefore(now.minus(WINDOW))) {
            times.removeFirst();
        }
        times.add(now);
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
        if (times.size() > options.loopLimit()) {
            throw new EntraException(Aadsts.CLIENT_LOOPING);
        }
    }
}
