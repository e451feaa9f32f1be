package io.github.latchkey.batch.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** What became of a task of a collection. Open: a value that is not listed here is kept as it came. */
public final class TaskAddStatus extends OpenEnum {

    /** Sent as {@code success}. */
    public static final TaskAddStatus SUCCESS = new TaskAddStatus("success");

    /** Sent as {@code clienterror}. */
    public static final TaskAddStatus CLIENT_ERROR = new TaskAddStatus("clienterror");

    /** Sent as {@code servererror}. */
    public static final TaskAddStatus SERVER_ERROR = new TaskAddStatus("servererror");

    private static final Known<TaskAddStatus> KNOWN =
            new Known<>(TaskAddStatus::new, List.of(SUCCESS, CLIENT_ERROR, SERVER_ERROR));

    private TaskAddStatus(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TaskAddStatus of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<TaskAddStatus> values() {
        return KNOWN.values();
    }
}
