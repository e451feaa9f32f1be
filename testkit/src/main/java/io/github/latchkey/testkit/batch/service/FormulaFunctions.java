package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.service.FormulaValues.Stamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** The functions of formulas. */
final class FormulaFunctions {

    /** Functions of all numbers that they are given. */
    private static final Map<String, ToDoubleFunction<double[]>> OF_NUMBERS = Map.ofEntries(
            Map.entry("min", values -> Arrays.stream(values).min().orElseThrow()),
            Map.entry("max", values -> Arrays.stream(values).max().orElseThrow()),
            Map.entry("avg", FormulaFunctions::average),
            Map.entry("sum", values -> Arrays.stream(values).sum()),
            Map.entry("len", values -> values.length),
            Map.entry("std", FormulaFunctions::deviation),
            Map.entry(
                    "norm",
                    values -> Math.sqrt(Arrays.stream(values).map(v -> v * v).sum())),
            Map.entry(
                    "range",
                    values -> Arrays.stream(values).max().orElseThrow()
                            - Arrays.stream(values).min().orElseThrow()),
            Map.entry("round", values -> Math.round(values[0])),
            Map.entry("floor", values -> Math.floor(values[0])),
            Map.entry("ceil", values -> Math.ceil(values[0])),
            Map.entry("abs", values -> Math.abs(values[0])));

    /** Functions of a number that make a vector of a vector. */
    private static final Map<String, DoubleUnaryOperator> OF_EACH =
            Map.of("lg", value -> Math.log(value) / Math.log(2), "ln", Math::log, "log", Math::log10);

    private static final List<String> OTHERS = List.of("val", "percentile", "rand", "time", "stop");

    private FormulaFunctions() {}

    static boolean has(String name) {
        return OF_NUMBERS.containsKey(name) || OF_EACH.containsKey(name) || OTHERS.contains(name);
    }

    static Object call(String name, List<Object> arguments, FormulaScope scope) {
        ToDoubleFunction<double[]> ofNumbers = OF_NUMBERS.get(name);
        if (ofNumbers != null) {
            return ofNumbers.applyAsDouble(numbers(name, arguments));
        }
        DoubleUnaryOperator ofEach = OF_EACH.get(name);
        if (ofEach != null) {
            double[] values = numbers(name, arguments);
            return arguments.size() == 1 && arguments.get(0) instanceof Double
                    ? (Object) ofEach.applyAsDouble(values[0])
                    : Arrays.stream(values).map(ofEach).toArray();
        }
        return switch (name) {
            case "val" -> element(arguments);
            case "percentile" -> percentile(arguments);
            case "rand" -> new SplittableRandom(scope.now()).nextDouble();
            case "time" -> time(arguments, scope);
            case "stop" -> throw new Formula.Stop();
            default -> throw new IllegalArgumentException("no function " + name);
        };
    }

    private static double[] numbers(String function, List<Object> arguments) {
        double[] values = FormulaValues.numbers(arguments);
        if (values.length == 0 && !function.equals("len")) {
            throw new Formula.Wrong("The function '" + function + "' needs a number");
        }
        return values;
    }

    private static double average(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The deviation of a sample; a single value does not deviate. */
    private static double deviation(double[] values) {
        double mean = average(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
    }

    private static double[] vector(String function, List<Object> arguments) {
        if (arguments.size() != 2) {
            throw new Formula.Wrong("The function '" + function + "' takes a vector and a number");
        }
        return arguments.get(0) instanceof double[] vector
                ? vector
                : new double[] {FormulaValues.number(arguments.get(0))};
    }

    private static Object element(List<Object> arguments) {
        double[] vector = vector("val", arguments);
        int index = (int) FormulaValues.number(arguments.get(1));
        if (index < 0 || index >= vector.length) {
            throw new Formula.Wrong("There is no element " + index + " in a vector of " + vector.length);
        }
        return vector[index];
    }

    /** The smallest element that so many percent of all do not exceed. */
    private static Object percentile(List<Object> arguments) {
        double[] sorted = vector("percentile", arguments).clone();
        if (sorted.length == 0) {
            throw new Formula.Wrong("The function 'percentile' needs a number");
        }
        Arrays.sort(sorted);
        double percent = FormulaValues.number(arguments.get(1));
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.min(sorted.length - 1, Math.max(0, rank - 1))];
    }

    private static Object time(List<Object> arguments, FormulaScope scope) {
        String text =
                arguments.isEmpty() ? "" : FormulaValues.text(arguments.get(0)).strip();
        if (text.isEmpty()) {
            return Stamp.of(scope.now());
        }
        try {
            return Stamp.of(Ticks.of(text.matches("\\d{4}.*") ? w3c(text) : rfc1123(text)));
        } catch (DateTimeException noTime) {
            throw new Formula.Wrong("'" + text + "' is no point in time");
        }
    }

    private static Instant rfc1123(String text) {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    }

    /** Reads a date or a date and a time, as precise as the text is; a time without a zone is in UTC. */
    private static Instant w3c(String text) {
        String whole = switch (text.length()) {
            case 4 -> text + "-01-01T00:00:00";
            case 7 -> text + "-01T00:00:00";
            case 10 -> text + "T00:00:00";
            default -> text.replace(' ', 'T');
        };
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(whole, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
    }
}
