package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

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

    /** Returns what an answer holds, or throws what it means. */
    private IssuedToken token(int status, HttpHeaders headers, byte[] body, TokenRequest asked) {
        if (status == 200) {
            return success(headers, body, asked);
        }
        ErrorDetails.Builder details = details().statusCode(status);
        TokenAnswer answer = readError(body);
        if (answer != null) {
            details.error(answer.error)
                    .suberror(answer.suberror)
                    .errorCodes(answer.errorCodes)
                    .traceId(answer.traceId)
                    .claims(answer.claims);
        }
        Duration retryAfter = retryAfter(headers);
        if (peer.isTransient(status, answer)) {
            throw new TransientAuthenticationException(
                    attempt + (status == 429 ? " was throttled" : " failed for the moment"),
                    details.retryAfter(retryAfter != null ? retryAfter : peer.leastPause(status))
                            .build(),
                    null);
        }
        details.retryAfter(retryAfter);
        if (answer == null || (answer.error == null && answer.errorDescription == null)) {
            throw new PermanentAuthenticationException(
                    attempt + " got an answer that " + peer.article() + " does not give",
                    details.remedy(peer.whereToLook()).build(),
                    null);
        }
        throw peer.refusal(attempt, status, answer, details);
    }

    private IssuedToken success(HttpHeaders headers, byte[] body, TokenRequest request) {
        TokenAnswer answer;
        try {
            answer = TokenAnswer.read(body);
        } catch (IOException e) {
            throw new TransientAuthenticationException(
                    attempt + " got an answer that cannot be read: " + e.getMessage() + " (content type "
                            + headers.get(HttpHeaderNames.CONTENT_TYPE, "absent") + ")",
                    details().statusCode(200).build(),
                    null);
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

    private PermanentAuthenticationException incomplete(String what) {
        return new PermanentAuthenticationException(
                attempt + " got an answer that is not a usable token: " + what,
                details().statusCode(200).remedy(peer.whereToLook()).build(),
                null);
    }

    /** Returns the typed error for what went wrong on the way. */
    AuthenticationException failure(Throwable error) {
        if (error instanceof AuthenticationException known) {
            return known;
        }
        if (error instanceof BoundedBody.TooLargeException) {
            return new PermanentAuthenticationException(
                    attempt + " got an answer that is too large for a token",
                    details()
                            .remedy("Check whether a proxy or firewall answers in its place.")
                            .build(),
                    error);
        }
        if (error instanceof TimeoutException) {
            return new TransientAuthenticationException(
                    attempt + " got no answer in time", details().build(), error);
        }
        if (isCertificateProblem(error)) {
            return new PermanentAuthenticationException(
                    attempt + " was not sent, because the server's certificate is not trusted",
                    details()
                            .remedy("Trust its certificate authority in the HttpClient, or check who answers there.")
                            .build(),
                    error);
        }
        if (error instanceof UnknownHostException) {
            return new TransientAuthenticationException(
                    attempt + " failed, because the host name is unknown",
                    details().remedy("Check the authority host and DNS.").build(),
                    error);
        }
        if (error instanceof IOException) {
            return new TransientAuthenticationException(
                    attempt + " did not get through: " + error.getClass().getSimpleName(),
                    details()
                            .remedy("Check the network between here and there.")
                            .build(),
                    error);
        }
        return new PermanentAuthenticationException(
                attempt + " failed unexpectedly: " + error.getClass().getSimpleName(),
                details().build(),
                error);
    }

    private static boolean isCertificateProblem(Throwable error) {
        if (!(error instanceof SSLException)) {
            return false;
        }
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof java.security.cert.CertPathBuilderException
                    || cause instanceof java.security.cert.CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    private ErrorDetails.Builder details() {
        return ErrorDetails.builder().correlationId(correlationId);
    }

    private static @Nullable TokenAnswer readError(byte[] body) {
        try {
            return TokenAnswer.read(body);
        } catch (IOException e) {
            return null; // plain text or HTML: the status has to do
        }
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String value = headers.get(HttpHeaderNames.RETRY_AFTER);
        if (value == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(
                    Math.min(Long.parseLong(value.strip()), Duration.ofDays(1).toSeconds()));
        } catch (NumberFormatException notSeconds) {
            return untilDate(value.strip());
        }
    }

    private @Nullable Duration untilDate(String value) {
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(clock.instant(), until);
        } catch (DateTimeException notDate) {
            return null; // a header that cannot be read is as good as none
        }
    }

    private static Set<String> split(String scope) {
        return new LinkedHashSet<>(List.of(scope.strip().split(" +")));
    }
}
