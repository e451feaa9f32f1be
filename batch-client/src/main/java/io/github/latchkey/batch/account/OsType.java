package io.github.latchkey.batch.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** An operating system. Open: a value that is not listed here is kept as it came. */
public final class OsType extends OpenEnum {

    /** Sent as {@code linux}. */
    public static final OsType LINUX = new OsType("linux");

    /** Sent as {@code windows}. */
    public static final OsType WINDOWS = new OsType("windows");

    private static final Known<OsType> KNOWN = new Known<>(OsType::new, List.of(LINUX, WINDOWS));

    private OsType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static OsType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<OsType> values() {
        return KNOWN.values();
    }
}
