package io.github.latchkey.testkit.batch.service;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a pool was like every thirty seconds since it was made. Taken only when something is about to change, or is
 * asked: until then the pool has been what it is. Remembers a week, and of that only the samples that differ from those
 * before.
 */
final class Samples {

    static final long PERIOD = 30 * Ticks.PER_SECOND;

    /** No evaluation interval is longer. */
    private static final long KEPT = 7 * 24 * 3600 * Ticks.PER_SECOND / PERIOD;

    private final TreeMap<Long, Map<Metric, Double>> changes = new TreeMap<>();
    private final long first;
    private long last;

    Samples(long created) {
        last = number(created);
        first = last + 1;
    }

    /** The number of the latest sample that is due at a time. */
    static long number(long ticks) {
        return Math.floorDiv(ticks, PERIOD);
    }

    /** Takes the samples up to a number; the pool has been like this since the last one. */
    void take(long number, Pool pool) {
        if (number <= last) {
            return;
        }
        Map<Metric, Double> now = Metric.all(pool);
        Map.Entry<Long, Map<Metric, Double>> before = changes.lastEntry();
        if (before == null || !before.getValue().equals(now)) {
            changes.put(last + 1, now);
        }
        last = number;
        Long oldest = changes.floorKey(last - KEPT);
        if (oldest != null) {
            changes.headMap(oldest).clear();
        }
    }

    /** How many samples there are. */
    long count() {
        return last - begin() + 1;
    }

    /** When the oldest sample was taken, or will be. */
    long beginTime() {
        return begin() * PERIOD;
    }

    private long begin() {
        return Math.max(first, last - KEPT + 1);
    }

    /** The latest samples, the newest first. */
    double[] latest(Metric metric, long most) {
        return between(metric, last - most + 1, last);
    }

    /** The samples after one time up to another, the newest first. */
    double[] window(Metric metric, long after, long until) {
        return between(metric, number(after) + 1, number(until));
    }

    /** How many samples are due after one time up to another. */
    static long due(long after, long until) {
        return number(until) - number(after);
    }

    private double[] between(Metric metric, long from, long to) {
        long start = Math.max(from, begin());
        long end = Math.min(to, last);
        double[] values = new double[(int) Math.max(0, end - start + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = changes.floorEntry(end - i).getValue().getOrDefault(metric, 0.0);
        }
        return values;
    }
}
