package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One request to a token endpoint and what came of it: decides by status and headers first, since a 429 is plain text and a
 * 503 may be HTML, and turns everything that is not a token into one typed error.
 */
final class Exchange {

    private final Peer peer;
    private final String attempt;
    private final String correlationId;
    private final Instant sentAt;
    private final Clock clock;

    /**
     * Describes an exchange that begins.
     *
     * @param peer who is asked
     * @param attempt what is attempted, for messages
     * @param correlationId the id that was sent
     * @param sentAt when it was sent: a token's life is counted from here, so that a slow answer does not lengthen it
     * @param clock the time, for {@code Retry-After} dates
     */
    Exchange(Peer peer, String attempt, String correlationId, Instant sentAt, Clock clock) {
        this.peer = peer;
        this.attempt = attempt;
        this.correlationId = correlationId;
        this.sentAt = sentAt;
        this.clock = clock;
    }

    /**
     * Sends the request and receives its answer.
     *
     * @param request the HTTP request, ready to be sent
     * @param timeout how long it may take, connecting included
     * @param asked what is asked for
     * @return emits what was issued or an {@link AuthenticationException}; sends one request for each subscription
     */
    Mono<IssuedToken> receive(HttpClient.ResponseReceiver<?> request, Duration timeout, TokenRequest asked) {
        return request.response((response, body) -> BoundedBody.collect(body)
                        .map(bytes -> token(response.status().code(), response.responseHeaders(), bytes, asked)))
                .single()
                .timeout(timeout)
                .onErrorMap(this::failure);
    }

    /**
     * Sends a request whose answer is to be a challenge.
     *
     * @param request the HTTP request, ready to be sent
     * @param timeout how long it may take, connecting included
     * @return emits the answer when it has the status 401, or 200 without having been challenged, else an
     *     {@link AuthenticationException}; sends one request for each subscription
     */
    Mono<HttpClientResponse> challenge(HttpClient.ResponseReceiver<?> request, Duration timeout) {
        return request.response((response, body) -> BoundedBody.collect(body).map(bytes -> {
                    int status = response.status().code();
                    if (status != 401 && status != 200) {
                        throw error(status, response.responseHeaders(), bytes);
                    }
                    return response;
                }))
                .single()
                .timeout(timeout)
                .onErrorMap(this::failure);
    }

    /** Returns what an answer holds, or throws what it means. */
    private IssuedToken token(int status, HttpHeaders headers, byte[] body, TokenRequest asked) {
        if (status == 200) {
            return success(headers, body, asked);
        }
        throw error(status, headers, body);
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
        Instant expiresAt = expiresAt(answer);
        try {
            AccessToken.Builder token = AccessToken.builder(answer.accessToken, sentAt, expiresAt)
                    .scopes(answer.scope == null || answer.scope.isBlank() ? request.scopes() : split(answer.scope));
            if (answer.refreshIn > 0) {
                token.refreshAt(sentAt.plusSeconds(answer.refreshIn));
            }
            return new IssuedToken(token.build(), answer.refreshToken);
        } catch (InvalidOptionException e) {
            throw incomplete(
                    e.option().equals("expiresAt") ? "the token has expired already" : "its access_token is malformed");
        }
    }

    private Instant expiresAt(TokenAnswer answer) {
        // What is counted from now does not depend on two clocks being equal.
        if (answer.expiresIn >= 0) {
            return sentAt.plusSeconds(
                    Math.min(answer.expiresIn, Duration.ofDays(366).toSeconds()));
        }
        if (answer.expiresOn >= 0) {
            return Instant.ofEpochSecond(answer.expiresOn);
        }
        throw incomplete("it says neither expires_in nor expires_on");
    }

    private AuthenticationException incomplete(String flaw) {
        return peer.unusable(attempt, details(200).build(), flaw);
    }

    /** Returns the typed error for what went wrong on the way. */
    private AuthenticationException failure(Throwable error) {
        ErrorDetails details = details(0).build();
        return error instanceof BoundedBody.TooLargeException
                ? EntraErrors.tooLarge(attempt, details)
                : EntraErrors.unanswered(attempt, details, error);
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
