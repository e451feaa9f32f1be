package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** What becomes of the tasks on a node that reboots. Open: a value that is not listed here is kept as it came. */
public final class ComputeNodeRebootOption extends OpenEnum {

    /** Sent as {@code requeue}. */
    public static final ComputeNodeRebootOption REQUEUE = new ComputeNodeRebootOption("requeue");

    /** Sent as {@code terminate}. */
    public static final ComputeNodeRebootOption TERMINATE = new ComputeNodeRebootOption("terminate");

    /** Sent as {@code taskcompletion}. */
    public static final ComputeNodeRebootOption TASK_COMPLETION = new ComputeNodeRebootOption("taskcompletion");

    /** Sent as {@code retaineddata}. */
    public static final ComputeNodeRebootOption RETAINED_DATA = new ComputeNodeRebootOption("retaineddata");

    private static final Known<ComputeNodeRebootOption> KNOWN =
            new Known<>(ComputeNodeRebootOption::new, List.of(REQUEUE, TERMINATE, TASK_COMPLETION, RETAINED_DATA));

    private ComputeNodeRebootOption(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ComputeNodeRebootOption of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ComputeNodeRebootOption> values() {
        return KNOWN.values();
    }
}
