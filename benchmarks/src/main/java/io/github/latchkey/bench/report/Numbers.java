package io.github.latchkey.bench.report;

import java.util.Locale;

/** Writes numbers so that they are read, with three digits or so. */
final class Numbers {

    private Numbers() {}

    static String of(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }

    static String shortly(double value) {
        if (value >= 1) {
            return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%.1f", value);
        }
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
    }
}
