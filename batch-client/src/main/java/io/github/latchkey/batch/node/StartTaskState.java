package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a start task. Open: a value that is not listed here is kept as it came. */
public final class StartTaskState extends OpenEnum {

    /** Sent as {@code running}. */
    public static final StartTaskState RUNNING = new StartTaskState("running");

    /** Sent as {@code completed}. */
    public static final StartTaskState COMPLETED = new StartTaskState("completed");

    private static final Known<StartTaskState> KNOWN = new Known<>(StartTaskState::new, List.of(RUNNING, COMPLETED));

    private StartTaskState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StartTaskState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<StartTaskState> values() {
        return KNOWN.values();
    }
}
