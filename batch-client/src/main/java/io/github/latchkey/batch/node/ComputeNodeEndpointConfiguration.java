package io.github.latchkey.batch.node;

import java.util.List;

/**
 * Where a node's ports are reached from outside.
 *
 * @param inboundEndpoints the ports that lead to the node
 */
public record ComputeNodeEndpointConfiguration(List<InboundEndpoint> inboundEndpoints) {
    /** Copies lists. */
    public ComputeNodeEndpointConfiguration {
        inboundEndpoints =
                inboundEndpoints == null ? List.of() : List.copyOf(inboundEndpoints); // an answer may leave it out
    }
}
