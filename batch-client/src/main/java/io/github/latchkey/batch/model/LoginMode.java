package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** How a Windows account signs in. Open: a value that is not listed here is kept as it came. */
public final class LoginMode extends OpenEnum {

    /** Sent as {@code batch}. */
    public static final LoginMode BATCH = new LoginMode("batch");

    /** Sent as {@code interactive}. */
    public static final LoginMode INTERACTIVE = new LoginMode("interactive");

    private static final Known<LoginMode> KNOWN = new Known<>(LoginMode::new, List.of(BATCH, INTERACTIVE));

    private LoginMode(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LoginMode of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<LoginMode> values() {
        return KNOWN.values();
    }
}
