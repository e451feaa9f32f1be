package io.github.latchkey.auth.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What goes wrong, and what has to become of it. */
public final class Trouble {

    /** What all servers answer when nothing is wrong. */
    public static final Map<String, Object> TOKEN =
            Map.of("token_type", "Bearer", "expires_in", 3599, "access_token", "issued-token");

    private static final int TOO_LARGE = 1 << 20;

    private final String name;
    private final Fault fault;
    private final boolean passes;
    private final int status;
    private final @Nullable Duration retryAfter;

    private Trouble(String name, Fault fault, boolean passes, int status, @Nullable Duration retryAfter) {
        this.name = name;
        this.fault = fault;
        this.passes = passes;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    private static Trouble passing(String name, Fault fault, int status) {
        return new Trouble(name, fault, true, status, null);
    }

    private static Trouble lasting(String name, Fault fault, int status) {
        return new Trouble(name, fault, false, status, null);
    }

    private Trouble after(long seconds) {
        return new Trouble(name, fault, passes, status, Duration.ofSeconds(seconds));
    }

    /**
     * Lists the troubles of any endpoint that answers JSON.
     *
     * @param now the client's time
     * @return in the order of how far the answer gets
     */
    public static List<Trouble> ofAnyEndpoint(Instant now) {
        return List.of(
                passing("429 without Retry-After", Fault.respond(Answers.throttled()), 429),
                passing("429 with seconds", Fault.respond(Answers.throttled(Duration.ofSeconds(7))), 429)
                        .after(7),
                passing("429 with a date", Fault.respond(Answers.throttledUntil(now.plusSeconds(90))), 429)
                        .after(90),
                passing("429 with nonsense", Fault.respond(Answers.throttled().header("Retry-After", "soon")), 429),
                passing("HTML 503", Fault.respond(Answers.gatewayPage(503)), 503),
                passing("HTML 502", Fault.respond(Answers.gatewayPage(502)), 502),
                passing("reset", Fault.resetBefore(), 0),
                passing("half a body", Fault.halfBody(), 0),
                passing("half a body and a reset", Fault.resetAfterHalfBody(), 0),
                passing("broken JSON", Fault.garbage(), 200),
                passing("HTML with status 200", Fault.respond(ServerResponse.html(200, "<p>hi</p>")), 200),
                passing("an array", Fault.respond(ServerResponse.json(200, List.of(1))), 200),
                passing("an empty body", Fault.respond(ServerResponse.status(200)), 200),
                lasting("a huge body", respond("access_token", "x".repeat(TOO_LARGE)), 0),
                lasting(
                        "a redirect",
                        Fault.respond(ServerResponse.status(302).header("Location", "https://evil.example/")),
                        302),
                lasting("plain text 403", Fault.respond(ServerResponse.text(403, "Forbidden")), 403),
                lasting("JSON that says nothing", Fault.respond(ServerResponse.json(400, Map.of())), 400));
    }

    /**
     * Lists the troubles of an endpoint that issues tokens.
     *
     * @param now the client's time
     * @return those of any endpoint first
     */
    public static List<Trouble> ofTokenEndpoint(Instant now) {
        List<Trouble> table = new ArrayList<>(ofAnyEndpoint(now));
        table.add(passing(
                "a token with something behind it",
                Fault.respond(
                        ServerResponse.status(200)
                                .body(
                                        "application/json",
                                        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"issued-token\"} {}")),
                200));
        table.add(passing("a token that is a number", respond("access_token", 42), 200));
        table.add(passing("a life that is a word", respond("expires_in", "soon"), 200));
        table.add(passing("a life that is an object", respond("expires_in", Map.of("a", 1)), 200));
        table.add(lasting("no token", respond("access_token", Optional.empty()), 200));
        table.add(lasting("no life", respond("expires_in", Optional.empty()), 200));
        table.add(lasting("no life left", respond("expires_in", 0), 200));
        table.add(lasting("a token of two lines", respond("access_token", "a\nb"), 200));
        table.add(lasting("another kind of token", respond("token_type", "pop"), 200));
        return table;
    }

    /**
     * Answers a token with one member changed.
     *
     * @param name the member
     * @param value its value, an empty {@link Optional} to leave it out
     * @return the fault
     */
    public static Fault respond(String name, Object value) {
        return respond(Map.of(name, value));
    }

    /**
     * Answers a token with some members changed.
     *
     * @param changes names and values, an empty {@link Optional} to leave a member out
     * @return the fault
     */
    public static Fault respond(Map<String, Object> changes) {
        Map<String, Object> body = new LinkedHashMap<>(TOKEN);
        changes.forEach((name, value) -> {
            if (value.equals(Optional.empty())) {
                body.remove(name);
            } else {
                body.put(name, value);
            }
        });
        return Fault.respond(ServerResponse.json(200, body));
    }

    /**
     * Returns what goes wrong.
     *
     * @return the fault
     */
    public Fault fault() {
        return fault;
    }

    /**
     * Returns how far the answer gets.
     *
     * @return its status, 0 when there is none
     */
    public int status() {
        return status;
    }

    /**
     * Returns whether the same call may work later.
     *
     * @return whether it passes
     */
    public boolean passes() {
        return passes;
    }

    /**
     * Returns whether the server says when.
     *
     * @return whether it has a usable {@code Retry-After}
     */
    public boolean wantsPause() {
        return retryAfter != null;
    }

    /**
     * Checks what became of it: one error that says whether the same call may work later, and holds no secret.
     *
     * @param error the error that the caller got
     */
    public void requireEndedAs(AuthenticationException error) {
        assertThat(error)
                .isInstanceOf(passes ? TransientAuthenticationException.class : PermanentAuthenticationException.class);
        assertThat(error.isTransient()).as(error.getMessage()).isEqualTo(passes);
        assertThat(error.details().statusCode().orElse(0))
                .as(error.getMessage())
                .isEqualTo(status);
        if (retryAfter != null) {
            assertThat(error.retryAfter()).contains(retryAfter);
        }
        assertThat(error.correlationId()).isPresent();
        assertThat(error.getMessage()).doesNotContain("issued-token", "secret", "user-token", "refresh-token");
    }

    @Override
    public String toString() {
        return name;
    }
}
