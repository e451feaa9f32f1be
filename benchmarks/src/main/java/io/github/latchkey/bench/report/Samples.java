package io.github.latchkey.bench.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * Measurements of one thing. The median stands for them; the interval holds the true median with at least 95 per cent
 * confidence, whatever the distribution, and is the range of all where there are too few for that (five or less).
 *
 * @param median the middle one
 * @param low where the interval starts
 * @param high where it ends
 * @param count how many there are
 */
public record Samples(double median, double low, double high, int count) {

    private static final double MOST_OUTSIDE = 0.05;

    /** Summarizes. */
    public static Samples of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Summarizes. */
    public static Samples of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int cut = cut(n);
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Samples(median, sorted[cut], sorted[n - 1 - cut], n);
    }

    /** How many can be left out on each side: the binomial tail of the order statistics stays below the limit. */
    private static int cut(int n) {
        double tail = Math.pow(0.5, n); // the chance that all lie on one side
        double term = tail;
        int cut = 0;
        while (cut < (n - 1) / 2) {
            term = term * (n - cut) / (cut + 1);
            if (2 * (tail + term) > MOST_OUTSIDE) {
                break;
            }
            tail += term;
            cut++;
        }
        return cut;
    }
}
