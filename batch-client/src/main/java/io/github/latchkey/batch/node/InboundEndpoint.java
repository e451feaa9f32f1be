package io.github.latchkey.batch.node;

import io.github.latchkey.batch.model.InboundEndpointProtocol;

/**
 * A port of a node and where it is reached from outside.
 *
 * @param name its name
 * @param protocol TCP or UDP
 * @param publicIPAddress the address to connect to from outside
 * @param publicFQDN the host name to connect to from outside
 * @param frontendPort the port to connect to from outside
 * @param backendPort the port on the node
 */
public record InboundEndpoint(
        String name,
        InboundEndpointProtocol protocol,
        String publicIPAddress,
        String publicFQDN,
        int frontendPort,
        int backendPort) {}
