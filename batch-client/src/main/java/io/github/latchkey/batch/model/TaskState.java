package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** The state of a task. Open: a value that is not listed here is kept as it came. */
public final class TaskState extends OpenEnum {

    /** Sent as {@code active}. */
    public static final TaskState ACTIVE = new TaskState("active");

    /** Sent as {@code preparing}. */
    public static final TaskState PREPARING = new TaskState("preparing");

    /** Sent as {@code running}. */
    public static final TaskState RUNNING = new TaskState("running");

    /** Sent as {@code completed}. */
    public static final TaskState COMPLETED = new TaskState("completed");

    private static final Known<TaskState> KNOWN =
            new Known<>(TaskState::new, List.of(ACTIVE, PREPARING, RUNNING, COMPLETED));

    private TaskState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TaskState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<TaskState> values() {
        return KNOWN.values();
    }
}
