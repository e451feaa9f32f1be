package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** Whether a node takes new tasks. Open: a value that is not listed here is kept as it came. */
public final class SchedulingState extends OpenEnum {

    /** Sent as {@code enabled}. */
    public static final SchedulingState ENABLED = new SchedulingState("enabled");

    /** Sent as {@code disabled}. */
    public static final SchedulingState DISABLED = new SchedulingState("disabled");

    private static final Known<SchedulingState> KNOWN = new Known<>(SchedulingState::new, List.of(ENABLED, DISABLED));

    private SchedulingState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SchedulingState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<SchedulingState> values() {
        return KNOWN.values();
    }
}
