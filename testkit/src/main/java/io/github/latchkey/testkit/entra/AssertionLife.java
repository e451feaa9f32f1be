package io.github.latchkey.testkit.entra;

import java.time.Duration;
import java.time.Instant;

/** Checks when an assertion of a client is valid. */
final class AssertionLife {

    /** How far the client's clock may differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private AssertionLife() {}

    /** Ends the request outside of the time that the assertion names. */
    static void check(Jwt assertion, Instant now) {
        Instant expires = Instant.ofEpochSecond(assertion.claims().path("exp").asLong());
        Instant begins = Instant.ofEpochSecond(assertion.claims().path("nbf").asLong());
        if (!now.isBefore(expires.plus(TOLERANCE)) || now.isBefore(begins.minus(TOLERANCE))) {
            throw new EntraException(Aadsts.ASSERTION_TIME, now, expires);
        }
    }
}
