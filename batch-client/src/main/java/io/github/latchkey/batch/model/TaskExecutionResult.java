package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** Whether a task ended well. Open: a value that is not listed here is kept as it came. */
public final class TaskExecutionResult extends OpenEnum {

    /** Sent as {@code success}. */
    public static final TaskExecutionResult SUCCESS = new TaskExecutionResult("success");

    /** Sent as {@code failure}. */
    public static final TaskExecutionResult FAILURE = new TaskExecutionResult("failure");

    private static final Known<TaskExecutionResult> KNOWN =
            new Known<>(TaskExecutionResult::new, List.of(SUCCESS, FAILURE));

    private TaskExecutionResult(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TaskExecutionResult of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<TaskExecutionResult> values() {
        return KNOWN.values();
    }
}
