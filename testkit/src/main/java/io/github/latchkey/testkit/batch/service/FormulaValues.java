package io.github.latchkey.testkit.batch.service;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The values of formulas and what can be done with them: numbers ({@link Double}), vectors of numbers, texts, points in
 * time and intervals of time.
 */
final class FormulaValues {

    private FormulaValues() {}

    /**
     * A stretch of time.
     *
     * @param seconds its length
     */
    record Interval(double seconds) {}

    /**
     * A point in time.
     *
     * @param seconds since 1970
     */
    record Stamp(double seconds) {

        static Stamp of(long ticks) {
            return new Stamp(ticks / (double) Ticks.PER_SECOND);
        }

        long ticks() {
            return Math.round(seconds * Ticks.PER_SECOND);
        }

        private OffsetDateTime utc() {
            return Instant.ofEpochSecond((long) Math.floor(seconds)).atOffset(ZoneOffset.UTC);
        }

        /** A part of the date or the time of day; Sunday is day 0 of the week. */
        double part(String name) {
            OffsetDateTime utc = utc();
            return switch (name) {
                case "year" -> utc.getYear();
                case "month" -> utc.getMonthValue();
                case "day" -> utc.getDayOfMonth();
                case "weekday" -> utc.getDayOfWeek().getValue() % 7;
                case "hour" -> utc.getHour();
                case "minute" -> utc.getMinute();
                case "second" -> utc.getSecond();
                default -> throw new Formula.Wrong("A point in time has no member '" + name + "'");
            };
        }
    }

    static String text(Object value) {
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? String.valueOf(number.longValue())
                    : String.valueOf(number);
        }
        if (value instanceof double[] vector) {
            return Arrays.stream(vector).mapToObj(FormulaValues::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Stamp stamp) {
            return Ticks.text(stamp.ticks());
        }
        return value instanceof Interval interval ? text((Object) interval.seconds()) : value.toString();
    }

    static double number(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof double[] vector && vector.length == 1) {
            return vector[0];
        }
        throw new Formula.Wrong("'" + text(value) + "' is not a number");
    }

    static boolean isTrue(Object value) {
        return number(value) != 0;
    }

    static Double truth(boolean value) {
        return value ? 1.0 : 0.0;
    }

    static Object negate(Object value) {
        return value instanceof Interval interval ? new Interval(-interval.seconds()) : (Object) (-number(value));
    }

    static Object arithmetic(char operator, Object left, Object right) {
        if (left instanceof double[] || right instanceof double[]) {
            return elements(operator, left, right);
        }
        return switch (operator) {
            case '+' -> add(left, right);
            case '-' -> subtract(left, right);
            case '*' -> multiply(left, right);
            default -> divide(left, right);
        };
    }

    private static Object elements(char operator, Object left, Object right) {
        DoubleBinaryOperator each =
                (a, b) -> number(arithmetic(operator, (Object) Double.valueOf(a), (Object) Double.valueOf(b)));
        if (left instanceof double[] some && right instanceof double[] others) {
            if (some.length != others.length) {
                throw new Formula.Wrong(
                        "Vectors of " + some.length + " and " + others.length + " elements do not match");
            }
            double[] result = new double[some.length];
            Arrays.setAll(result, i -> each.applyAsDouble(some[i], others[i]));
            return result;
        }
        if (left instanceof double[] some) {
            double other = number(right);
            return Arrays.stream(some)
                    .map(element -> each.applyAsDouble(element, other))
                    .toArray();
        }
        double one = number(left);
        return Arrays.stream((double[]) right)
                .map(element -> each.applyAsDouble(one, element))
                .toArray();
    }

    private static Object add(Object left, Object right) {
        if (left instanceof Stamp stamp && right instanceof Interval interval) {
            return new Stamp(stamp.seconds() + interval.seconds());
        }
        if (left instanceof Interval && right instanceof Stamp) {
            return add(right, left);
        }
        if (left instanceof Interval one && right instanceof Interval other) {
            return new Interval(one.seconds() + other.seconds());
        }
        return number(left) + number(right);
    }

    private static Object subtract(Object left, Object right) {
        if (left instanceof Stamp one && right instanceof Stamp other) {
            return new Interval(one.seconds() - other.seconds());
        }
        return right instanceof Interval ? add(left, negate(right)) : (Object) (number(left) - number(right));
    }

    private static Object multiply(Object left, Object right) {
        if (left instanceof Interval interval) {
            return new Interval(interval.seconds() * number(right));
        }
        return right instanceof Interval ? multiply(right, left) : (Object) (number(left) * number(right));
    }

    private static Object divide(Object left, Object right) {
        double divisor = right instanceof Interval interval ? interval.seconds() : number(right);
        if (divisor == 0) {
            throw new Formula.Wrong("Division by zero");
        }
        if (left instanceof Interval interval) {
            double quotient = interval.seconds() / divisor;
            return right instanceof Interval ? (Object) quotient : new Interval(quotient);
        }
        return number(left) / divisor;
    }

    /** Compares two values of the same type. */
    static int compare(Object left, Object right) {
        if (left instanceof String one && right instanceof String other) {
            return one.compareTo(other);
        }
        if (left instanceof Stamp one && right instanceof Stamp other) {
            return Double.compare(one.seconds(), other.seconds());
        }
        if (left instanceof Interval one && right instanceof Interval other) {
            return Double.compare(one.seconds(), other.seconds());
        }
        return Double.compare(number(left), number(right));
    }

    /** All numbers among some values, those of vectors one by one. */
    static double[] numbers(List<Object> values) {
        return values.stream()
                .flatMapToDouble(value ->
                        value instanceof double[] vector ? Arrays.stream(vector) : DoubleStream.of(number(value)))
                .toArray();
    }
}
