package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

/**
 * One request to a token endpoint and what came of it: decides by status and headers first, since a 429 is plain text
 * and a 503 may be HTML, and turns everything that is not a token into one typed error.
 */
final class Exchange {

    private final Peer peer;
    private final String attempt;
    private final String correlationId;
    private final TimeLimits limits;
    private final Clock clock;
    /** A token's life is counted from here, so that a slow answer does not lengthen it. */
    private volatile @Nullable Instant sentAt;

    /**
     * Describes an exchange that begins.
     *
     * @param peer who is asked
     * @param attempt what is attempted, for messages
     * @param correlationId the id that is sent
     * @param limits how long a request may wait for its connection, and then for its answer
     * @param clock the time, for a token's life and {@code Retry-After} dates
     */
    Exchange(Peer peer, String attempt, String correlationId, TimeLimits limits, Clock clock) {
        this.peer = peer;
        this.attempt = attempt;
        this.correlationId = correlationId;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Sends a request and receives its answer.
     *
     * @param http the client
     * @param request makes the HTTP request, ready to be sent
     * @param asked what is asked for
     * @return emits what was issued or an {@link AuthenticationException}; sends one request for each subscription
     */
    Mono<IssuedToken> receive(
            HttpClient http, Function<HttpClient, HttpClient.ResponseReceiver<?>> request, TokenRequest asked) {
        return send(http, request, (response, body) -> {
            int status = response.status().code();
            if (status != 200) {
                throw error(status, response.responseHeaders(), body);
            }
            return success(response.responseHeaders(), body, asked);
        });
    }

    /**
     * Sends a request whose answer is to be a challenge.
     *
     * @param http the client
     * @param request makes the HTTP request, ready to be sent
     * @return emits the answer when it has the status 401, or 200 without having been challenged, else an
     *     {@link AuthenticationException}; sends one request for each subscription
     */
    Mono<HttpClientResponse> challenge(HttpClient http, Function<HttpClient, HttpClient.ResponseReceiver<?>> request) {
        return send(http, request, (response, body) -> {
            int status = response.status().code();
            if (status != 401 && status != 200) {
                throw error(status, response.responseHeaders(), body);
            }
            return response;
        });
    }

    private <T> Mono<T> send(
            HttpClient http,
            Function<HttpClient, HttpClient.ResponseReceiver<?>> request,
            BiFunction<HttpClientResponse, byte[], T> answer) {
        return limits.limit(begin -> {
                    sentAt = null;
                    HttpClient connected = http.doOnRequest((sent, connection) -> {
                        sentAt = clock.instant();
                        begin.run();
                    });
                    return request.apply(connected)
                            .response((response, body) ->
                                    BoundedBody.collect(body).map(bytes -> answer.apply(response, bytes)))
                            .single();
                })
                .onErrorMap(this::failure);
    }

    private AuthenticationException error(int status, HttpHeaders headers, byte[] body) {
        ErrorDetails.Builder details =
                details(status).retryAfter(headers.get(HttpHeaderNames.RETRY_AFTER), clock.instant());
        TokenAnswer answer = readError(body);
        if (answer != null) {
            details.error(answer.error)
                    .suberror(answer.suberror)
                    .errorCodes(answer.errorCodes)
                    .traceId(answer.traceId)
                    .claims(answer.claims);
            if (answer.correlationId != null && !answer.correlationId.isBlank()) {
                details.correlationId(answer.correlationId);
            }
        }
        return peer.error(attempt, details.build(), answer == null ? null : answer.errorDescription);
    }

    private IssuedToken success(HttpHeaders headers, byte[] body, TokenRequest request) {
        TokenAnswer answer;
        try {
            answer = TokenAnswer.read(body);
        } catch (IOException e) {
            throw EntraErrors.unreadable(
                    attempt,
                    details(200).build(),
                    e.getMessage() + " (content type " + headers.get(HttpHeaderNames.CONTENT_TYPE, "absent") + ")");
        }
        if (answer.accessToken == null) {
            throw incomplete("it holds no access_token");
        }
        if (answer.tokenType != null && !"Bearer".equalsIgnoreCase(answer.tokenType)) {
            throw incomplete("its token_type is not Bearer");
        }
        Instant sent = Objects.requireNonNull(sentAt, "an answer follows a request");
        Instant expiresAt = expiresAt(answer, sent);
        try {
            AccessToken.Builder token = AccessToken.builder(answer.accessToken, sent, expiresAt)
                    .scopes(answer.scope == null || answer.scope.isBlank() ? request.scopes() : split(answer.scope));
            if (answer.refreshIn > 0) {
                token.refreshAt(later(sent, answer.refreshIn));
            }
            return new IssuedToken(token.build(), answer.refreshToken);
        } catch (InvalidOptionException e) {
            throw incomplete(
                    e.option().equals("expiresAt") ? "the token has expired already" : "its access_token is malformed");
        }
    }

    private Instant expiresAt(TokenAnswer answer, Instant sent) {
        if (answer.expiresIn < 0 && answer.expiresOn < 0) {
            throw incomplete("it says neither expires_in nor expires_on");
        }
        Instant counted = answer.expiresIn < 0 ? Instant.MAX : later(sent, answer.expiresIn);
        Instant named = answer.expiresOn < 0
                ? Instant.MAX
                : Instant.ofEpochSecond(Math.min(answer.expiresOn, Instant.MAX.getEpochSecond()));
        // What is counted from now does not depend on two clocks being equal; but who keeps tokens may count from when
        // it got them.
        boolean counts = answer.expiresIn >= 0 && !peer.keepsTokens();
        return counts || counted.isBefore(named) ? counted : named;
    }

    private static Instant later(Instant sent, long seconds) {
        return sent.plusSeconds(Math.min(seconds, Duration.ofDays(366).toSeconds()));
    }

    private AuthenticationException incomplete(String flaw) {
        return peer.unusable(attempt, details(200).build(), flaw);
    }

    /** Returns the typed error for what went wrong on the way. */
    private AuthenticationException failure(Throwable error) {
        ErrorDetails details = details(0).build();
        if (sentAt == null && isNoTurn(error)) {
            return new TransientAuthenticationException(
                    attempt + " got no connection: the pool had none free for it in time",
                    details.toBuilder()
                            .remedy(
                                    "Give the HttpClient more connections and a longer queue, or a longer queueTimeout.")
                            .build(),
                    error);
        }
        if (error instanceof BoundedBody.TooLargeException) {
            return EntraErrors.tooLarge(attempt, details);
        }
        // A responseTimeout of the given client, if it is shorter than ours, is Netty's kind of time-out and not the
        // JDK's.
        boolean tooSlow = error instanceof io.netty.handler.timeout.TimeoutException;
        return EntraErrors.unanswered(
                attempt, details, tooSlow ? new TimeoutException(error.toString()).initCause(error) : error);
    }

    /** The pool's own errors; those for a wait that was too long are time-outs. */
    private static boolean isNoTurn(Throwable error) {
        return error instanceof TimeoutException
                || error instanceof RejectedExecutionException
                || error instanceof PoolAcquirePendingLimitException;
    }

    private ErrorDetails.Builder details(int status) {
        return ErrorDetails.builder().statusCode(status).correlationId(correlationId);
    }

    private static @Nullable TokenAnswer readError(byte[] body) {
        try {
            return TokenAnswer.read(body);
        } catch (IOException e) {
            return null; // plain text or HTML: the status has to do
        }
    }

    private static Set<String> split(String scope) {
        return new LinkedHashSet<>(List.of(scope.strip().split(" +")));
    }
}
