package io.github.latchkey.batch.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** What becomes of the tasks on nodes that leave a pool. Open: a value that is not listed here is kept as it came. */
public final class ComputeNodeDeallocationOption extends OpenEnum {

    /** Sent as {@code requeue}. */
    public static final ComputeNodeDeallocationOption REQUEUE = new ComputeNodeDeallocationOption("requeue");

    /** Sent as {@code terminate}. */
    public static final ComputeNodeDeallocationOption TERMINATE = new ComputeNodeDeallocationOption("terminate");

    /** Sent as {@code taskcompletion}. */
    public static final ComputeNodeDeallocationOption TASK_COMPLETION =
            new ComputeNodeDeallocationOption("taskcompletion");

    /** Sent as {@code retaineddata}. */
    public static final ComputeNodeDeallocationOption RETAINED_DATA = new ComputeNodeDeallocationOption("retaineddata");

    private static final Known<ComputeNodeDeallocationOption> KNOWN = new Known<>(
            ComputeNodeDeallocationOption::new, List.of(REQUEUE, TERMINATE, TASK_COMPLETION, RETAINED_DATA));

    private ComputeNodeDeallocationOption(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ComputeNodeDeallocationOption of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ComputeNodeDeallocationOption> values() {
        return KNOWN.values();
    }
}
