package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** How bad a status is. Open: a value that is not listed here is kept as it came. */
public final class StatusLevelTypes extends OpenEnum {

    /** Sent as {@code Error}. */
    public static final StatusLevelTypes ERROR = new StatusLevelTypes("Error");

    /** Sent as {@code Info}. */
    public static final StatusLevelTypes INFO = new StatusLevelTypes("Info");

    /** Sent as {@code Warning}. */
    public static final StatusLevelTypes WARNING = new StatusLevelTypes("Warning");

    private static final Known<StatusLevelTypes> KNOWN =
            new Known<>(StatusLevelTypes::new, List.of(ERROR, INFO, WARNING));

    private StatusLevelTypes(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StatusLevelTypes of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<StatusLevelTypes> values() {
        return KNOWN.values();
    }
}
