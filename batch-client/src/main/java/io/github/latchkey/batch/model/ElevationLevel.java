package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** The rights of an account. Open: a value that is not listed here is kept as it came. */
public final class ElevationLevel extends OpenEnum {

    /** Sent as {@code nonadmin}. */
    public static final ElevationLevel NON_ADMIN = new ElevationLevel("nonadmin");

    /** Sent as {@code admin}. */
    public static final ElevationLevel ADMIN = new ElevationLevel("admin");

    private static final Known<ElevationLevel> KNOWN = new Known<>(ElevationLevel::new, List.of(NON_ADMIN, ADMIN));

    private ElevationLevel(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ElevationLevel of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ElevationLevel> values() {
        return KNOWN.values();
    }
}
