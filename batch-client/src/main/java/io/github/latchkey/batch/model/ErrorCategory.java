package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** Whose fault an error is. Open: a value that is not listed here is kept as it came. */
public final class ErrorCategory extends OpenEnum {

    /** Sent as {@code usererror}. */
    public static final ErrorCategory USER_ERROR = new ErrorCategory("usererror");

    /** Sent as {@code servererror}. */
    public static final ErrorCategory SERVER_ERROR = new ErrorCategory("servererror");

    private static final Known<ErrorCategory> KNOWN =
            new Known<>(ErrorCategory::new, List.of(USER_ERROR, SERVER_ERROR));

    private ErrorCategory(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ErrorCategory of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ErrorCategory> values() {
        return KNOWN.values();
    }
}
