package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** The protocol of a port. Open: a value that is not listed here is kept as it came. */
public final class InboundEndpointProtocol extends OpenEnum {

    /** Sent as {@code tcp}. */
    public static final InboundEndpointProtocol TCP = new InboundEndpointProtocol("tcp");

    /** Sent as {@code udp}. */
    public static final InboundEndpointProtocol UDP = new InboundEndpointProtocol("udp");

    private static final Known<InboundEndpointProtocol> KNOWN =
            new Known<>(InboundEndpointProtocol::new, List.of(TCP, UDP));

    private InboundEndpointProtocol(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static InboundEndpointProtocol of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<InboundEndpointProtocol> values() {
        return KNOWN.values();
    }
}
