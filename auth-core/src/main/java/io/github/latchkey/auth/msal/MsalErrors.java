package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalException;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MSAL4J's errors in our family. */
final class MsalErrors {

    private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,9})");
    private static final Pattern TRACE = Pattern.compile("Trace ID: ([0-9a-fA-F-]{36})");
    private static final Pattern TRAILER =
            Pattern.compile("[\\s.]*(?:Trace ID:|Http request returned|\\r|\\n).*$", Pattern.DOTALL);
    private static final Set<String> TRANSIENT_ERRORS = Set.of("temporarily_unavailable", "server_error");
    private static final Set<String> PERSON_GAVE_UP =
            Set.of("access_denied", "authorization_declined", "expired_token", AuthenticationErrorCode.CODE_EXPIRED);

    private MsalErrors() {}

    static Throwable typed(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException known) {
                return known;
            }
        }
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CancellationException cancelled) {
            return cancelled;
        }
        if (cause instanceof MsalThrottlingException throttled) {
            return new TransientAuthenticationException(
                    "MSAL4J holds back requests after Entra ID throttled them",
                    ErrorDetails.builder()
                            .retryAfter(Duration.ofMillis(throttled.retryInMs()))
                            .build(),
                    throttled);
        }
        if (cause instanceof MsalServiceException service) {
            return service(service);
        }
        if (cause instanceof MsalClientException client) {
            return client(client);
        }
        if (cause instanceof InvalidOptionException invalid) {
            return new PermanentAuthenticationException(
                    "The credential cannot be used",
                    ErrorDetails.builder().remedy(invalid.getMessage()).build(),
                    invalid);
        }
        return other(cause);
    }

    private static AuthenticationException service(MsalServiceException e) {
        ErrorDetails details = details(e)
                .statusCode(e.statusCode() == null ? 0 : e.statusCode())
                .correlationId(e.correlationId())
                .claims(e.claims() == null || e.claims().isBlank() ? null : e.claims())
                .retryAfter(retryAfter(e.headers(), Clock.systemUTC()))
                .build();
        int status = details.statusCode().orElse(0);
        if (status == 429 || status == 408 || status >= 500 || TRANSIENT_ERRORS.contains(word(e))) {
            return new TransientAuthenticationException("Sign-in failed for the moment", details, e);
        }
        String message = "Sign-in was refused: " + sentence(e);
        return e instanceof MsalInteractionRequiredException || PERSON_GAVE_UP.contains(word(e))
                ? new InteractionRequiredException(message, details, e)
                : new PermanentAuthenticationException(message, details, e);
    }

    private static AuthenticationException client(MsalClientException e) {
        if (PERSON_GAVE_UP.contains(word(e))) {
            return new InteractionRequiredException(
                    "The person did not sign in: " + sentence(e), details(e).build(), e);
        }
        Throwable cause = e.getCause();
        boolean passes = cause instanceof IOException
                || cause instanceof TimeoutException
                || word(e).equals(AuthenticationErrorCode.INVALID_JSON)
                || word(e).equals(AuthenticationErrorCode.HTTP_TIMEOUT);
        return passes
                ? new TransientAuthenticationException(
                        "Sign-in did not get through", details(e).build(), e)
                : new PermanentAuthenticationException(
                        "Sign-in failed: " + sentence(e), details(e).build(), e);
    }

    private static AuthenticationException other(@Nullable Throwable cause) {
        String name = cause == null ? "no reason" : cause.getClass().getSimpleName();
        return cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof RejectedExecutionException
                ? new TransientAuthenticationException("Sign-in did not get through: " + name, ErrorDetails.NONE, cause)
                : new PermanentAuthenticationException(
                        "Sign-in failed unexpectedly: " + name, ErrorDetails.NONE, cause);
    }

    private static ErrorDetails.Builder details(MsalException e) {
        String message = String.valueOf(e.getMessage());
        Matcher trace = TRACE.matcher(message);
        return ErrorDetails.builder()
                .error(e.errorCode())
                .errorCodes(codes(message))
                .traceId(trace.find() ? trace.group(1) : null);
    }

    static List<Integer> codes(String text) {
        Matcher code = CODE.matcher(text);
        return code.find() ? List.of(Integer.valueOf(code.group(1))) : List.of();
    }

    private static String word(MsalException e) {
        return e.errorCode() == null ? "" : e.errorCode();
    }

    private static String sentence(MsalException e) {
        String text = TRAILER.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    static @Nullable Duration retryAfter(@Nullable Map<String, List<String>> headers, Clock clock) {
        if (headers == null) {
            return null;
        }
        String value = headers.entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .orElse("")
                .strip();
        try {
            return value.chars().allMatch(Character::isDigit) && !value.isEmpty()
                    ? Duration.ofSeconds(
                            Math.min(Long.parseLong(value), Duration.ofDays(1).toSeconds()))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return null; // a header that cannot be read is as good as none
        }
    }
}
