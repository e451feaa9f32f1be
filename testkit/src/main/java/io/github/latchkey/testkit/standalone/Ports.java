package io.github.latchkey.testkit.standalone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The ports that were asked for. Two of the same number on the same address are a fault, wherever they were written.
 */
final class Ports {

    private final List<Claim> claims = new ArrayList<>();

    /** Who wants a port, and on which address. */
    private record Claim(String name, String host, int port) {

        boolean meets(Claim other) {
            return port == other.port
                    && (isAny(host) || isAny(other.host) || addresses(host).equals(addresses(other.host)));
        }
    }

    /**
     * Claims a port; zero, any free one, never meets another claim.
     *
     * @param name what to call the claim in a complaint about another one
     * @param host the address to listen on
     * @param port the port
     * @param complaint takes what is wrong when an earlier claim is for the same port and address
     */
    void claim(String name, String host, int port, Consumer<String> complaint) {
        Claim claim = new Claim(name, host, port);
        if (port == 0) {
            return;
        }
        claims.stream()
                .filter(claim::meets)
                .findFirst()
                .ifPresent(earlier -> complaint.accept("the port " + port + " is that of " + earlier.name
                        + " already; choose another one, or 0 for any free one"));
        claims.add(claim);
    }

    private static boolean isAny(String host) {
        return addresses(host).stream().anyMatch(InetAddress::isAnyLocalAddress);
    }

    /**
     * Returns the address that a socket would listen on, or nothing for a name that is unknown, which is told
     * elsewhere.
     */
    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }
}
