package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** What becomes of a job when a task fails. Open: a value that is not listed here is kept as it came. */
public final class OnTaskFailure extends OpenEnum {

    /** Sent as {@code noaction}. */
    public static final OnTaskFailure NO_ACTION = new OnTaskFailure("noaction");

    /** Sent as {@code performexitoptionsjobaction}. */
    public static final OnTaskFailure PERFORM_EXIT_OPTIONS_JOB_ACTION =
            new OnTaskFailure("performexitoptionsjobaction");

    private static final Known<OnTaskFailure> KNOWN =
            new Known<>(OnTaskFailure::new, List.of(NO_ACTION, PERFORM_EXIT_OPTIONS_JOB_ACTION));

    private OnTaskFailure(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static OnTaskFailure of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<OnTaskFailure> values() {
        return KNOWN.values();
    }
}
