package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Whether an automatic account belongs to a task or to the pool. Open: a value that is not listed here is kept as it
 * came.
 */
public final class AutoUserScope extends OpenEnum {

    /** Sent as {@code task}. */
    public static final AutoUserScope TASK = new AutoUserScope("task");

    /** Sent as {@code pool}. */
    public static final AutoUserScope POOL = new AutoUserScope("pool");

    private static final Known<AutoUserScope> KNOWN = new Known<>(AutoUserScope::new, List.of(TASK, POOL));

    private AutoUserScope(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AutoUserScope of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<AutoUserScope> values() {
        return KNOWN.values();
    }
}
