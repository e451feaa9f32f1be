package io.github.latchkey.batch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The service answered, and the answer is no. The subclasses say what the caller can do; the service's own words are at
 * hand as typed values.
 */
public abstract sealed class BatchServiceException extends BatchException
        permits BatchNotFoundException,
                BatchConflictException,
                BatchConditionNotMetException,
                BatchQuotaException,
                BatchThrottledException,
                BatchPermissionException,
                BatchAuthenticationException,
                BatchInvalidInputException,
                BatchServiceFaultException {

    private static final long serialVersionUID = 1L;

    private final ErrorAnswer answer;

    BatchServiceException(ErrorAnswer answer) {
        super(describe(answer), null);
        this.answer = answer;
    }

    /**
     * Returns the operation that was called.
     *
     * @return the service's name of it, as {@code Job_Get}
     */
    public String operation() {
        return answer.operation();
    }

    /**
     * Returns the HTTP status.
     *
     * @return the number
     */
    public int status() {
        return answer.status();
    }

    /**
     * Returns the service's code, as {@code JobNotFound}.
     *
     * @return the code, empty where the answer held none
     */
    public Optional<String> code() {
        return Optional.ofNullable(answer.code());
    }

    /**
     * Returns the service's text. It ends with the request id and the time, so it is for people, not for comparing.
     *
     * @return the text, empty where the answer held none
     */
    public Optional<String> serviceMessage() {
        return Optional.ofNullable(answer.message());
    }

    /**
     * Returns what the code is about, as {@code QueryParameterName} and its value.
     *
     * @return an unmodifiable map in the service's order
     */
    public Map<String, String> values() {
        return answer.values();
    }

    /**
     * Returns the service's id of the request, which support asks for.
     *
     * @return the id, empty where the answer held none
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(answer.requestId());
    }

    /**
     * Returns the id that this client sent.
     *
     * @return the {@code client-request-id}
     */
    public Optional<String> clientRequestId() {
        return Optional.ofNullable(answer.clientRequestId());
    }

    /**
     * Returns how long the service asked to wait.
     *
     * @return the time, empty where it did not ask
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(answer.retryAfter());
    }

    @Override
    public boolean isTransient() {
        int status = answer.status();
        return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
    }

    @Override
    public boolean mayHaveActed() {
        return switch (answer.status()) {
            // The service itself says by them that it did not even begin. Something in front of it may say them when it
            // has lost the service's answer; it has no code of the service, or not the id that the service gives every
            // request.
            case 408, 429, 503 -> answer.code() == null || answer.requestId() == null;
            default -> answer.status() >= 500;
        };
    }

    private static String describe(ErrorAnswer answer) {
        StringBuilder text = new StringBuilder(160)
                .append(answer.operation())
                .append(" (")
                .append(answer.target())
                .append(") was answered with ")
                .append(answer.status());
        if (answer.code() != null) {
            text.append(' ').append(answer.code());
        }
        if (answer.attempts() > 1) {
            text.append(" at attempt ").append(answer.attempts());
        }
        if (answer.message() != null) {
            text.append(": ").append(answer.message().lines().findFirst().orElse(""));
        }
        if (!answer.values().isEmpty()) {
            text.append(' ').append(answer.values());
        }
        return text.append(" [request-id ")
                .append(answer.requestId())
                .append(", client-request-id ")
                .append(answer.clientRequestId())
                .append(']')
                .toString();
    }
}
