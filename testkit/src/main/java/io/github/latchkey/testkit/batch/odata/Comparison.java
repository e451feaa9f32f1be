package io.github.latchkey.testkit.batch.odata;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a filter may ask of one member. */
public enum Comparison {
    EQ,
    NE,
    GT,
    GE,
    LT,
    LE,
    STARTSWITH;

    /** The comparisons of a member that is only ever equal or not. */
    public static final Set<Comparison> EQUALITY = Set.copyOf(EnumSet.of(EQ, NE));

    /** The comparisons of a number or time. */
    public static final Set<Comparison> ORDER = Set.copyOf(EnumSet.range(EQ, LE));

    /** The comparisons of an id: those of an order, and by prefix. */
    public static final Set<Comparison> TEXT = Set.copyOf(EnumSet.allOf(Comparison.class));

    /** The word in a filter. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean accepts(int order) {
        return switch (this) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case STARTSWITH -> false;
        };
    }
}
