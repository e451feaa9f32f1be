package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** How tasks are spread over nodes. Open: a value that is not listed here is kept as it came. */
public final class ComputeNodeFillType extends OpenEnum {

    /** Sent as {@code spread}. */
    public static final ComputeNodeFillType SPREAD = new ComputeNodeFillType("spread");

    /** Sent as {@code pack}. */
    public static final ComputeNodeFillType PACK = new ComputeNodeFillType("pack");

    private static final Known<ComputeNodeFillType> KNOWN =
            new Known<>(ComputeNodeFillType::new, List.of(SPREAD, PACK));

    private ComputeNodeFillType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ComputeNodeFillType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ComputeNodeFillType> values() {
        return KNOWN.values();
    }
}
