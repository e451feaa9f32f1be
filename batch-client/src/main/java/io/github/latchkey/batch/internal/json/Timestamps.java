package io.github.latchkey.batch.internal.json;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the service's timestamps: UTC, zero to seven fraction digits (nine are read). A page of jobs holds
 * hundreds of them, and {@code DateTimeFormatter} would be half the cost of the page; this reads the digits in place.
 */
final class Timestamps {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final long DAYS_TO_EPOCH = 719_528; // from year 0 of the proleptic Gregorian calendar to 1970
    private static final int DAYS_PER_CYCLE = 146_097;
    private static final int[] MONTH_LENGTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int MIN_LENGTH = "0001-01-01T00:00:00".length();

    private Timestamps() {}

    /**
     * Reads a timestamp.
     *
     * @param text holds the text
     * @param offset where it starts
     * @param length how long it is
     * @return the instant, {@code null} if the text is no UTC timestamp
     */
    static @Nullable Instant parse(char[] text, int offset, int length) {
        if (length < MIN_LENGTH
                || text[offset + 4] != '-'
                || text[offset + 7] != '-'
                || (text[offset + 10] | 0x20) != 't'
                || text[offset + 13] != ':'
                || text[offset + 16] != ':') {
            return null;
        }
        int year = digits(text, offset, 4);
        int month = digits(text, offset + 5, 2);
        int day = digits(text, offset + 8, 2);
        int hour = digits(text, offset + 11, 2);
        int minute = digits(text, offset + 14, 2);
        int second = digits(text, offset + 17, 2);
        if ((year | month | day | hour | minute | second) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > lengthOfMonth(year, month)
                || hour > 23
                || minute > 59
                || second > 59) {
            return null;
        }
        int at = offset + MIN_LENGTH;
        int end = offset + length;
        int nanos = 0;
        if (at < end && text[at] == '.') {
            int first = ++at;
            int scale = 100_000_000;
            while (at < end && text[at] >= '0' && text[at] <= '9' && scale > 0) {
                nanos += (text[at++] - '0') * scale;
                scale /= 10;
            }
            if (at == first) {
                return null;
            }
        }
        if (!isUtc(text, at, end)) {
            return null;
        }
        long days = daysFromYearZero(year, month, day) - DAYS_TO_EPOCH;
        return Instant.ofEpochSecond(days * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second, nanos);
    }

    /**
     * Writes a timestamp with as many fraction digits as it needs, at most seven: the service counts in 100 ns.
     *
     * @param instant a time in the years 1 to 9999
     * @return the text
     * @throws DateTimeException if the year has not four digits
     */
    static String format(Instant instant) {
        long epochSecond = instant.getEpochSecond();
        long days = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        int secondOfDay = Math.floorMod(epochSecond, SECONDS_PER_DAY);
        // Civil date from days, counting years from March so that the leap day comes last.
        long shifted = days + DAYS_TO_EPOCH - 60;
        long cycle = Math.floorDiv(shifted, DAYS_PER_CYCLE);
        int dayOfCycle = Math.floorMod(shifted, DAYS_PER_CYCLE);
        int yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0);
        if (year < 1 || year > 9999) {
            throw new DateTimeException("The service knows the years 1 to 9999, not " + instant);
        }
        char[] out = new char[MIN_LENGTH + 9];
        put(out, 0, (int) year, 4);
        out[4] = '-';
        put(out, 5, month, 2);
        out[7] = '-';
        put(out, 8, day, 2);
        out[10] = 'T';
        put(out, 11, secondOfDay / 3600, 2);
        out[13] = ':';
        put(out, 14, secondOfDay / 60 % 60, 2);
        out[16] = ':';
        put(out, 17, secondOfDay % 60, 2);
        int length = MIN_LENGTH;
        int ticks = instant.getNano() / 100;
        if (ticks > 0) {
            out[length] = '.';
            put(out, length + 1, ticks, 7);
            length += 8;
            while (out[length - 1] == '0') {
                length--;
            }
        }
        out[length++] = 'Z';
        return new String(out, 0, length);
    }

    private static boolean isUtc(char[] text, int at, int end) {
        int rest = end - at;
        return (rest == 1 && (text[at] | 0x20) == 'z') || (rest == 6 && new String(text, at, rest).equals("+00:00"));
    }

    private static long daysFromYearZero(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int cycle = Math.floorDiv(y, 400);
        int yearOfCycle = y - cycle * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return (long) cycle * DAYS_PER_CYCLE
                + yearOfCycle * 365L
                + yearOfCycle / 4
                - yearOfCycle / 100
                + dayOfYear
                + 60;
    }

    private static int lengthOfMonth(int year, int month) {
        boolean leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return leap ? 29 : MONTH_LENGTH[month - 1];
    }

    private static int digits(char[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static void put(char[] out, int at, int value, int count) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
