package io.github.latchkey.batch.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** Whether a pool is changing its number of nodes. Open: a value that is not listed here is kept as it came. */
public final class AllocationState extends OpenEnum {

    /** Sent as {@code steady}. */
    public static final AllocationState STEADY = new AllocationState("steady");

    /** Sent as {@code resizing}. */
    public static final AllocationState RESIZING = new AllocationState("resizing");

    /** Sent as {@code stopping}. */
    public static final AllocationState STOPPING = new AllocationState("stopping");

    private static final Known<AllocationState> KNOWN =
            new Known<>(AllocationState::new, List.of(STEADY, RESIZING, STOPPING));

    private AllocationState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AllocationState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<AllocationState> values() {
        return KNOWN.values();
    }
}
