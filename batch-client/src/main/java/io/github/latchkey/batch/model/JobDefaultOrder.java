package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * The order of tasks of equal priority. Since service version 2025-06-01. Open: a value that is not listed here is kept
 * as it came.
 */
public final class JobDefaultOrder extends OpenEnum {

    /** Sent as {@code none}. */
    public static final JobDefaultOrder NONE = new JobDefaultOrder("none");

    /** Sent as {@code creationtime}. */
    public static final JobDefaultOrder CREATION_TIME = new JobDefaultOrder("creationtime");

    private static final Known<JobDefaultOrder> KNOWN = new Known<>(JobDefaultOrder::new, List.of(NONE, CREATION_TIME));

    private JobDefaultOrder(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobDefaultOrder of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<JobDefaultOrder> values() {
        return KNOWN.values();
    }
}
