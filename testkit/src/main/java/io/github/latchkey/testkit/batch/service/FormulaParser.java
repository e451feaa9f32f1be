package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.service.Formula.Assignment;
import io.github.latchkey.testkit.batch.service.Formula.Expression;
import io.github.latchkey.testkit.batch.service.FormulaValues.Interval;
import io.github.latchkey.testkit.batch.service.FormulaValues.Stamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads autoscale formulas: assignments, {@code ?:}, {@code || && !}, comparisons, arithmetic, functions, the methods
 * of measured variables, parts of points in time, comments. All names are checked here, so that a formula that was read
 * can fail for want of data or by the values of its variables only.
 */
final class FormulaParser {

    private static final int MOST_STATEMENTS = 100;
    private static final int DEEPEST = 100;
    private static final String OPTION = "$NodeDeallocationOption";
    private static final Set<String> OPTIONS = Set.of("requeue", "terminate", "taskcompletion", "retaineddata");

    /** What the service defines and a formula may set; each has a value from the beginning. */
    private static final Set<String> TARGETS = Set.of("$TargetDedicatedNodes", "$TargetLowPriorityNodes", OPTION);

    /** Older names, which mean the same. */
    private static final Map<String, String> ALIASES = Map.of(
            "$TargetDedicated", "$TargetDedicatedNodes",
            "$TargetLowPriority", "$TargetLowPriorityNodes",
            "$CurrentDedicated", "$CurrentDedicatedNodes");

    /** What real nodes measure and simulated ones do not. */
    private static final Set<String> UNMEASURED = Set.of(
            "$WallClockSeconds",
            "$MemoryBytes",
            "$DiskBytes",
            "$DiskReadBytes",
            "$DiskWriteBytes",
            "$DiskReadOps",
            "$DiskWriteOps",
            "$NetworkInBytes",
            "$NetworkOutBytes");

    private static final Set<String> PARTS = Set.of("year", "month", "day", "weekday", "hour", "minute", "second");

    private static final Map<String, Double> INTERVALS = Map.of(
            "TimeInterval_Zero", 0.0,
            "TimeInterval_100ns", 1e-7,
            "TimeInterval_Microsecond", 1e-6,
            "TimeInterval_Millisecond", 1e-3,
            "TimeInterval_Second", 1.0,
            "TimeInterval_Minute", 60.0,
            "TimeInterval_Hour", 3600.0,
            "TimeInterval_Day", 86_400.0,
            "TimeInterval_Week", 604_800.0,
            "TimeInterval_Year", 31_536_000.0);

    private final String text;
    private final Set<String> known = new HashSet<>(TARGETS);

    /** The assignments to an older name; they count only where the formula does not use the newer one too. */
    private final Set<Assignment> byAlias = new HashSet<>();

    private int at;
    private int depth;

    FormulaParser(String text) {
        this.text = text;
    }

    List<Assignment> parse() {
        List<Assignment> assignments = new ArrayList<>();
        skip();
        while (at < text.length()) {
            if (!symbol(";")) {
                assignments.add(assignment());
            }
            skip();
        }
        if (assignments.size() > MOST_STATEMENTS) {
            throw new Formula.Wrong(
                    "A formula has at most " + MOST_STATEMENTS + " statements, this one has " + assignments.size());
        }
        Set<String> byName = assignments.stream()
                .filter(assignment -> !byAlias.contains(assignment))
                .map(Assignment::variable)
                .collect(Collectors.toSet());
        assignments.removeIf(assignment -> byAlias.contains(assignment) && byName.contains(assignment.variable()));
        return assignments;
    }

    private Assignment assignment() {
        String place = place();
        String name = name();
        if (symbol("(")) {
            return ended(new Assignment(null, function(place, name.toLowerCase(Locale.ROOT))));
        }
        String variable = ALIASES.getOrDefault(name, name);
        require("=");
        if (Metric.named(variable) != null || UNMEASURED.contains(variable)) {
            throw new Formula.Wrong(place + "The variable '" + variable + "' cannot be assigned to");
        }
        Expression expression = variable.equals(OPTION) ? option() : expression();
        known.add(variable);
        Assignment assignment = new Assignment(variable, expression);
        if (!variable.equals(name)) {
            byAlias.add(assignment);
        }
        return ended(assignment);
    }

