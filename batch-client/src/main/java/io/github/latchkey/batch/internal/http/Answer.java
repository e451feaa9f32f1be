package io.github.latchkey.batch.internal.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer.
 *
 * @param status the HTTP status
 * @param headers the headers
 */
public record Answer(int status, HttpHeaders headers) {

    /**
     * Returns a header.
     *
     * @param name its name
     * @return its value, {@code null} if it is absent
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * Returns a header that holds a number.
     *
     * @param name its name
     * @return the number, {@code null} if it is absent or no number of at least zero
     */
    public @Nullable Long number(String name) {
        return digits(headers.get(name));
    }

    /**
     * Returns a header that is percent-encoded.
     *
     * @param name its name
     * @return the text; what is no percent-encoding in it stays as it is; {@code null} if it is absent
     */
    public @Nullable String decoded(String name) {
        String value = headers.get(name);
        return value == null ? null : Uris.decode(value);
    }

    /**
     * Returns a header that holds a date.
     *
     * @param name its name
     * @return the time, {@code null} if it is absent or no date
     */
    public @Nullable Instant date(String name) {
        return HttpDates.parse(headers.get(name));
    }

    /**
     * Returns how long the service wants us to wait.
     *
     * @param clock compared with, where the header holds a date
     * @return the time, at least zero; {@code null} if it did not say
     */
    @Nullable
    Duration retryAfter(Clock clock) {
        String text = headers.get("Retry-After");
        if (text == null) {
            return null;
        }
        Long seconds = digits(text);
        if (seconds != null) {
            return Duration.ofSeconds(seconds);
        }
        Instant at = HttpDates.parse(text);
        if (at == null) {
            return null;
        }
        Duration wait = Duration.between(clock.instant(), at);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Long digits(@Nullable String text) {
        String value = text == null ? "" : text.strip();
        boolean fits = !value.isEmpty() && value.length() < 19; // any 18 digits fit into a long
        return fits && value.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.valueOf(value) : null;
    }
}
