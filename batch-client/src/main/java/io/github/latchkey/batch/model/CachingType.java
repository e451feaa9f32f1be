package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** How the host caches a disk. Open: a value that is not listed here is kept as it came. */
public final class CachingType extends OpenEnum {

    /** Sent as {@code none}. */
    public static final CachingType NONE = new CachingType("none");

    /** Sent as {@code readonly}. */
    public static final CachingType READ_ONLY = new CachingType("readonly");

    /** Sent as {@code readwrite}. */
    public static final CachingType READ_WRITE = new CachingType("readwrite");

    private static final Known<CachingType> KNOWN = new Known<>(CachingType::new, List.of(NONE, READ_ONLY, READ_WRITE));

    private CachingType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static CachingType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<CachingType> values() {
        return KNOWN.values();
    }
}