    private Assignment ended(Assignment assignment) {
        if (!symbol(";") && at < text.length()) {
            throw expected("';'");
        }
        return assignment;
    }

    private Expression option() {
        String place = place();
        String option = name().toLowerCase(Locale.ROOT);
        if (!OPTIONS.contains(option)) {
            throw new Formula.Wrong(place + "'" + option + "' is no node deallocation option");
        }
        return scope -> option;
    }

    private Expression expression() {
        return nested(this::conditional);
    }

    private Expression nested(Supplier<Expression> inner) {
        if (++depth > DEEPEST) {
            throw new Formula.Wrong(place() + "The formula is nested more than " + DEEPEST + " times");
        }
        Expression expression = inner.get();
        depth--;
        return expression;
    }

    private Expression conditional() {
        Expression condition = or();
        if (!symbol("?")) {
            return condition;
        }
        Expression yes = expression();
        require(":");
        Expression no = expression();
        return scope -> FormulaValues.isTrue(condition.value(scope)) ? yes.value(scope) : no.value(scope);
    }

    private Expression or() {
        List<Expression> any = new ArrayList<>(List.of(and()));
        while (symbol("||")) {
            any.add(and());
        }
        return any.size() == 1
                ? any.get(0)
                : scope -> FormulaValues.truth(any.stream().anyMatch(one -> FormulaValues.isTrue(one.value(scope))));
    }

    private Expression and() {
        List<Expression> all = new ArrayList<>(List.of(comparison()));
        while (symbol("&&")) {
            all.add(comparison());
        }
        return all.size() == 1
                ? all.get(0)
                : scope -> FormulaValues.truth(all.stream().allMatch(one -> FormulaValues.isTrue(one.value(scope))));
    }

    private Expression comparison() {
        Expression left = sum();
        for (String operator : new String[] {"<=", ">=", "==", "!=", "<", ">"}) {
            String place = place();
            if (symbol(operator)) {
                Expression right = sum();
                return placed(place, scope -> compare(operator, left.value(scope), right.value(scope)));
            }
        }
        return left;
    }

    private static Object compare(String operator, Object left, Object right) {
        int order = FormulaValues.compare(left, right);
        return FormulaValues.truth(
                switch (operator) {
                    case "<=" -> order <= 0;
                    case ">=" -> order >= 0;
                    case "==" -> order == 0;
                    case "!=" -> order != 0;
                    case "<" -> order < 0;
                    default -> order > 0;
                });
    }

    private Expression sum() {
        return chain(this::product, "+", "-");
    }

    private Expression product() {
        return chain(this::unary, "*", "/");
    }

    /** Reads operands with operators between them, which are applied from the left; a chain may be long. */
    private Expression chain(Supplier<Expression> operand, String... operators) {
        Expression first = operand.get();
        List<Step> steps = new ArrayList<>();
        String place = place();
        String operator = operator(operators);
        while (operator != null) {
            steps.add(new Step(place, operator.charAt(0), operand.get()));
            place = place();
            operator = operator(operators);
        }
        return steps.isEmpty()
                ? first
                : scope -> {
                    Object value = first.value(scope);
                    for (Step step : steps) {
                        value = step.after(value, scope);
                    }
                    return value;
                };
    }

    private @Nullable String operator(String... operators) {
        return Stream.of(operators).filter(this::symbol).findFirst().orElse(null);
    }

    /** What a chain does with its value so far. */
    private record Step(String place, char operator, Expression operand) {

        Object after(Object value, FormulaScope scope) {
            return placed(place, known -> FormulaValues.arithmetic(operator, value, operand.value(known)))
                    .value(scope);
        }
    }

    private Expression unary() {
        if (symbol("-")) {
            Expression value = nested(this::unary);
            return scope -> FormulaValues.negate(value.value(scope));
        }
        if (symbol("!")) {
            Expression value = nested(this::unary);
            return scope -> FormulaValues.truth(!FormulaValues.isTrue(value.value(scope)));
        }
        return primary();
    }

