package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** What becomes of a job whose tasks are all completed. Open: a value that is not listed here is kept as it came. */
public final class OnAllTasksComplete extends OpenEnum {

    /** Sent as {@code noaction}. */
    public static final OnAllTasksComplete NO_ACTION = new OnAllTasksComplete("noaction");

    /** Sent as {@code terminatejob}. */
    public static final OnAllTasksComplete TERMINATE_JOB = new OnAllTasksComplete("terminatejob");

    private static final Known<OnAllTasksComplete> KNOWN =
            new Known<>(OnAllTasksComplete::new, List.of(NO_ACTION, TERMINATE_JOB));

    private OnAllTasksComplete(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static OnAllTasksComplete of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<OnAllTasksComplete> values() {
        return KNOWN.values();
    }
}
