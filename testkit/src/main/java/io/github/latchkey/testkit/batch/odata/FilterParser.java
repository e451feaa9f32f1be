package io.github.latchkey.testkit.batch.odata;

import io.github.latchkey.testkit.batch.odata.FilterMembers.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses filters by recursive descent: {@code or} binds weaker than {@code and}, which binds weaker than {@code not}; a
 * term is a comparison, {@code startswith(member,'prefix')} or a filter in parentheses.
 */
final class FilterParser {

    private static final int DEEPEST = 100;
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    private final String text;
    private final FilterMembers members;
    private int at;
    private int depth;

    FilterParser(String text, FilterMembers members) {
        this.text = text;
        this.members = members;
    }

    Filter parse() {
        Filter filter = or();
        skipBlanks();
        if (at < text.length()) {
            throw error("an end");
        }
        return filter;
    }

    private Filter or() {
        List<Filter> any = new ArrayList<>();
        do {
            any.add(and());
        } while (word("or"));
        return any.size() == 1
                ? any.get(0)
                : row -> {
                    for (Filter one : any) {
                        if (one.accepts(row)) {
                            return true;
                        }
                    }
                    return false;
                };
    }

    private Filter and() {
        List<Filter> all = new ArrayList<>();
        do {
            all.add(term());
        } while (word("and"));
        return all.size() == 1
                ? all.get(0)
                : row -> {
                    for (Filter one : all) {
                        if (!one.accepts(row)) {
                            return false;
                        }
                    }
                    return true;
                };
    }

    private Filter term() {
        if (word("not")) {
            Filter inner = nested(this::term);
            return row -> !inner.accepts(row);
        }
        if (symbol('(')) {
            Filter inner = nested(this::or);
            expect(')');
            return inner;
        }
        String name = name();
        if (name.equalsIgnoreCase("startswith")) {
            return startsWith();
        }
        Comparison comparison = comparison();
        Member member = members.resolve(name, comparison);
        Object literal = literal();
        member.requireKind(literal);
        String path = member.path();
        return row -> Filter.compare(row.value(path), comparison, literal);
    }

    private Filter nested(Supplier<Filter> inner) {
        if (++depth > DEEPEST) {
            throw new OdataException("The filter is nested more than " + DEEPEST + " times");
        }
        Filter filter = inner.get();
        depth--;
        return filter;
    }

    private Filter startsWith() {
        expect('(');
        String path = members.resolve(name(), Comparison.STARTSWITH).path();
        expect(',');
        Object prefix = literal();
        expect(')');
        if (!(prefix instanceof String)) {
            throw error("a prefix in quotes");
        }
        return row -> Filter.compare(row.value(path), Comparison.STARTSWITH, prefix);
    }

    private Comparison comparison() {
        String word = name();
        for (Comparison comparison : Comparison.ORDER) {
            if (comparison.word().equalsIgnoreCase(word)) {
                return comparison;
            }
        }
        throw new OdataException("'" + word + "' is no operator; eq, ne, gt, ge, lt and le are");
    }

    private @Nullable Object literal() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '\'') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && " ,)'".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equalsIgnoreCase("datetime") && at < text.length() && text.charAt(at) == '\'') {
            return time(quoted());
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            case "" -> throw error("a value");
            default -> number(word);
        };
    }

    private static Object number(String word) {
        return NUMBER.matcher(word).matches() ? Double.valueOf(word) : time(word);
    }

    private static Instant time(String word) {
        Instant time = Filter.time(word);
        if (time == null) {
            throw new OdataException("'" + word + "' is neither a number nor a time; quote text with '...'");
        }
        return time;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '\'') {
                value.append(next);
            } else if (at < text.length() && text.charAt(at) == '\'') {
                value.append(next);
                at++;
            } else {
                return value.toString();
            }
        }
        throw error("a closing quote");
    }

    private String name() {
        skipBlanks();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '/')) {
            at++;
        }
        if (start == at) {
            throw error("a name");
        }
        return text.substring(start, at);
    }

    private boolean word(String word) {
        skipBlanks();
        int end = at + word.length();
        boolean found = text.regionMatches(true, at, word, 0, word.length())
                && (end == text.length() || endsWord(text.charAt(end)));
        if (found) {
            at = end;
        }
        return found;
    }

    private static boolean endsWord(char c) {
        return !Character.isLetterOrDigit(c) && c != '/';
    }

    private boolean symbol(char symbol) {
        skipBlanks();
        boolean found = at < text.length() && text.charAt(at) == symbol;
        if (found) {
            at++;
        }
        return found;
    }

    private void expect(char symbol) {
        if (!symbol(symbol)) {
            throw error("'" + symbol + "'");
        }
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private OdataException error(String wanted) {
        return new OdataException("Expected " + wanted + " at position " + at + " of the filter");
    }
}