    private Expression primary() {
        if (symbol("(")) {
            Expression inner = expression();
            require(")");
            return inner;
        }
        skip();
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            return literal();
        }
        if (at < text.length() && text.charAt(at) == '"') {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw expected("'\"'");
            }
            String quoted = text.substring(at + 1, end);
            at = end + 1;
            return scope -> quoted;
        }
        String place = place();
        String name = name();
        return symbol("(")
                ? function(place, name.toLowerCase(Locale.ROOT))
                : named(place, ALIASES.getOrDefault(name, name));
    }

    private Expression literal() {
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        try {
            Double number = Double.valueOf(text.substring(start, at));
            return scope -> number;
        } catch (NumberFormatException twoDots) {
            at = start;
            throw expected("a number");
        }
    }

    private Expression function(String place, String name) {
        if (!FormulaFunctions.has(name)) {
            throw new Formula.Wrong(place + "The function '" + name + "' is not supported");
        }
        List<Expression> arguments = arguments();
        Expression call = placed(place, scope -> FormulaFunctions.call(name, values(arguments, scope), scope));
        return name.equals("time") && symbol(".") ? part(place, call) : call;
    }

    private Expression named(String place, String name) {
        Double seconds = INTERVALS.get(name);
        if (seconds != null) {
            return scope -> new Interval(seconds);
        }
        Metric metric = Metric.named(name);
        if (metric != null) {
            return symbol(".") ? sampled(place, metric) : scope -> metric.of(scope.pool());
        }
        if (UNMEASURED.contains(name)) {
            throw new Formula.Wrong(place + "The variable '" + name + "' is not measured on simulated nodes");
        }
        if (!known.contains(name)) {
            throw new Formula.Wrong(place + "The variable '" + name + "' is not known");
        }
        Expression variable = scope -> scope.variable(name, place);
        return symbol(".") ? part(place, variable) : variable;
    }

    private Expression part(String place, Expression time) {
        String part = name();
        if (!PARTS.contains(part)) {
            throw new Formula.Wrong(place + "A point in time has no member '" + part + "'");
        }
        return placed(place, scope -> {
            if (time.value(scope) instanceof Stamp stamp) {
                return stamp.part(part);
            }
            throw new Formula.Wrong("Only a point in time has a member '" + part + "'");
        });
    }

    private Expression sampled(String place, Metric metric) {
        String method = name();
        if (!FormulaSamples.has(method)) {
            throw new Formula.Wrong(place + "The method '" + method + "' is not supported");
        }
        require("(");
        List<Expression> arguments = arguments();
        return placed(place, scope -> FormulaSamples.call(metric, method, values(arguments, scope), scope));
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        if (symbol(")")) {
            return arguments;
        }
        do {
            arguments.add(expression());
        } while (symbol(","));
        require(")");
        return arguments;
    }

    private static List<Object> values(List<Expression> expressions, FormulaScope scope) {
        List<Object> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(expression.value(scope));
        }
        return values;
    }

    /** Puts the place before the message of an error that does not say where it is. */
    private static Expression placed(String place, Expression expression) {
        return scope -> {
            try {
                return expression.value(scope);
            } catch (Formula.Wrong wrong) {
                String message = String.valueOf(wrong.getMessage());
                throw message.startsWith("Line ") ? wrong : new Formula.Wrong(place + message);
            }
        };
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

    private Formula.Wrong expected(String what) {
        return new Formula.Wrong(place() + "Expected " + what);
    }

    /** Where the next symbol is, as the service tells it. */
    private String place() {
        skip();
        int line = 1;
        int start = 0;
        for (int newLine = text.indexOf('\n');
                newLine >= 0 && newLine < at;
                newLine = text.indexOf('\n', newLine + 1)) {
            line++;
            start = newLine + 1;
        }
        return "Line " + line + ", Col " + (at - start + 1) + ": ";
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

    /** Tells what is wrong with a formula, {@code null} when nothing is. */
    static @Nullable String fault(String formula) {
        try {
            Formula.parse(formula);
            return null;
        } catch (Formula.Wrong wrong) {
            return wrong.getMessage();
        }
    }
}
