package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Keeps a device code good over an answer that passes: MSAL4J would end the sign-in, and the person would be asked
 * again, where RFC 8628 (section 3.5) says to poll on. One for each sign-in, and for its one thread.
 */
final class PatientPolls implements IHttpClient {

    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final Duration LONGEST_WISH = Duration.ofMinutes(1); // the code does not live for long

    private final IHttpClient client;
    private final Pause pause;
    private Duration between = Duration.ZERO; // in addition to MSAL4J's own
    private Duration next = Duration.ZERO;

    PatientPolls(IHttpClient client, Pause pause) {
        this.client = client;
        this.pause = pause;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws Exception {
        if (!isPoll(request)) {
            return client.send(request);
        }
        pause.take(next);
        next = between;
        try {
            return client.send(request);
        } catch (TransientAuthenticationException e) {
            if (e.error().filter("slow_down"::equals).isPresent()) {
                between = between.plus(SLOWER);
            }
            next = longer(between, shorter(e.retryAfter().orElse(Duration.ZERO), LONGEST_WISH));
            return pending();
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static boolean isPoll(HttpRequest request) {
        return request.body() != null && request.body().contains("device_code=");
    }

    private static IHttpResponse pending() {
        HttpResponse pending = new HttpResponse()
                .statusCode(400)
                .body("{\"error\":\"authorization_pending\",\"error_description\":\"Entra ID was in trouble.\"}");
        pending.addHeaders(Map.of("Content-Type", List.of("application/json")));
        return pending;
    }

    /** Waits on the thread that asks. */
    @FunctionalInterface
    interface Pause {

        /** Waits; not at all when the time is zero. */
        void take(Duration time) throws InterruptedException;
    }
}
