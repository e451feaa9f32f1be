package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** What a task's token opens. Open: a value that is not listed here is kept as it came. */
public final class AccessScope extends OpenEnum {

    /** Sent as {@code job}. */
    public static final AccessScope JOB = new AccessScope("job");

    private static final Known<AccessScope> KNOWN = new Known<>(AccessScope::new, List.of(JOB));

    private AccessScope(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AccessScope of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<AccessScope> values() {
        return KNOWN.values();
    }
}
