package io.github.latchkey.batch.internal.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the service's durations: ISO 8601 with days, in steps of 100 ns. "No limit" is the largest .NET time
 * span, {@code P10675199DT2H48M5.4775807S}; it fits a {@link Duration} but not its {@code toNanos()}. Years and months,
 * which the service accepts, count 365 and 30 days as they do there.
 */
final class Durations {

    private static final Pattern SHAPE = Pattern.compile("(-)?P(?:(\\d{1,9})Y)?(?:(\\d{1,9})M)?(?:(\\d{1,12})D)?"
            + "(?:T(?:(\\d{1,12})H)?(?:(\\d{1,12})M)?(?:(\\d{1,12}(?:\\.\\d{1,9})?)S)?)?");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text the text
     * @return the duration, {@code null} if the text is none
     */
    static @Nullable Duration parse(String text) {
        Matcher m = SHAPE.matcher(text);
        if (!m.matches() || text.endsWith("P") || text.endsWith("T")) {
            return null;
        }
        Duration duration = Duration.ofDays(number(m.group(2)) * 365 + number(m.group(3)) * 30 + number(m.group(4)))
                .plusHours(number(m.group(5)))
                .plusMinutes(number(m.group(6)));
        if (m.group(7) != null) {
            BigDecimal seconds = new BigDecimal(m.group(7));
            long whole = seconds.longValue();
            duration = duration.plusSeconds(whole)
                    .plusNanos(seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(9)
                            .longValue());
        }
        return m.group(1) == null ? duration : duration.negated();
    }

    /**
     * Writes a duration.
     *
     * @param duration what to write; less than 100 ns are cut off
     * @return the text, {@code PT0S} for none
     */
    static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        StringBuilder text = new StringBuilder(24).append('P');
        append(text, duration.toDays(), 'D');
        int ticks = duration.getNano() / 100;
        if (duration.getSeconds() % 86_400 != 0 || ticks != 0 || text.length() == 1) {
            text.append('T');
            append(text, duration.toHoursPart(), 'H');
            append(text, duration.toMinutesPart(), 'M');
            int seconds = duration.toSecondsPart();
            if (seconds != 0 || ticks != 0 || text.length() == 2) {
                text.append(BigDecimal.valueOf(seconds * 10_000_000L + ticks, 7)
                                .stripTrailingZeros()
                                .toPlainString())
                        .append('S');
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long value, char unit) {
        if (value != 0) {
            text.append(value).append(unit);
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
