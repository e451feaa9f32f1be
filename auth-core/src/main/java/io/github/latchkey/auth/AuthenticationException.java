package io.github.latchkey.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Says that no token could be had. The family splits by who must act: {@link TransientAuthenticationException} may go
 * away by itself, {@link PermanentAuthenticationException} will not until somebody changes something.
 *
 * <p>What the authorization server said is at hand as typed values; the message adds what was attempted and what to do.
 * No instance holds a secret or a token.
 */
public abstract class AuthenticationException extends RuntimeException {

    private final transient @Nullable ErrorDetails details;
    private final String said;

    AuthenticationException(String message, ErrorDetails details, @Nullable Throwable cause) {
        // One instance reaches every waiter of a flight. Suppression is off because reactive operators add one
        // suppressed exception for each subscriber, which would make an instance that is held grow.
        super(details.appendTo(message), cause, false, true);
        this.details = details;
        this.said = message;
    }

    /**
     * Returns this error with what came before it, for whoever tries several ways.
     *
     * @param before sentences, without secrets, that stand before the message
     * @return an error of the same kind (transient, permanent, a person is needed) with the same details; this one is
     *     its cause
     */
    public final AuthenticationException after(String before) {
        String message = before + " " + said;
        if (this instanceof InteractionRequiredException) {
            return new InteractionRequiredException(message, details(), this);
        }
        return isTransient()
                ? new TransientAuthenticationException(message, details(), this)
                : new PermanentAuthenticationException(message, details(), this);
    }

    /**
     * Tells whether the same call may work later without anybody changing anything.
     *
     * @return {@code true} for outages, throttling and time-outs
     */
    public abstract boolean isTransient();

    /**
     * Returns everything the authorization server said.
     *
     * @return the details, never {@code null}; all empty when no server answered
     */
    public ErrorDetails details() {
        return details == null ? ErrorDetails.NONE : details; // null only after Java deserialization
    }

    /**
     * Returns the OAuth 2.0 error, as {@code invalid_client} (RFC 6749, section 5.2).
     *
     * @return the error, empty when the answer named none
     */
    public Optional<String> error() {
        return details().error();
    }

    /**
     * Returns the Entra ID error number, as 7000215 of AADSTS7000215: the first where there are several.
     *
     * @return the number, empty when the answer named none
     */
    public OptionalInt errorCode() {
        List<Integer> codes = details().errorCodes();
        return codes.isEmpty() ? OptionalInt.empty() : OptionalInt.of(codes.get(0));
    }

    /**
     * Returns the correlation id, by which Microsoft's support and the sign-in log find the request.
     *
     * @return the id, empty when no request was made
     */
    public Optional<String> correlationId() {
        return details().correlationId();
    }

    /**
     * Returns the server's trace id.
     *
     * @return the id, empty when the answer named none
     */
    public Optional<String> traceId() {
        return details().traceId();
    }

    /**
     * Returns how long the server asked to wait.
     *
     * @return the time, empty when it did not ask
     */
    public Optional<Duration> retryAfter() {
        return details().retryAfter();
    }

    /**
     * Returns the claims that a next, interactive request has to carry, as JSON text.
     *
     * @return the claims, empty when there are none
     */
    public Optional<String> claims() {
        return details().claims();
    }

    /**
     * Returns what to do next.
     *
     * @return a sentence, empty when there is nothing to add to the message
     */
    public Optional<String> remedy() {
        return details().remedy();
    }
}
