package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.service.FormulaValues.Interval;
import io.github.latchkey.testkit.batch.service.FormulaValues.Stamp;
import java.util.List;
import java.util.Locale;

/** The methods by which formulas look at what the service has measured of a pool. */
final class FormulaSamples {

    private static final List<String> METHODS =
            List.of("GetSample", "GetSamplePercent", "GetSamplePeriod", "Count", "HistoryBeginTime");

    /** How much of an interval must have been measured when a formula does not say. */
    private static final double USUAL_PERCENT = 70;

    private FormulaSamples() {}

    static boolean has(String method) {
        return METHODS.contains(method);
    }

    static Object call(Metric metric, String method, List<Object> arguments, FormulaScope scope) {
        Samples samples = scope.pool().samples;
        return switch (method) {
            case "GetSample" -> sample(metric, arguments, scope);
            case "GetSamplePercent" -> percent(samples, metric, window(arguments, scope));
            case "GetSamplePeriod" -> new Interval(Samples.PERIOD / (double) Ticks.PER_SECOND);
            case "Count" -> (double) samples.count();
            default -> Stamp.of(samples.beginTime());
        };
    }

    /** An interval of time: after one point, up to another. */
    private record Window(long after, long until) {}

    private static Object sample(Metric metric, List<Object> arguments, FormulaScope scope) {
        Samples samples = scope.pool().samples;
        if (arguments.size() == 1 && arguments.get(0) instanceof Double count) {
            double[] latest = samples.latest(metric, Math.max(1, count.longValue()));
            // Before the first measurement the present counts: formulas fall back on the latest sample to begin with.
            return latest.length == 0 ? new double[] {metric.of(scope.pool())} : latest;
        }
        int last = arguments.size() - 1;
        boolean says = last > 0 && arguments.get(last) instanceof Double;
        double wanted = says ? FormulaValues.number(arguments.get(last)) : USUAL_PERCENT;
        Window window = window(says ? arguments.subList(0, last) : arguments, scope);
        double received = percent(samples, metric, window);
        if (received < wanted) {
            throw new Formula.Wrong(String.format(
                    Locale.ROOT,
                    "Insufficient data from data set: %s wanted %.0f%%, received %.0f%%",
                    metric.variable,
                    wanted,
                    received));
        }
        return samples.window(metric, window.after(), window.until());
    }

    private static double percent(Samples samples, Metric metric, Window window) {
        long due = Samples.due(window.after(), window.until());
        return due == 0 ? 0 : 100.0 * samples.window(metric, window.after(), window.until()).length / due;
    }

    private static Window window(List<Object> arguments, FormulaScope scope) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new Formula.Wrong("An interval of samples has one or two ends, and not " + arguments.size());
        }
        long start = point(arguments.get(0), scope);
        long end = arguments.size() == 1 ? scope.now() : point(arguments.get(1), scope);
        return new Window(Math.min(start, end), Math.max(start, end));
    }

    /** A point in time as it stands; an interval counts back from the present. */
    private static long point(Object value, FormulaScope scope) {
        if (value instanceof Stamp stamp) {
            return stamp.ticks();
        }
        if (value instanceof Interval interval) {
            return scope.now() - Math.round(interval.seconds() * Ticks.PER_SECOND);
        }
        throw new Formula.Wrong("'" + FormulaValues.text(value) + "' is neither an interval nor a point in time");
    }
}
