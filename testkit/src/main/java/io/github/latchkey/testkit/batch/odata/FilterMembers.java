package io.github.latchkey.testkit.batch.odata;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members that one list can be filtered by, each with the comparisons it allows. Immutable. */
public final class FilterMembers {

    private final Map<String, Member> members = new TreeMap<>();

    private FilterMembers() {}

    record Member(String path, Set<Comparison> comparisons) {}

    /**
     * A list without filter members.
     *
     * @return the empty set
     */
    public static FilterMembers none() {
        return new FilterMembers();
    }

    /**
     * Adds members.
     *
     * @param comparisons what may be asked of them
     * @param paths their paths
     * @return a new set with these members too
     */
    public FilterMembers with(Set<Comparison> comparisons, String... paths) {
        FilterMembers copy = new FilterMembers();
        copy.members.putAll(members);
        for (String path : paths) {
            copy.members.put(path.toLowerCase(Locale.ROOT), new Member(path, comparisons));
        }
        return copy;
    }

    /** Checks that a comparison is offered and answers the member's path as declared. */
    String resolve(String path, Comparison comparison) {
        @Nullable Member member = members.get(path.toLowerCase(Locale.ROOT));
        if (member == null) {
            throw new OdataException("'" + path + "' is not a member that this list can be filtered by; it knows "
                    + members.values().stream().map(Member::path).toList());
        }
        if (!member.comparisons().contains(comparison)) {
            throw new OdataException("'" + comparison.word() + "' is not supported for the member '" + path + "'");
        }
        return member.path();
    }
}
