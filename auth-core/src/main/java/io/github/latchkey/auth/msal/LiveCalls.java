package io.github.latchkey.auth.msal;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The calls that are under way, so that closing the engine ends each of them, whether it runs, waits or queues. */
final class LiveCalls {

    private final Map<MsalCall, CompletableFuture<AccessToken>> calls = new HashMap<>(); // guarded by this
    private boolean closed; // guarded by this

    /** Takes note of a call until its result is there. After the close it fails at once. */
    void add(MsalCall call, CompletableFuture<AccessToken> result) {
        synchronized (this) {
            if (!closed) {
                calls.put(call, result);
            }
        }
        var unused = result.whenComplete((token, error) -> remove(call));
        if (isClosed()) {
            end(call, result);
        }
    }

    private synchronized void remove(MsalCall call) {
        calls.remove(call);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    void close() {
        Map<MsalCall, CompletableFuture<AccessToken>> left;
        synchronized (this) {
            closed = true;
            left = Map.copyOf(calls);
        }
        left.forEach(LiveCalls::end);
    }

    private static void end(MsalCall call, CompletableFuture<AccessToken> result) {
        // First the reason, or whoever waits would learn of a cancel that nobody asked for.
        result.completeExceptionally(new PermanentAuthenticationException(
                "The sign-in was ended, because its MsalEngine is closed",
                ErrorDetails.builder()
                        .correlationId(call.correlationId())
                        .remedy("Close the engine when nobody needs its tokens any more.")
                        .build(),
                null));
        call.cancel();
    }
}
