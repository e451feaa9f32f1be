package io.github.latchkey.batch.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The kind of a pool's identity. Open: a value that is not listed here is kept as it came. */
public final class PoolIdentityType extends OpenEnum {

    /** Sent as {@code UserAssigned}. */
    public static final PoolIdentityType USER_ASSIGNED = new PoolIdentityType("UserAssigned");

    /** Sent as {@code None}. */
    public static final PoolIdentityType NONE = new PoolIdentityType("None");

    private static final Known<PoolIdentityType> KNOWN =
            new Known<>(PoolIdentityType::new, List.of(USER_ASSIGNED, NONE));

    private PoolIdentityType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PoolIdentityType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<PoolIdentityType> values() {
        return KNOWN.values();
    }
}
