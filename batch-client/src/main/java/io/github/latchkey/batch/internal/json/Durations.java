package io.github.latchkey.batch.internal.json;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the service's durations: ISO 8601 with days, in steps of 100 ns. "No limit" is the largest .NET time
 * span, {@code P10675199DT2H48M5.4775807S}; it fits a {@link Duration} but not its {@code toNanos()}. Years and months,
 * which the service accepts, count 365 and 30 days as they do there. Nearly every job and task carries one, so they are
 * read digit by digit and not with a regular expression.
 */
final class Durations {

    private static final String UNITS = "YMDHMS";
    private static final int FIRST_OF_TIME = 3; // the units from here on stand after a T
    private static final long[] SECONDS = {365 * 86_400L, 30 * 86_400L, 86_400, 3_600, 60, 1};
    private static final int[] MOST_DIGITS = {9, 9, 12, 12, 12, 12}; // so that no sum overflows
    private static final int MOST_FRACTION_DIGITS = 9;

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text holds the text
     * @param offset where it starts
     * @param length how long it is
     * @return the duration, {@code null} if the text is none
     */
    static @Nullable Duration parse(char[] text, int offset, int length) {
        int end = offset + length;
        int at = offset;
        boolean negative = at < end && text[at] == '-';
        if (negative) {
            at++;
        }
        if (end - at < 2 || text[at++] != 'P') {
            return null;
        }
        long seconds = 0;
        int nanos = 0;
        int unit = 0; // the first one that may still come
        int limit = FIRST_OF_TIME;
        while (at < end) {
            if (text[at] == 'T' && limit == FIRST_OF_TIME) {
                unit = FIRST_OF_TIME;
                limit = UNITS.length();
                at++;
            }
            int first = at;
            long value = 0;
            while (at < end && isDigit(text[at])) {
                value = value * 10 + (text[at++] - '0');
            }
            int digits = at - first;
            boolean fraction = at < end && text[at] == '.';
            if (fraction) {
                int firstOfFraction = ++at;
                int scale = 100_000_000;
                while (at < end && isDigit(text[at])) {
                    nanos += (text[at++] - '0') * scale;
                    scale /= 10;
                }
                if (at == firstOfFraction || at - firstOfFraction > MOST_FRACTION_DIGITS) {
                    return null;
                }
            }
            int found = at == end ? -1 : UNITS.indexOf(text[at++], unit);
            if (digits == 0
                    || found < 0
                    || found >= limit
                    || digits > MOST_DIGITS[found]
                    || (fraction && found < UNITS.length() - 1)) {
                return null;
            }
            seconds += value * SECONDS[found];
            unit = found + 1;
        }
        Duration duration = Duration.ofSeconds(seconds, nanos);
        return negative ? duration.negated() : duration;
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

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
