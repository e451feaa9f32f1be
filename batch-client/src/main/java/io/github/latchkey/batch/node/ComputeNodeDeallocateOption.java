package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/**
 * What becomes of the tasks on a node that is deallocated. Since service version 2024-07-01.20.0. Open: a value that is
 * not listed here is kept as it came.
 */
public final class ComputeNodeDeallocateOption extends OpenEnum {

    /** Sent as {@code requeue}. */
    public static final ComputeNodeDeallocateOption REQUEUE = new ComputeNodeDeallocateOption("requeue");

    /** Sent as {@code terminate}. */
    public static final ComputeNodeDeallocateOption TERMINATE = new ComputeNodeDeallocateOption("terminate");

    /** Sent as {@code taskcompletion}. */
    public static final ComputeNodeDeallocateOption TASK_COMPLETION = new ComputeNodeDeallocateOption("taskcompletion");

    /** Sent as {@code retaineddata}. */
    public static final ComputeNodeDeallocateOption RETAINED_DATA = new ComputeNodeDeallocateOption("retaineddata");

    private static final Known<ComputeNodeDeallocateOption> KNOWN =
            new Known<>(ComputeNodeDeallocateOption::new, List.of(REQUEUE, TERMINATE, TASK_COMPLETION, RETAINED_DATA));

    private ComputeNodeDeallocateOption(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ComputeNodeDeallocateOption of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ComputeNodeDeallocateOption> values() {
        return KNOWN.values();
    }
}
