package io.github.latchkey.batch.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** What becomes of a job. Open: a value that is not listed here is kept as it came. */
public final class JobAction extends OpenEnum {

    /** Sent as {@code none}. */
    public static final JobAction NONE = new JobAction("none");

    /** Sent as {@code disable}. */
    public static final JobAction DISABLE = new JobAction("disable");

    /** Sent as {@code terminate}. */
    public static final JobAction TERMINATE = new JobAction("terminate");

    private static final Known<JobAction> KNOWN = new Known<>(JobAction::new, List.of(NONE, DISABLE, TERMINATE));

    private JobAction(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobAction of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<JobAction> values() {
        return KNOWN.values();
    }
}
