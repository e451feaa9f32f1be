package io.github.latchkey.testkit.document;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The members of an object of a {@link Document}. Members are asked for by name; those that nobody asked for are
 * problems, which {@link #end()} adds. A member with the value {@code null} is as good as absent.
 */
public final class Section {

    /** A hundred years: with more, times leave the four digits of the year, and counters of nanoseconds run over. */
    private static final int MOST_DAYS = 36_525;

    private final Value value;
    private final Map<String, Value> members;
    private final Set<String> known;

    private Section(Value value, Map<String, Value> members, Set<String> known) {
        this.value = value;
        this.members = members;
        this.known = known;
    }

    Section(Value value, Map<String, Value> members) {
        this(value, members, new LinkedHashSet<>());
    }

    /** Makes a section whose names are read without regard to letter case. */
    static Section inAnyCase(Value value, Map<String, Value> members) {
        Map<String, Value> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        members.forEach((name, member) -> {
            if (byName.putIfAbsent(name, member) != null) {
                member.problem("the member stands here a second time, in other letters");
            }
        });
        return new Section(value, byName, new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
    }

    /**
     * Returns the object itself, to add problems to.
     *
     * @return the value that the members are of
     */
    public Value value() {
        return value;
    }

    /**
     * Returns a member.
     *
     * @param name its name
     * @return the value, or empty when there is none
     */
    public Optional<Value> member(String name) {
        known.add(name);
        return Optional.ofNullable(members.get(name)).filter(one -> !one.tree().isNull());
    }

    /**
     * Returns a member that has to be there.
     *
     * @param name its name
     * @return the value; empty, and a problem of the object, when there is none
     */
    public Optional<Value> required(String name) {
        Optional<Value> found = member(name);
        if (found.isEmpty()) {
            value.problem("'" + name + "' is missing");
        }
        return found;
    }

    /**
     * Returns a text.
     *
     * @param name the member's name
     * @return the text, or empty
     */
    public Optional<String> text(String name) {
        return member(name).flatMap(Value::text);
    }

    /**
     * Returns a GUID.
     *
     * @param name the member's name
     * @return the GUID in lower case, or empty
     */
    public Optional<String> guid(String name) {
        return member(name).flatMap(Value::guid);
    }

    /**
     * Returns a truth value.
     *
     * @param name the member's name
     * @return the value, or empty
     */
    public Optional<Boolean> flag(String name) {
        return member(name).flatMap(Value::flag);
    }

    /**
     * Returns a whole number.
     *
     * @param name the member's name
     * @param least the smallest that is allowed
     * @param most the largest that is allowed
     * @return the number, or empty
     */
    public Optional<Long> integer(String name, long least, long most) {
        return member(name).flatMap(one -> one.integer(least, most));
    }

    /**
     * Returns a duration: {@code 200ms}, {@code 5s}, {@code 10m}, {@code 2h}, {@code 1d}, or in the form of ISO 8601.
     *
     * @param name the member's name
     * @return the duration, from zero to a hundred years; or empty
     */
    public Optional<Duration> duration(String name) {
        return member(name).flatMap(Section::duration);
    }

    private static Optional<Duration> duration(Value value) {
        Optional<Duration> duration =
                parsed(value, Durations::parse, "must be a duration such as 200ms, 5s, 10m, 2h, 1d or PT5M");
        if (duration.isPresent() && duration.get().compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
            value.problem("must be a duration of at most " + MOST_DAYS + "d, not " + value.describe());
            return Optional.empty();
        }
        return duration;
    }

    /**
     * Returns a time.
     *
     * @param name the member's name
     * @return the time, in the years 1 to 9999; or empty
     */
    public Optional<Instant> instant(String name) {
        return member(name)
                .flatMap(one -> parsed(one, Section::time, "must be a time in UTC such as 2027-01-31T12:00:00Z"));
    }

    /** A year of other than four digits cannot be told in HTTP. */
    private static Instant time(String text) {
        Instant time = Instant.parse(text);
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException(text);
        }
        return time;
    }

    /**
     * Returns one of the constants of an enumeration, in any letter case; underscores and hyphens do not count.
     *
     * @param name the member's name
     * @param type the enumeration
     * @param <E> the enumeration
     * @return the constant, or empty
     */
    public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        return member(name).flatMap(one -> constant(one, type));
    }

    /**
     * Reads a text as one of the constants of an enumeration, in any letter case; underscores and hyphens do not count.
     *
     * @param text the value
     * @param type the enumeration
     * @param <E> the enumeration
     * @return the constant; empty, and a problem, when it is none
     */
    public static <E extends Enum<E>> Optional<E> constant(Value text, Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants()).map(Section::name).collect(Collectors.joining(", "));
        return parsed(
                text,
                given -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> means(given, constant))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(given)),
                "must be one of " + names);
    }

    /**
     * Tells whether a text is a constant of an enumeration, in any letter case; underscores and hyphens do not count.
     *
     * @param text the text
     * @param constant the constant
     * @return whether it is
     */
    public static boolean means(String text, Enum<?> constant) {
        return plain(text).equals(plain(constant.name()));
    }

    /**
     * Returns a list of texts.
     *
     * @param name the member's name
     * @return the texts; none when there is no such member
     */
    public List<String> texts(String name) {
        return list(name).stream().flatMap(one -> one.text().stream()).toList();
    }

    /**
     * Returns a list.
     *
     * @param name the member's name
     * @return the elements; none when there is no such member
     */
    public List<Value> list(String name) {
        return member(name).map(Value::list).orElse(List.of());
    }

    /**
     * Returns an object.
     *
     * @param name the member's name
     * @return its members, or empty
     */
    public Optional<Section> section(String name) {
        return member(name).map(Value::section);
    }

    /**
     * Gives each member that nobody has asked for yet to a reader, for objects whose names are not known beforehand.
     *
     * @param reader takes name and value
     */
    public void rest(BiConsumer<String, Value> reader) {
        members.forEach((name, member) -> {
            if (known.add(name)) {
                reader.accept(name, member);
            }
        });
    }

    /** Adds a problem for each member that nobody has asked for. */
    public void end() {
        members.forEach((name, member) -> {
            if (!known.contains(name)) {
                String near = known.stream()
                        .filter(one -> plain(one).equals(plain(name)) || distance(one, name) <= 2)
                        .findFirst()
                        .map(one -> "; did you mean '" + one + "'?")
                        .orElse("; known here are " + String.join(", ", known));
                member.problem("'" + name + "' is unknown" + near);
            }
        });
    }

    /**
     * Returns how a constant is spelled in documents.
     *
     * @param constant any constant
     * @return its name in camel case
     */
    public static String name(Enum<?> constant) {
        return camelCase(constant.name());
    }

    private static <T> Optional<T> parsed(Value value, Function<String, T> parser, String demand) {
        if (!value.isText()) {
            value.problem(demand + ", not " + value.describe());
            return Optional.empty();
        }
        return value.text().flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException unfit) {
                value.problem(demand + ", not " + value.describe());
                return Optional.empty();
            }
        });
    }

    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    /** How many letters have to be put in, left out or replaced (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j - 1], diagonal) + 1);
            }
        }
        return row[b.length()];
    }
}
