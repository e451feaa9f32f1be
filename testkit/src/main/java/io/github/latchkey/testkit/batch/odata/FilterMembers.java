package io.github.latchkey.testkit.batch.odata;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members that one list can be filtered by, each with the comparisons it allows. Immutable. */
public final class FilterMembers {

    private final Map<String, Member> members = new TreeMap<>();

    private FilterMembers() {}

    /**
     * One member.
     *
     * @param path as declared
     * @param comparisons what may be asked of it
     * @param kind what it holds
     */
    record Member(String path, Set<Comparison> comparisons, Kind kind) {

        /** Checks that it can be compared with a literal; with {@code null} every member can. */
        void requireKind(@Nullable Object literal) {
            if (literal != null && !kind.type.isInstance(literal)) {
                throw new OdataException("The member '" + path + "' is compared with " + kind.literals);
            }
        }
    }

    /** What a member holds, and so what it can be compared with. */
    enum Kind {
        TEXT("text in quotes", String.class),
        NUMBER("a number", Number.class),
        TIME("a time, as in DateTime'2026-01-01T00:00:00Z'", Instant.class),
        TRUTH("true or false", Boolean.class);

        private final String literals;
        private final Class<?> type;

        Kind(String literals, Class<?> type) {
            this.literals = literals;
            this.type = type;
        }
    }

    /**
     * A list without filter members.
     *
     * @return the empty set
     */
    public static FilterMembers none() {
        return new FilterMembers();
    }

    /**
     * Adds members that hold text.
     *
     * @param comparisons what may be asked of them
     * @param paths their paths
     * @return a new set with these members too
     */
    public FilterMembers with(Set<Comparison> comparisons, String... paths) {
        return with(Kind.TEXT, comparisons, paths);
    }

    /**
     * Adds members that hold times.
     *
     * @param paths their paths
     * @return a new set with these members too
     */
    public FilterMembers times(String... paths) {
        return with(Kind.TIME, Comparison.ORDER, paths);
    }

    /**
     * Adds members that hold numbers.
     *
     * @param paths their paths
     * @return a new set with these members too
     */
    public FilterMembers numbers(String... paths) {
        return with(Kind.NUMBER, Comparison.ORDER, paths);
    }

    /**
     * Adds members that are true or false.
     *
     * @param paths their paths
     * @return a new set with these members too
     */
    public FilterMembers truths(String... paths) {
        return with(Kind.TRUTH, Comparison.EQUALITY, paths);
    }

    private FilterMembers with(Kind kind, Set<Comparison> comparisons, String... paths) {
        FilterMembers copy = new FilterMembers();
        copy.members.putAll(members);
        for (String path : paths) {
            copy.members.put(path.toLowerCase(Locale.ROOT), new Member(path, comparisons, kind));
        }
        return copy;
    }

    /** Finds a member, and checks that it offers a comparison. */
    Member resolve(String path, Comparison comparison) {
        @Nullable Member member = members.get(path.toLowerCase(Locale.ROOT));
        if (member == null) {
            throw new OdataException("'" + path + "' is not a member that this list can be filtered by; it knows "
                    + members.values().stream().map(Member::path).toList());
        }
        if (!member.comparisons().contains(comparison)) {
            throw new OdataException("'" + comparison.word() + "' is not supported for the member '" + path + "'");
        }
        return member;
    }
}
