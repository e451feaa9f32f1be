package io.github.latchkey.batch;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the service that says no.
 *
 * @param operation the operation, as {@code Job_Get}
 * @param target method and path, without the query
 * @param status the HTTP status
 * @param code the service's code; {@code null} where the body held none, as for HEAD or an answer of a proxy
 * @param message the service's text, or the beginning of a body that is no error of the service; {@code null} for none
 * @param values what the code is about, by name
 * @param requestId the service's id of the request
 * @param clientRequestId the id that this client sent
 * @param retryAfter how long the service wants us to wait
 * @param attempts how often the call was tried
 */
public record ErrorAnswer(
        String operation,
        String target,
        int status,
        @Nullable String code,
        @Nullable String message,
        Map<String, String> values,
        @Nullable String requestId,
        @Nullable String clientRequestId,
        @Nullable Duration retryAfter,
        int attempts)
        implements Serializable {}
