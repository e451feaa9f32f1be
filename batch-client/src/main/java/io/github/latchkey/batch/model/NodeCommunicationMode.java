package io.github.latchkey.batch.model;

import java.util.List;

/** How nodes talk to the service. Open: a value that is not listed here is kept as it came. */
public final class NodeCommunicationMode extends OpenEnum {

    /** Sent as {@code default}. */
    public static final NodeCommunicationMode DEFAULT = new NodeCommunicationMode("default");

    /** Sent as {@code classic}. */
    public static final NodeCommunicationMode CLASSIC = new NodeCommunicationMode("classic");

    /** Sent as {@code simplified}. */
    public static final NodeCommunicationMode SIMPLIFIED = new NodeCommunicationMode("simplified");

    /**
     * Not decided yet: what the service writes as JSON {@code null}. Only read, as the current mode of a pool, and no
     * text on the wire, so it is not among {@link #values()}; a request with it is refused before it is sent.
     */
    public static final NodeCommunicationMode UNDECIDED = new NodeCommunicationMode("undecided");

    private static final Known<NodeCommunicationMode> KNOWN =
            new Known<>(NodeCommunicationMode::new, List.of(DEFAULT, CLASSIC, SIMPLIFIED));

    private NodeCommunicationMode(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    public static NodeCommunicationMode of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<NodeCommunicationMode> values() {
        return KNOWN.values();
    }
}
