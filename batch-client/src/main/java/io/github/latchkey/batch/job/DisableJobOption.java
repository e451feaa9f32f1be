package io.github.latchkey.batch.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/**
 * What becomes of the running tasks of a job that is disabled. Open: a value that is not listed here is kept as it
 * came.
 */
public final class DisableJobOption extends OpenEnum {

    /** Sent as {@code requeue}. */
    public static final DisableJobOption REQUEUE = new DisableJobOption("requeue");

    /** Sent as {@code terminate}. */
    public static final DisableJobOption TERMINATE = new DisableJobOption("terminate");

    /** Sent as {@code wait}. */
    public static final DisableJobOption WAIT = new DisableJobOption("wait");

    private static final Known<DisableJobOption> KNOWN =
            new Known<>(DisableJobOption::new, List.of(REQUEUE, TERMINATE, WAIT));

    private DisableJobOption(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DisableJobOption of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<DisableJobOption> values() {
        return KNOWN.values();
    }
}
