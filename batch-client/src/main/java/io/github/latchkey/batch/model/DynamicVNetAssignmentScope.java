package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** Whether a job may choose the virtual network. Open: a value that is not listed here is kept as it came. */
public final class DynamicVNetAssignmentScope extends OpenEnum {

    /** Sent as {@code none}. */
    public static final DynamicVNetAssignmentScope NONE = new DynamicVNetAssignmentScope("none");

    /** Sent as {@code job}. */
    public static final DynamicVNetAssignmentScope JOB = new DynamicVNetAssignmentScope("job");

    private static final Known<DynamicVNetAssignmentScope> KNOWN =
            new Known<>(DynamicVNetAssignmentScope::new, List.of(NONE, JOB));

    private DynamicVNetAssignmentScope(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DynamicVNetAssignmentScope of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<DynamicVNetAssignmentScope> values() {
        return KNOWN.values();
    }
}
