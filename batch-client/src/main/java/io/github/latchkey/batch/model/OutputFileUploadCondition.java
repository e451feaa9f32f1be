package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** After which ends files are uploaded. Open: a value that is not listed here is kept as it came. */
public final class OutputFileUploadCondition extends OpenEnum {

    /** Sent as {@code tasksuccess}. */
    public static final OutputFileUploadCondition TASK_SUCCESS = new OutputFileUploadCondition("tasksuccess");

    /** Sent as {@code taskfailure}. */
    public static final OutputFileUploadCondition TASK_FAILURE = new OutputFileUploadCondition("taskfailure");

    /** Sent as {@code taskcompletion}. */
    public static final OutputFileUploadCondition TASK_COMPLETION = new OutputFileUploadCondition("taskcompletion");

    private static final Known<OutputFileUploadCondition> KNOWN =
            new Known<>(OutputFileUploadCondition::new, List.of(TASK_SUCCESS, TASK_FAILURE, TASK_COMPLETION));

    private OutputFileUploadCondition(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static OutputFileUploadCondition of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<OutputFileUploadCondition> values() {
        return KNOWN.values();
    }
}
