package io.github.latchkey.batch.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a pool. Open: a value that is not listed here is kept as it came. */
public final class PoolState extends OpenEnum {

    /** Sent as {@code active}. */
    public static final PoolState ACTIVE = new PoolState("active");

    /** Sent as {@code deleting}. */
    public static final PoolState DELETING = new PoolState("deleting");

    private static final Known<PoolState> KNOWN = new Known<>(PoolState::new, List.of(ACTIVE, DELETING));

    private PoolState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PoolState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<PoolState> values() {
        return KNOWN.values();
    }
}
