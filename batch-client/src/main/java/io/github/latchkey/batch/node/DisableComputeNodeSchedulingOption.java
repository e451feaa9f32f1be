package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** What becomes of the tasks on a node that takes no more. Open: a value that is not listed here is kept as it came. */
public final class DisableComputeNodeSchedulingOption extends OpenEnum {

    /** Sent as {@code requeue}. */
    public static final DisableComputeNodeSchedulingOption REQUEUE = new DisableComputeNodeSchedulingOption("requeue");

    /** Sent as {@code terminate}. */
    public static final DisableComputeNodeSchedulingOption TERMINATE =
            new DisableComputeNodeSchedulingOption("terminate");

    /** Sent as {@code taskcompletion}. */
    public static final DisableComputeNodeSchedulingOption TASK_COMPLETION =
            new DisableComputeNodeSchedulingOption("taskcompletion");

    private static final Known<DisableComputeNodeSchedulingOption> KNOWN =
            new Known<>(DisableComputeNodeSchedulingOption::new, List.of(REQUEUE, TERMINATE, TASK_COMPLETION));

    private DisableComputeNodeSchedulingOption(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DisableComputeNodeSchedulingOption of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<DisableComputeNodeSchedulingOption> values() {
        return KNOWN.values();
    }
}
