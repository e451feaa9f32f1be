package io.github.latchkey.batch.node;

import org.jspecify.annotations.Nullable;

/**
 * Where to log in to a node.
 *
 * @param remoteLoginIPAddress the address for remote login
 * @param remoteLoginPort the port for remote login
 * @param ipv6RemoteLoginIPAddress the IPv6 address for remote login. Since service version 2025-06-01
 * @param ipv6RemoteLoginPort the port of the IPv6 address. Since service version 2025-06-01
 */
public record RemoteLoginSettings(
        String remoteLoginIPAddress,
        int remoteLoginPort,
        @Nullable String ipv6RemoteLoginIPAddress,
        @Nullable Integer ipv6RemoteLoginPort) {}
