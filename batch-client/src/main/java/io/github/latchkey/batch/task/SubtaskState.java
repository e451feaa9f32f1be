package io.github.latchkey.batch.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a subtask. Open: a value that is not listed here is kept as it came. */
public final class SubtaskState extends OpenEnum {

    /** Sent as {@code preparing}. */
    public static final SubtaskState PREPARING = new SubtaskState("preparing");

    /** Sent as {@code running}. */
    public static final SubtaskState RUNNING = new SubtaskState("running");

    /** Sent as {@code completed}. */
    public static final SubtaskState COMPLETED = new SubtaskState("completed");

    private static final Known<SubtaskState> KNOWN =
            new Known<>(SubtaskState::new, List.of(PREPARING, RUNNING, COMPLETED));

    private SubtaskState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SubtaskState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<SubtaskState> values() {
        return KNOWN.values();
    }
}
