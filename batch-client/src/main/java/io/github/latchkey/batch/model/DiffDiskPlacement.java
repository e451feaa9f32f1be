package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** Where a temporary system disk lies. Open: a value that is not listed here is kept as it came. */
public final class DiffDiskPlacement extends OpenEnum {

    /** Sent as {@code CacheDisk}. */
    public static final DiffDiskPlacement CACHE_DISK = new DiffDiskPlacement("CacheDisk");

    private static final Known<DiffDiskPlacement> KNOWN = new Known<>(DiffDiskPlacement::new, List.of(CACHE_DISK));

    private DiffDiskPlacement(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DiffDiskPlacement of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<DiffDiskPlacement> values() {
        return KNOWN.values();
    }
}
