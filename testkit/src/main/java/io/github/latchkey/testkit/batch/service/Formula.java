package io.github.latchkey.testkit.batch.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Runs an autoscale formula: assignments, arithmetic, comparisons, {@code && || !}, {@code ?:}, vectors, the functions
 * {@code min max avg sum len val std round floor ceil abs lg time} and the methods of sampled variables. Samples are what the pool is
 * doing now, however long the asked interval; what is not understood is an error that says where.
 */
final class Formula {

    private static final Set<String> WRITABLE =
            Set.of("$TargetDedicatedNodes", "$TargetLowPriorityNodes", "$TargetDedicated", "$NodeDeallocationOption");
    private static final Set<String> OPTIONS = Set.of("requeue", "terminate", "taskcompletion", "retaineddata");

    private final String text;
    private final Map<String, Double> metrics;
    private final Map<String, Object> variables;
    private final long now;
    private int at;

    Formula(String text, Map<String, Double> metrics, Map<String, Object> variables, long now) {
        this.text = text;
        this.metrics = metrics;
        this.variables = variables;
        this.now = now;
    }

    /** A formula that cannot be evaluated. */
    static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    static String text(Object value) {
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? String.valueOf(number.longValue())
                    : String.valueOf(number);
        }
        return value instanceof double[] vector
                ? "["
                        + String.join(
                                ",",
                                Arrays.stream(vector).mapToObj(Formula::text).toList()) + "]"
                : value.toString();
    }

    void run() {
        skip();
        while (at < text.length()) {
            statement();
            skip();
        }
    }

    private void statement() {
        if (symbol(";")) {
            return;
        }
        String name = name();
        require("=");
        if (name.startsWith("$") && !WRITABLE.contains(name)) {
            throw new Wrong("'" + name + "' cannot be assigned to");
        }
        Object value = name.equals("$NodeDeallocationOption") ? option() : expression();
        if (!symbol(";") && at < text.length()) {
            throw expected(";");
        }
        variables.put(name.equals("$TargetDedicated") ? "$TargetDedicatedNodes" : name, value);
    }

    private String option() {
        String option = name().toLowerCase(Locale.ROOT);
        if (!OPTIONS.contains(option)) {
            throw new Wrong("'" + option + "' is no node deallocation option");
        }
        return option;
    }

    private Object expression() {
        Object condition = or();
        if (!symbol("?")) {
            return condition;
        }
        Object yes = expression();
        require(":");
        Object no = expression();
        return number(condition) != 0 ? yes : no;
    }

    private Object or() {
        Object left = and();
        while (symbol("||")) {
            Object right = and();
            left = bool(number(left) != 0 || number(right) != 0);
        }
        return left;
    }

    private Object and() {
        Object left = comparison();
        while (symbol("&&")) {
            Object right = comparison();
            left = bool(number(left) != 0 && number(right) != 0);
        }
        return left;
    }

    private Object comparison() {
        Object left = sum();
        for (String operator : new String[] {"<=", ">=", "==", "!=", "<", ">"}) {
            if (symbol(operator)) {
                int order = Double.compare(number(left), number(sum()));
                return bool(
                        switch (operator) {
                            case "<=" -> order <= 0;
                            case ">=" -> order >= 0;
                            case "==" -> order == 0;
                            case "!=" -> order != 0;
                            case "<" -> order < 0;
                            default -> order > 0;
                        });
            }
        }
        return left;
    }

    private Object sum() {
        Object left = product();
        while (true) {
            if (symbol("+")) {
                left = number(left) + number(product());
            } else if (symbol("-")) {
                left = number(left) - number(product());
            } else {
                return left;
            }
        }
    }

    private Object product() {
        Object left = unary();
        while (true) {
            if (symbol("*")) {
                left = number(left) * number(unary());
            } else if (symbol("/")) {
                double divisor = number(unary());
                if (divisor == 0) {
                    throw new Wrong("division by zero");
                }
                left = number(left) / divisor;
            } else {
                return left;
            }
        }
    }

    private Object unary() {
        if (symbol("-")) {
            return -number(unary());
        }
        if (symbol("!")) {
            return bool(number(unary()) == 0);
        }
        return primary();
    }

    private Object primary() {
        if (symbol("(")) {
            Object inner = expression();
            require(")");
            return inner;
        }
        skip();
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            int start = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return Double.valueOf(text.substring(start, at));
        }
        if (at < text.length() && text.charAt(at) == '"') {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw expected("\"");
            }
            String quoted = text.substring(at + 1, end);
            at = end + 1;
            return quoted;
        }
        String name = name();
        if (metrics.containsKey(name)) {
            return sampled(name);
        }
        if (symbol("(")) {
            return call(name.toLowerCase(Locale.ROOT), arguments());
        }
        return variable(name);
    }

    private Object variable(String name) {
        Object value = variables.get(name);
        if (value != null) {
            return value;
        }
        return switch (name) {
            case "TimeInterval_Zero" -> 0.0;
            case "TimeInterval_100ns" -> 1e-7;
            case "TimeInterval_Microsecond" -> 1e-6;
            case "TimeInterval_Millisecond" -> 1e-3;
            case "TimeInterval_Second" -> 1.0;
            case "TimeInterval_Minute" -> 60.0;
            case "TimeInterval_Hour" -> 3600.0;
            case "TimeInterval_Day" -> 86400.0;
            case "TimeInterval_Week" -> 604800.0;
            case "TimeInterval_Year" -> 31536000.0;
            default -> throw new Wrong("'" + name + "' is not known");
        };
    }

    private Object sampled(String name) {
        double value = metrics.getOrDefault(name, 0.0);
        if (!symbol(".")) {
            return value;
        }
        String method = name();
        require("(");
        List<Object> arguments = arguments();
        return switch (method) {
            case "GetSample" -> new double[] {value};
            case "GetSamplePercent" -> 100.0;
            case "GetSamplePeriod" -> 30.0;
            case "Count" -> 1.0;
            case "HistoryBeginTime" -> now / (double) Ticks.PER_SECOND;
            default -> throw new Wrong("'" + method + "' with " + arguments.size() + " arguments is not supported");
        };
    }

    private List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        if (symbol(")")) {
            return arguments;
        }
        do {
            arguments.add(expression());
        } while (symbol(","));
        require(")");
        return arguments;
    }

    private Object call(String function, List<Object> arguments) {
        if (function.equals("time") && arguments.isEmpty()) {
            return now / (double) Ticks.PER_SECOND;
        }
        if (function.equals("val") && arguments.size() == 2 && arguments.get(0) instanceof double[] vector) {
            int index = (int) number(arguments.get(1));
            if (index < 0 || index >= vector.length) {
                throw new Wrong("the index " + index + " is outside of the vector");
            }
            return vector[index];
        }
        double[] values = arguments.stream()
                .flatMapToDouble(argument ->
                        argument instanceof double[] vector ? Arrays.stream(vector) : DoubleStream.of(number(argument)))
                .toArray();
        if (values.length == 0) {
            throw new Wrong("'" + function + "' needs an argument");
        }
        return switch (function) {
            case "min" -> Arrays.stream(values).min().orElseThrow();
            case "max" -> Arrays.stream(values).max().orElseThrow();
            case "avg" -> Arrays.stream(values).average().orElseThrow();
            case "sum" -> Arrays.stream(values).sum();
            case "len" -> (double) values.length;
            case "round" -> (double) Math.round(values[0]);
            case "floor" -> Math.floor(values[0]);
            case "ceil" -> Math.ceil(values[0]);
            case "abs" -> Math.abs(values[0]);
            case "lg" -> Math.log(values[0]) / Math.log(2);
            case "std" -> deviation(values);
            default -> throw new Wrong("the function '" + function + "' is not supported");
        };
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private static double number(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof double[] vector && vector.length == 1) {
            return vector[0];
        }
        throw new Wrong("'" + text(value) + "' is not a number");
    }

    private static Double bool(boolean value) {
        return value ? 1.0 : 0.0;
    }

    private String name() {
        skip();
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "$_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (start == at) {
            throw expected("a name");
        }
        return text.substring(start, at);
    }

    /** Takes a symbol if it is next. */
    private boolean symbol(String symbol) {
        skip();
        boolean found = text.startsWith(symbol, at);
        if (found) {
            at += symbol.length();
        }
        return found;
    }

    private void require(String symbol) {
        if (!symbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    private Wrong expected(String what) {
        return new Wrong("expected " + what + " at position " + at);
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }
}
