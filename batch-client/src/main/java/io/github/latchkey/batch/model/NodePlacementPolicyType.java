package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** How nodes are placed in a region. Open: a value that is not listed here is kept as it came. */
public final class NodePlacementPolicyType extends OpenEnum {

    /** Sent as {@code regional}. */
    public static final NodePlacementPolicyType REGIONAL = new NodePlacementPolicyType("regional");

    /** Sent as {@code zonal}. */
    public static final NodePlacementPolicyType ZONAL = new NodePlacementPolicyType("zonal");

    private static final Known<NodePlacementPolicyType> KNOWN =
            new Known<>(NodePlacementPolicyType::new, List.of(REGIONAL, ZONAL));

    private NodePlacementPolicyType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static NodePlacementPolicyType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<NodePlacementPolicyType> values() {
        return KNOWN.values();
    }
}
