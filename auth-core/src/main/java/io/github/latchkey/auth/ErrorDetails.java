package io.github.latchkey.auth;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What an authorization server said about a failure. Immutable; every part may be absent. Holds no secret. */
public final class ErrorDetails {

    /** Nothing is known: no server answered. */
    public static final ErrorDetails NONE = builder().build();

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final int statusCode;
    private final @Nullable String error;
    private final @Nullable String suberror;
    private final List<Integer> errorCodes;
    private final @Nullable String correlationId;
    private final @Nullable String traceId;
    private final @Nullable Duration retryAfter;
    private final @Nullable String claims;
    private final @Nullable String remedy;

    private ErrorDetails(Builder builder) {
        this.statusCode = builder.statusCode;
        this.error = builder.error;
        this.suberror = builder.suberror;
        this.errorCodes = List.copyOf(builder.errorCodes);
        this.correlationId = builder.correlationId;
        this.traceId = builder.traceId;
        this.retryAfter = builder.retryAfter;
        this.claims = builder.claims;
        this.remedy = builder.remedy;
    }

    /**
     * Starts details in which everything is absent.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder that starts from these details.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.statusCode = statusCode;
        builder.error = error;
        builder.suberror = suberror;
        builder.errorCodes = errorCodes;
        builder.correlationId = correlationId;
        builder.traceId = traceId;
        builder.retryAfter = retryAfter;
        builder.claims = claims;
        builder.remedy = remedy;
        return builder;
    }

    /**
     * Returns the HTTP status.
     *
     * @return the status, empty when no answer arrived
     */
    public OptionalInt statusCode() {
        return statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode);
    }

    /**
     * Returns the OAuth 2.0 error (RFC 6749, section 5.2).
     *
     * @return the error, as {@code invalid_client}
     */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Returns Entra ID's finer word for the error.
     *
     * @return the word, as {@code consent_required}
     */
    public Optional<String> suberror() {
        return Optional.ofNullable(suberror);
    }

    /**
     * Returns the AADSTS numbers.
     *
     * @return the numbers in the order of the answer; may be empty
     */
    public List<Integer> errorCodes() {
        return errorCodes;
    }

    /**
     * Returns the correlation id: ours, or the server's where it chose another.
     *
     * @return the id
     */
    public Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /**
     * Returns the server's trace id.
     *
     * @return the id
     */
    public Optional<String> traceId() {
        return Optional.ofNullable(traceId);
    }

    /**
     * Returns how long the server asked to wait ({@code Retry-After}, RFC 9110, section 10.2.3).
     *
     * @return the time, not negative
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns the claims that a next, interactive request has to carry.
     *
     * @return JSON text
     */
    public Optional<String> claims() {
        return Optional.ofNullable(claims);
    }

    /**
     * Returns what to do next.
     *
     * @return a sentence
     */
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }

    /**
     * Adds to a message what helps a reader: the numbers, the remedy and the ids to quote to support.
     *
     * @param message what was attempted and how it ended, without a full stop
     * @return the whole message
     */
    String appendTo(String message) {
        StringJoiner facts = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (statusCode != 0) {
            facts.add("HTTP " + statusCode);
        }
        errorCodes.forEach(code -> facts.add("AADSTS" + code));
        if (error != null) {
            facts.add(error);
        }
        if (suberror != null) {
            facts.add(suberror);
        }
        if (retryAfter != null) {
            facts.add("retry after " + retryAfter.toSeconds() + " s");
        }
        StringBuilder text = new StringBuilder(message).append(facts).append('.');
        if (remedy != null) {
            text.append(' ').append(remedy);
        }
        if (correlationId != null) {
            text.append(" Correlation id: ").append(correlationId).append('.');
        }
        if (traceId != null) {
            text.append(" Trace id: ").append(traceId).append('.');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return appendTo("ErrorDetails");
    }

    /** Builds {@link ErrorDetails}; what is not set stays absent. Not thread-safe. */
    public static final class Builder {

        private int statusCode;
        private @Nullable String error;
        private @Nullable String suberror;
        private List<Integer> errorCodes = List.of();
        private @Nullable String correlationId;
        private @Nullable String traceId;
        private @Nullable Duration retryAfter;
        private @Nullable String claims;
        private @Nullable String remedy;

        private Builder() {}

        /**
         * Sets the HTTP status.
         *
         * @param statusCode the status, 0 for none
         * @return this builder
         */
        public Builder statusCode(int statusCode) {
            this.statusCode = statusCode;
            return this;
        }

        /**
         * Sets the OAuth 2.0 error.
         *
         * @param error the error
         * @return this builder
         */
        public Builder error(@Nullable String error) {
            this.error = error;
            return this;
        }

        /**
         * Sets Entra ID's finer word.
         *
         * @param suberror the word
         * @return this builder
         */
        public Builder suberror(@Nullable String suberror) {
            this.suberror = suberror;
            return this;
        }

        /**
         * Sets the AADSTS numbers.
         *
         * @param errorCodes the numbers, copied when the details are built
         * @return this builder
         */
        public Builder errorCodes(List<Integer> errorCodes) {
            this.errorCodes = errorCodes;
            return this;
        }

        /**
         * Sets the correlation id.
         *
         * @param correlationId the id
         * @return this builder
         */
        public Builder correlationId(@Nullable String correlationId) {
            this.correlationId = correlationId;
            return this;
        }

        /**
         * Sets the trace id.
         *
         * @param traceId the id
         * @return this builder
         */
        public Builder traceId(@Nullable String traceId) {
            this.traceId = traceId;
            return this;
        }

        /**
         * Sets how long the server asked to wait.
         *
         * @param retryAfter the time; a negative one counts as zero
         * @return this builder
         */
        public Builder retryAfter(@Nullable Duration retryAfter) {
            this.retryAfter = retryAfter != null && retryAfter.isNegative() ? Duration.ZERO : retryAfter;
            return this;
        }

        /**
         * Sets how long the server asked to wait, as its {@code Retry-After} header says it: in seconds or as a date
         * (RFC 9110, section 10.2.3).
         *
         * @param header the header's value, {@code null} for none; one that cannot be read is as good as none, and
         *     nobody is asked to wait for more than a day
         * @param now the time from which a date is counted
         * @return this builder
         */
        public Builder retryAfter(@Nullable String header, Instant now) {
            return retryAfter(header == null ? null : wait(header.strip(), now));
        }

        /**
         * Sets how long the server asked to wait, as {@link #retryAfter(String, Instant)} does, from all headers of its
         * answer.
         *
         * @param headers the headers with their values, {@code null} for none; names in any case
         * @param now the time from which a date is counted
         * @return this builder
         */
        public Builder retryAfterOf(@Nullable Map<String, List<String>> headers, Instant now) {
            return retryAfter(
                    headers == null
                            ? null
                            : headers.entrySet().stream()
                                    .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                                    .flatMap(header -> header.getValue().stream())
                                    .findFirst()
                                    .orElse(null),
                    now);
        }

        private static @Nullable Duration wait(String header, Instant now) {
            try {
                return Duration.ofSeconds(Math.min(Long.parseLong(header), LONGEST_WAIT.toSeconds()));
            } catch (NumberFormatException notSeconds) {
                return waitUntil(header, now);
            }
        }

        private static @Nullable Duration waitUntil(String date, Instant now) {
            try {
                Duration wait = Duration.between(
                        now,
                        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
                return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
            } catch (DateTimeException notDate) {
                return null;
            }
        }

        /**
         * Sets the claims that a next request has to carry.
         *
         * @param claims JSON text
         * @return this builder
         */
        public Builder claims(@Nullable String claims) {
            this.claims = claims;
            return this;
        }

        /**
         * Sets what to do next.
         *
         * @param remedy a sentence
         * @return this builder
         */
        public Builder remedy(@Nullable String remedy) {
            this.remedy = remedy;
            return this;
        }

        /**
         * Builds the details.
         *
         * @return immutable details
         */
        public ErrorDetails build() {
            return new ErrorDetails(this);
        }
    }
}
