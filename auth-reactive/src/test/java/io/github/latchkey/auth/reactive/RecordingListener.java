package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AuthenticationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes down what it is told, a line for each event. */
record RecordingListener(List<String> events) implements TokenProviderListener {

    @Override
    public void flightStarted(FlightReason reason) {
        events.add("started " + reason);
    }

    @Override
    public void attemptFailed(FlightReason reason, AuthenticationException failure, Duration delay) {
        events.add("attempt failed " + reason + " " + delay);
    }

    @Override
    public void flightSucceeded(FlightReason reason, Duration duration, Instant expiresAt) {
        events.add("succeeded " + reason);
    }

    @Override
    public void flightFailed(
            FlightReason reason, Duration duration, AuthenticationException failure, Duration backoff) {
        events.add("failed " + reason + " " + failure.errorCode().orElse(0));
    }

    @Override
    public void tokenRejected() {
        events.add("rejected");
    }

    @Override
    public void closed() {
        events.add("closed");
    }
}
