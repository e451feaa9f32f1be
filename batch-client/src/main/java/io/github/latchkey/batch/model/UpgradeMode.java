package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** How upgrades reach the nodes. Open: a value that is not listed here is kept as it came. */
public final class UpgradeMode extends OpenEnum {

    /** Sent as {@code automatic}. */
    public static final UpgradeMode AUTOMATIC = new UpgradeMode("automatic");

    /** Sent as {@code manual}. */
    public static final UpgradeMode MANUAL = new UpgradeMode("manual");

    /** Sent as {@code rolling}. */
    public static final UpgradeMode ROLLING = new UpgradeMode("rolling");

    private static final Known<UpgradeMode> KNOWN = new Known<>(UpgradeMode::new, List.of(AUTOMATIC, MANUAL, ROLLING));

    private UpgradeMode(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static UpgradeMode of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<UpgradeMode> values() {
        return KNOWN.values();
    }
}
