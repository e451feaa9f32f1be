package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.http.Answers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as the service counts them: units of 100 nanoseconds since 1970, zero for "never". */
final class Ticks {

    static final long PER_SECOND = 10_000_000;
    static final long NEVER = 0;

    /** RFC 1123 as HTTP wants it, with a two-digit day. */
    private static final DateTimeFormatter HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private static final DateTimeFormatter RFC_850 =
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US);

    private Ticks() {}

    static long of(Instant instant) {
        return instant.getEpochSecond() * PER_SECOND + instant.getNano() / 100;
    }

    static long of(Duration duration) {
        return duration.getSeconds() * PER_SECOND + duration.getNano() / 100;
    }

    static Instant instant(long ticks) {
        return Instant.ofEpochSecond(Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * 100);
    }

    /** Writes a time as the service does: up to seven digits of a second, none at the end that is zero. */
    static String text(long ticks) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(ticks, PER_SECOND), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(28);
        digits(text, time.getYear(), 4).append('-');
        digits(text, time.getMonthValue(), 2).append('-');
        digits(text, time.getDayOfMonth(), 2).append('T');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2);
        int fraction = (int) Math.floorMod(ticks, PER_SECOND);
        if (fraction != 0) {
            digits(text.append('.'), fraction, 7);
            int end = text.length();
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            text.setLength(end);
        }
        return text.append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int width) {
        int unit = 1;
        for (int i = 1; i < width; i++) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }

    /** Writes a time as a header does, in whole seconds. */
    static String header(long ticks) {
        return Answers.httpDate(instant(ticks));
    }

    /** Reads a time of a header, or answers {@code null} when the text is none. */
    static @Nullable Long parseHeader(String text) {
        for (DateTimeFormatter format : new DateTimeFormatter[] {HTTP, RFC_850}) {
            try {
                return of(LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException otherFormat) {
                // The next format may fit.
            }
        }
        return null;
    }
}
