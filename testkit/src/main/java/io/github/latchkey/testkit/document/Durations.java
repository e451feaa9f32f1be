package io.github.latchkey.testkit.document;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations as people do, and as ISO 8601 has it. */
public final class Durations {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text for example {@code 200ms}, {@code 5s}, {@code 10m}, {@code 2h}, {@code 1d} or {@code PT5M}
     * @return the duration, zero or more
     * @throws IllegalArgumentException if it is none, or negative
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text.strip());
        try {
            Duration duration = matcher.matches()
                    ? Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)))
                    : Duration.parse(text.strip());
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (java.time.DateTimeException | ArithmeticException unfit) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration such as 200ms, 5s, 10m, 2h, 1d or PT5M", unfit);
        }
        throw new IllegalArgumentException("the duration '" + text + "' is negative");
    }
}
