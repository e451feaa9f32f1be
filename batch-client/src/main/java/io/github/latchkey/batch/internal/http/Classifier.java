package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchAuthenticationException;
import io.github.latchkey.batch.BatchConditionNotMetException;
import io.github.latchkey.batch.BatchConflictException;
import io.github.latchkey.batch.BatchInvalidInputException;
import io.github.latchkey.batch.BatchNotFoundException;
import io.github.latchkey.batch.BatchPermissionException;
import io.github.latchkey.batch.BatchQuotaException;
import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.BatchServiceFaultException;
import io.github.latchkey.batch.BatchThrottledException;
import io.github.latchkey.batch.ErrorAnswer;
import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.internal.json.MalformedJsonException;
import io.github.latchkey.batch.internal.json.Secrets;
import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.BatchErrorDetail;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns an answer that says no into a typed error. The body may be the service's error, the error of a gateway in
 * another shape, HTML, plain text, cut off or empty: the status decides, the body adds what it can.
 */
final class Classifier {

    /** How much of an error's body is looked at. */
    static final int MAX_BODY = 64 << 10;

    private static final int MAX_EXCERPT = 200;

    private final Clock clock;

    Classifier(Clock clock) {
        this.clock = clock;
    }

    BatchServiceException classify(Prepared request, Answer answer, byte[] body, int attempts) {
        Secrets secrets = Secrets.of(request.headers().get(HttpHeaderNames.AUTHORIZATION), request.body());
        Said said = read(body, secrets);
        ErrorAnswer error = new ErrorAnswer(
                request.operation().id(),
                request.target(),
                answer.status(),
                said.code,
                said.message,
                said.values,
                answer.header("request-id"),
                request.headers().get("client-request-id"),
                answer.retryAfter(clock),
                attempts);
        if (answer.status() < 500 && isOfSigningIn(said.code)) {
            return new BatchAuthenticationException(error); // also under 400 and 403
        }
        return switch (answer.status()) {
            case 304, 412 -> new BatchConditionNotMetException(error);
            case 401 -> new BatchAuthenticationException(error);
            case 403 -> new BatchPermissionException(error);
            case 404 -> new BatchNotFoundException(error);
            case 409 -> isQuota(said.code) ? new BatchQuotaException(error) : new BatchConflictException(error);
            case 429, 503 -> new BatchThrottledException(error);
            case 408 -> new BatchServiceFaultException(error);
            default ->
                answer.status() >= 400 && answer.status() < 500
                        ? new BatchInvalidInputException(error)
                        : new BatchServiceFaultException(error);
        };
    }

    private static boolean isOfSigningIn(@Nullable String code) {
        return "AuthenticationFailed".equals(code) || "InvalidAuthenticationInfo".equals(code);
    }

    private static boolean isQuota(@Nullable String code) {
        return code != null && code.contains("Quota");
    }

    private static Said read(byte[] body, Secrets secrets) {
        BatchError error = error(body);
        if (error != null) {
            return said(secrets.hide(error));
        }
        return new Said(null, body.length == 0 ? null : excerpt(body, secrets), Map.of());
    }

    /** The service's error, else that of a gateway; {@code null} if the body is neither. */
    private static @Nullable BatchError error(byte[] body) {
        try {
            BatchError error = Json.read(body, BatchError.class);
            if (error == null || error.code() != null) {
                return error;
            }
            Wrapped wrapped = Json.read(body, Wrapped.class);
            BatchError inner = wrapped == null ? null : wrapped.error();
            return inner != null ? inner : error.message() != null ? error : null;
        } catch (MalformedJsonException e) {
            return null; // the beginning of what it is instead goes into the message
        }
    }

    private static Said said(BatchError error) {
        Map<String, String> values = new LinkedHashMap<>();
        if (error.values() != null) {
            for (BatchErrorDetail detail : error.values()) {
                if (detail.key() != null && detail.value() != null) {
                    values.put(detail.key(), detail.value());
                }
            }
        }
        String message = error.message() == null ? null : error.message().value();
        return new Said(error.code(), message, Collections.unmodifiableMap(values));
    }

    private static String excerpt(byte[] body, Secrets secrets) {
        // Hidden before it is cut, so that no part of a secret is left.
        String text = secrets.hide(new String(body, StandardCharsets.UTF_8))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return text.length() > MAX_EXCERPT ? text.substring(0, MAX_EXCERPT) + "..." : text;
    }

    private record Said(@Nullable String code, @Nullable String message, Map<String, String> values) {}

    /** The shape of Azure's management services, which gateways use. */
    private record Wrapped(@Nullable BatchError error) {}
}
