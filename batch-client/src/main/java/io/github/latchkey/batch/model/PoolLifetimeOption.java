package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** How long an automatic pool lives. Open: a value that is not listed here is kept as it came. */
public final class PoolLifetimeOption extends OpenEnum {

    /** Sent as {@code jobschedule}. */
    public static final PoolLifetimeOption JOB_SCHEDULE = new PoolLifetimeOption("jobschedule");

    /** Sent as {@code job}. */
    public static final PoolLifetimeOption JOB = new PoolLifetimeOption("job");

    private static final Known<PoolLifetimeOption> KNOWN =
            new Known<>(PoolLifetimeOption::new, List.of(JOB_SCHEDULE, JOB));

    private PoolLifetimeOption(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PoolLifetimeOption of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<PoolLifetimeOption> values() {
        return KNOWN.values();
    }
}
