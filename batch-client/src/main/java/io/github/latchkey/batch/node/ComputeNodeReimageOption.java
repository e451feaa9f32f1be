package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** What becomes of the tasks on a node that is reimaged. Open: a value that is not listed here is kept as it came. */
public final class ComputeNodeReimageOption extends OpenEnum {

    /** Sent as {@code requeue}. */
    public static final ComputeNodeReimageOption REQUEUE = new ComputeNodeReimageOption("requeue");

    /** Sent as {@code terminate}. */
    public static final ComputeNodeReimageOption TERMINATE = new ComputeNodeReimageOption("terminate");

    /** Sent as {@code taskcompletion}. */
    public static final ComputeNodeReimageOption TASK_COMPLETION = new ComputeNodeReimageOption("taskcompletion");

    /** Sent as {@code retaineddata}. */
    public static final ComputeNodeReimageOption RETAINED_DATA = new ComputeNodeReimageOption("retaineddata");

    private static final Known<ComputeNodeReimageOption> KNOWN =
            new Known<>(ComputeNodeReimageOption::new, List.of(REQUEUE, TERMINATE, TASK_COMPLETION, RETAINED_DATA));

    private ComputeNodeReimageOption(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ComputeNodeReimageOption of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ComputeNodeReimageOption> values() {
        return KNOWN.values();
    }
}
